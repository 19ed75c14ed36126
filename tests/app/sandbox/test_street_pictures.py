"""JPEGs of street images."""

import hashlib
import io
import struct

import numpy as np
import pytest
from PIL import Image

from app.sandbox.street_pictures import (
    ORIENTATION_ONE,
    VARIANTS,
    Pictures,
    Size,
    rendered_size,
    split,
    tables,
    variant_of,
)
from app.sandbox.street_town import CAMERAS, town_roll
from app.sandbox.world import UnreadyError

PICTURES = Pictures()


def body(image_id: int, scene: int = 0, camera: int = 0, size: Size = Size.MEDIUM) -> bytes:
    PICTURES.prepare(scene, CAMERAS[camera], size)
    return b"".join(PICTURES.pieces(image_id, scene, CAMERAS[camera], size))


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def segments(data: bytes) -> list[tuple[int, bytes]]:
    at, found = 2, []
    while data[at + 1] != 0xDA:
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        found.append((data[at + 1], data[at : at + 2 + length]))
        at += 2 + length
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("camera", "scene", "sizes"),
    [
        (0, 0, {"SMALL": (256, 192), "MEDIUM": (1024, 768), "LARGE": (2048, 1536), "ORIGINAL": (4032, 3024)}),
        (1, 28, {"SMALL": (256, 144), "MEDIUM": (1024, 576), "LARGE": (1920, 1080), "ORIGINAL": (1920, 1080)}),
        (2, 1, {"SMALL": (256, 192), "MEDIUM": (800, 600), "LARGE": (800, 600), "ORIGINAL": (800, 600)}),
        (3, 40, {"SMALL": (256, 128), "MEDIUM": (1024, 512), "LARGE": (2048, 1024), "ORIGINAL": (4096, 2048)}),
    ],
    ids=["upright", "wide", "small original", "panorama"],
)
def test_rendition_is_as_wide_as_it_says_and_never_wider_than_the_original(camera, scene, sizes):
    for name, size in sizes.items():
        assert rendered_size(CAMERAS[camera], Size[name]) == size
        assert opened(body(5, scene, camera, Size[name])).size == size


def test_thumb_is_progressive_jfif_without_exif():
    data = body(5)
    kinds = [kind for kind, _ in segments(data)]

    assert data.startswith(b"\xff\xd8\xff\xe0")
    assert data.endswith(b"\xff\xd9")
    assert 0xC2 in kinds
    assert 0xE1 not in kinds


def test_original_is_baseline_with_34_bytes_of_exif():
    data = body(5, 1, 2, Size.ORIGINAL)
    (exif,) = [content for kind, content in segments(data) if kind == 0xE1]

    assert (0xC0 in [kind for kind, _ in segments(data)], exif) == (True, ORIENTATION_ONE)
    assert struct.unpack(">H", exif[2:4])[0] == 34
    assert dict(opened(data).getexif()) == {0x0112: 1}


@pytest.mark.slow
def test_no_two_images_of_the_town_have_the_same_bytes():
    roll = town_roll()
    for scene in range(12):
        PICTURES.prepare(scene, CAMERAS[0], Size.SMALL)
    seen = {
        hashlib.sha256(b"".join(PICTURES.pieces(one, place % 12, CAMERAS[0], Size.SMALL))).digest()
        for place, one in enumerate(roll.ids.tolist())
    }

    assert len(seen) == len(roll)


def test_variants_are_other_pixels_and_still_good_pictures():
    first, second = (opened(body(image_id)) for image_id in (1, 2))
    assert variant_of(1) != variant_of(2)

    difference = np.abs(np.asarray(first).astype(int) - np.asarray(second).astype(int))

    assert 0.2 < difference.mean() < 40


def test_same_image_has_the_same_bytes():
    assert body(77) == body(77)


def test_tables_of_each_variant_differ():
    assert len({tables(variant) for variant in range(VARIANTS)}) == VARIANTS


def test_what_is_not_drawn_yet_says_so():
    with pytest.raises(UnreadyError):
        Pictures().pieces(1, 0, CAMERAS[0], Size.SMALL)


def test_grey_picture_is_refused():
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "JPEG")

    with pytest.raises(ValueError, match="three components"):
        split(out.getvalue())
