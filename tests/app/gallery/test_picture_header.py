"""A look into a picture's file finds its size and whether it is whole, without decoding it."""

import io
from pathlib import Path

import pytest
from PIL import Image

from app.gallery.index import FileLook
from app.gallery.picture_header import EMPTY, NOT_WHOLE, UNKNOWN, look_into
from tests.fakes.gallery_folder import picture

PHOTOS = Path(__file__).resolve().parents[4] / "shared" / "data" / "photos"
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF")


def look(body: bytes) -> FileLook:
    return look_into(io.BytesIO(body), 0, len(body))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_states_its_size(kind):
    found = look(picture(61, 47, kind))

    assert (found.width, found.height, found.is_turned, found.reason) == (61, 47, False, "")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_turned_pictures_are_known(kind):
    exif = Image.Exif()
    exif[0x0112] = 6

    found = look(picture(61, 47, kind, exif=exif))

    assert (found.width, found.height, found.is_turned) == (61, 47, True)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_half_a_picture_is_not_whole(kind):
    body = picture(300, 200, kind)

    found = look(body[: len(body) // 2] if kind != "BMP" else body[:20])

    assert found.reason
    assert found.width == 0


def test_a_jpeg_with_something_behind_its_end_is_whole(tmp_path):
    """Phones write films and zeros there."""
    body = picture() + b"\0" * 9000 + b"a film" * 1000
    (tmp_path / "a.jpg").write_bytes(body)

    with (tmp_path / "a.jpg").open("rb") as file:
        found = look_into(file, 0, len(body))

    assert (found.width, found.reason) == (40, "")


def test_a_picture_within_an_archive_is_found():
    body = picture(33, 22)

    found = look_into(io.BytesIO(b"x" * 100 + body + b"y" * 50), 100, 100 + len(body))

    assert (found.width, found.height, found.reason) == (33, 22, "")


def test_a_jpeg_with_a_large_profile_is_read_on():
    found = look(picture(33, 22, "JPEG", icc_profile=b"p" * 200_000))

    assert (found.width, found.reason) == (33, "")


DAMAGE = {
    "empty": (b"", EMPTY),
    "a web page": (b"<html>" * 9, UNKNOWN),
    "a PNG without a head": (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "does not state its size"),
    "a JPEG without a frame": (b"\xff\xd8\xff\xd9", "before its first scan"),
    "a TIFF that points beyond itself": (b"II*\0\xff\xff\xff\x7f", NOT_WHOLE),
    "a WebP without pixels": (b"RIFF\x0c\0\0\0WEBPVP8X\0\0\0\0", "does not state its size"),
    "an AVIF without a size": (b"\0\0\0\x18ftypavif" + b"\0" * 30, "does not state its size"),
}


@pytest.mark.parametrize(("body", "words"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_a_sentence(body, words):
    assert words in look(body).reason


def test_pictures_of_other_bytes_have_other_prints():
    assert look(picture(shade=1)).print != look(picture(shade=2)).print
    assert look(picture(shade=1)).print == look(picture(shade=1)).print


@pytest.mark.slow
def test_real_photographs_are_seen_as_pillow_sees_them():
    if not PHOTOS.is_dir():
        pytest.skip("The photographs are not here.")
    broken = {"african_elephants_truncated_file.jpg", "broken_data_stream.png"}
    # Larger than 4 GiB could be: sizes of such files are left to the decoder.
    unmeasured = {"hopper_bigtiff.tif"}
    for path in sorted(PHOTOS.rglob("*")):
        if not path.is_file() or path.suffix in {".md", ".txt", ".json"} or path.name in unmeasured:
            continue
        with path.open("rb") as file:
            found = look_into(file, 0, path.stat().st_size)
        if path.name in broken:
            assert found.reason == NOT_WHOLE, path.name
            continue
        with Image.open(path) as image:
            assert (found.width, found.height) == image.size, path.name
            assert found.is_turned == (image.getexif().get(0x0112) in (5, 6, 7, 8)), path.name
