"""Masks survive the way there and back, and no few bytes unfold into a wall of memory."""

import struct
import zlib
from base64 import b64encode
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.model.geometry import Mask
from app.model.mask import decode_mask, encode_mask

DOCUMENTED = "eJzrDPBz5+WS4mJgYOD19HAJAtLMIMwIInOeqf8BUmwBPiGuQPr///9Lb86/C2QxlgT5BTM4PLuRBuTwebo4hlTMSa44sKXhISMDux5T8q1Xf0SBMgyern4u65wSmgDgbxyx"  # noqa: E501 - one mask


def as_text(image: Image.Image, *, zipped: bool = True, **options: object) -> str:
    body = BytesIO()
    image.save(body, "PNG", **options)
    data = body.getvalue()
    return b64encode(zlib.compress(data) if zipped else data).decode()


def test_the_documented_mask_is_read():
    """The example of the reference."""
    pixels = decode_mask(Mask((0, 0), DOCUMENTED))

    assert pixels.tolist() == [[255, 255, 255], [255, 0, 0], [255, 255, 255]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(as_text(Image.fromarray(np.array([[0, 9]], np.uint8))), id="grey"),
        pytest.param(as_text(Image.fromarray(np.array([[0, 9]], np.uint8)), zipped=False), id="no zlib"),
        pytest.param(as_text(Image.fromarray(np.array([[False, True]]))), id="one bit"),
        pytest.param(as_text(Image.fromarray(np.array([[[9, 9, 9, 0], [0, 0, 0, 1]]], np.uint8), "RGBA")), id="alpha"),
        pytest.param(as_text(Image.fromarray(np.array([[[0, 0, 0], [0, 1, 0]]], np.uint8))), id="colour"),
    ],
)
@pytest.mark.filterwarnings("ignore:'mode' parameter is deprecated:DeprecationWarning")
def test_every_kind_of_png_tells_inside_from_outside(text):
    """Alpha decides where there is one, else any value but zero."""
    assert decode_mask(Mask((0, 0), text)).tolist() == [[0, 255]]


@given(st.lists(st.lists(st.integers(0, 255), min_size=7, max_size=7), min_size=1, max_size=6), st.booleans())
def test_masks_survive_the_round_trip(rows, is_alpha):
    """What is cropped away is zero, and the origin says where the rest lies."""
    pixels = np.array(rows, np.uint8)
    if not pixels.any():
        with pytest.raises(ValueError, match="empty"):
            encode_mask(pixels)
        return

    mask = encode_mask(pixels, (3, 4), is_alpha=is_alpha)
    back = np.zeros_like(pixels)
    part = decode_mask(mask)
    x, y = mask.origin[0] - 3, mask.origin[1] - 4
    back[y : y + part.shape[0], x : x + part.shape[1]] = part

    assert np.array_equal(back, pixels if is_alpha else np.where(pixels, 255, 0))


def bomb_by_zlib() -> str:
    return b64encode(zlib.compress(b"\x89PNG\r\n\x1a\n" + bytes(8_000_000))).decode()


def bomb_by_size() -> str:
    header = struct.pack(">8sI4sIIBBBBB", b"\x89PNG\r\n\x1a\n", 13, b"IHDR", 60_000, 60_000, 8, 0, 0, 0, 0)
    return b64encode(zlib.compress(header + bytes(100))).decode()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header(width: int, height: int, kind: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))


def png(*chunks: bytes) -> str:
    return b64encode(zlib.compress(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))).decode()


PIXELS = chunk(b"IDAT", zlib.compress(b"\0\1\0\1")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("is_alpha", [True, False])
@pytest.mark.parametrize(
    "extra",
    [
        pytest.param(chunk(b"iCCP", b"x\0"), id="a profile that breaks off"),
        pytest.param(chunk(b"tEXt", b"bbox\0x"), id="a text named like a box of pixels"),
        pytest.param(chunk(b"tEXt", b"transparency\0x"), id="a text named like transparency"),
        pytest.param(chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(5_000_000))), id="a text that unfolds"),
        pytest.param(chunk(b"acTL", b"x"), id="a film that breaks off"),
    ],
)
@pytest.mark.parametrize("kind", [0, 3], ids=["grey", "palette"])
def test_parts_that_tell_no_pixels_do_not_reach_the_decoder(extra, kind, is_alpha):
    """Pillow trips over some of them with errors of its own."""
    palette = chunk(b"PLTE", bytes(3) + b"\xff" * 3) if kind == 3 else b""

    pixels = decode_mask(Mask((0, 0), png(header(1, 2, kind), palette, extra, PIXELS), is_alpha))

    assert pixels.shape == (2, 1)
    assert pixels.all()


@pytest.mark.parametrize("is_alpha", [True, False])
@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param(png(header(1, 2), header(9000, 9000), PIXELS), "two sizes", id="a second header"),
        pytest.param(png(header(1, 2, kind=3), PIXELS), "no palette", id="a palette that is not there"),
        pytest.param(png(header(0, 2), PIXELS), "no pixels", id="no width"),
        pytest.param(png(header(2, 0), PIXELS), "no pixels", id="no height"),
    ],
)
def test_a_picture_that_contradicts_itself_is_refused_in_words(text, word, is_alpha):
    """A second header would make 81 million pixels of what was looked at as two."""
    with pytest.raises(ValueError, match=word):
        decode_mask(Mask((0, 0), text, is_alpha), most_pixels=100)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param(bomb_by_zlib(), "unfolds", id="zlib bomb"),
        pytest.param(bomb_by_size(), "60000", id="png bomb"),
        pytest.param("%%%", "base64", id="not base64"),
        pytest.param("é", "base64", id="not ascii"),
        pytest.param("", "cut off", id="nothing"),
        pytest.param(b64encode(b"hello").decode(), "neither", id="not zlib"),
        pytest.param(b64encode(zlib.compress(b"")).decode(), "cut off", id="empty zlib"),
        pytest.param(b64encode(zlib.compress(bytes(40))).decode(), "not a PNG", id="zeros"),
        pytest.param(as_text(Image.new("L", (4, 4)))[:40], "cut off|cannot be decoded", id="cut png"),
    ],
)
def test_nonsense_is_refused_in_words(text, word):
    """The caller gets a sentence, never a crash and never gigabytes."""
    with pytest.raises(ValueError, match=word):
        decode_mask(Mask((0, 0), text), most_pixels=100_000)


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_decoder(data):
    """Anything that is not a mask is a ValueError."""
    for text in (b64encode(data).decode(), b64encode(zlib.compress(data)).decode()):
        with pytest.raises(ValueError, match=r"The mask"):
            decode_mask(Mask((0, 0), text), most_pixels=10_000)
