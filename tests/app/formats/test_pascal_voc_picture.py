"""A picture of another kind becomes a JPEG, or a sentence says why not."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.formats.pascal_voc_picture import PictureProblemError, jpeg_of
from app.model.exporter import PictureFile

PHOTOS = Path(__file__).resolve().parents[4] / "shared" / "data" / "photos"


def converted(picture: Image.Image, tmp_path: Path, ending: str = "png", **more: object) -> Image.Image:
    path = tmp_path / f"one.{ending}"
    picture.save(path, **more)
    return Image.open(BytesIO(jpeg_of(PictureFile(str(path)))), formats=("JPEG",))


def grey(values: np.ndarray) -> Image.Image:
    return Image.fromarray(np.repeat(np.repeat(values, 16, axis=0), 16, axis=1))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_kind_of_pixels_becomes_a_jpeg(mode, tmp_path):
    found = converted(Image.new("RGB", (20, 10), (200, 100, 50)).convert(mode), tmp_path)

    assert found.size == (20, 10)
    assert found.mode in ("L", "RGB")


def test_colours_stay(tmp_path):
    found = np.asarray(converted(Image.new("RGB", (32, 32), (200, 100, 50)), tmp_path))

    assert np.abs(found.astype(int) - (200, 100, 50)).max() <= 3


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (np.array([[0, 32768, 65535]], np.uint16), [0, 128, 255]),
        # Twelve bits in sixteen would be nearly black.
        (np.array([[0, 2048, 4000]], np.uint16), [0, 128, 249]),
        (np.array([[0.0, 0.5, 1.0]], np.float32), [0, 128, 255]),
        (np.array([[-10.0, 0.0, 10.0]], np.float32), [0, 128, 255]),
        (np.array([[5.0, 5.0, np.nan]], np.float32), [5, 5, 0]),
    ],
    ids=["16 bits", "12 bits", "share", "any", "no number"],
)
def test_grey_of_more_bits_is_scaled(values, wanted, tmp_path):
    found = np.asarray(converted(grey(values), tmp_path, "tiff"))

    assert np.abs(found[8, 8::16].astype(int) - wanted).max() <= 3


def test_the_mark_how_a_picture_is_turned_goes_along(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6

    found = converted(Image.new("RGB", (20, 10)), tmp_path, exif=exif)

    assert found.size == (20, 10)
    assert found.getexif()[0x0112] == 6


def test_a_picture_within_an_archive_is_cut_out(tmp_path):
    body = BytesIO()
    Image.new("RGB", (20, 10)).save(body, "PNG")
    path = tmp_path / "one.tar"
    path.write_bytes(b"x" * 100 + body.getvalue() + b"y" * 100)

    found = jpeg_of(PictureFile(str(path), 100, 100 + len(body.getvalue())))

    assert Image.open(BytesIO(found)).size == (20, 10)


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that says it is large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "cannot be read"),
        (b"not a picture", "cannot be read"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "cannot be read"),
        (bomb(20, 10), "cannot be read"),
        (bomb(12_000, 12_000), "too large"),
        (bomb(70_000, 2), "too large"),
        (bomb(60_000, 60_000), "cannot be read"),
    ],
    ids=["empty", "text", "program", "cut off", "many pixels", "long side", "bomb"],
)
def test_what_cannot_become_a_jpeg_is_a_sentence(body, words, tmp_path):
    path = tmp_path / "one.png"
    path.write_bytes(body)

    with pytest.raises(PictureProblemError, match=words):
        jpeg_of(PictureFile(str(path)))


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(PictureProblemError):
        jpeg_of(PictureFile(str(tmp_path / "none.png")))


@pytest.mark.slow
@pytest.mark.skipif(not PHOTOS.is_dir(), reason="no photos on this machine")
def test_real_pictures_become_jpegs_or_sentences():
    failed = []
    for path in sorted(PHOTOS.iterdir()):
        try:
            Image.open(BytesIO(jpeg_of(PictureFile(str(path)))), formats=("JPEG",)).load()
        except PictureProblemError:
            failed.append(path.suffix)

    assert len(failed) < 20
