"""One picture, decoded as it is to be shown, or the sentence why not."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.gallery import decode as module
from app.gallery.decode import decode

PHOTOS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "photos"


def encoded(image, kind, **options):
    body = BytesIO()
    image.save(body, kind, **options)
    return body.getvalue()


def shown(body, box=None, annotated=(0, 0), **options):
    return decode(BytesIO(body), len(body), box, annotated, **options)


def corners():
    """Return a picture of 48 × 32 with a colour of its own in each corner."""
    image = Image.new("RGB", (48, 32), (128, 128, 128))
    for box, color in zip(
        ((0, 0, 16, 16), (32, 0, 48, 16), (0, 16, 16, 32), (32, 16, 48, 32)),
        ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)),
        strict=True,
    ):
        image.paste(color, box)
    return image


def stored_as(orientation):
    """Return how a picture is stored so that EXIF turns it into `corners`."""
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    return corners().transpose(back[orientation]) if orientation in back else corners()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_its_exif_says(kind, orientation):
    exif = Image.Exif()
    exif[274] = orientation
    options = {"quality": 95} if kind in {"JPEG", "WEBP", "AVIF"} else {}
    body = encoded(stored_as(orientation), kind, exif=exif, **options)

    picture = shown(body)

    assert picture.problem == ""
    assert picture.pixels.shape == (32, 48, 3)
    assert np.abs(picture.pixels[4, 4].astype(int) - (255, 0, 0)).max() < 40
    assert np.abs(picture.pixels[4, 44].astype(int) - (0, 255, 0)).max() < 40
    assert np.abs(picture.pixels[28, 4].astype(int) - (0, 0, 255)).max() < 40
    assert (picture.facts.width, picture.facts.height) == (48, 32)
    assert picture.facts.is_turned is (orientation != 1)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
@pytest.mark.parametrize("box", [None, (24, 24)], ids=["whole", "small"])
@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_a_picture_whose_labels_were_drawn_on_the_stored_one_is_not_turned(kind, box, orientation):
    exif = Image.Exif()
    exif[274] = orientation
    stored = stored_as(orientation)

    picture = shown(encoded(stored, kind, exif=exif), box, stored.size)

    assert not picture.facts.is_turned
    assert (picture.facts.width, picture.facts.height) == stored.size
    height, width = picture.pixels.shape[:2]
    assert height > width
    step = 1 if box is None else 2
    for x, y in ((4, 4), (28, 44), (4, 44)):
        wanted = np.array(stored.getpixel((x, y)))
        assert np.abs(picture.pixels[y // step, x // step].astype(int) - wanted).max() < 60


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_picture_is_fitted_into_a_box_after_it_was_turned(orientation):
    exif = Image.Exif()
    exif[274] = orientation
    body = encoded(stored_as(orientation).resize((480, 320) if orientation == 1 else (320, 480)), "JPEG", exif=exif)

    picture = shown(body, (120, 120))

    assert picture.pixels.shape == (80, 120, 3)
    assert (picture.facts.width, picture.facts.height) == (480, 320)


def test_a_small_picture_is_not_enlarged():
    assert shown(encoded(corners(), "PNG"), (1000, 1000)).pixels.shape == (32, 48, 3)


def test_a_very_long_picture_keeps_a_pixel_across():
    assert shown(encoded(Image.new("RGB", (3000, 1)), "PNG"), (100, 100)).pixels.shape == (1, 100, 3)


def test_only_the_first_frame_is_shown():
    frames = [Image.new("RGB", (20, 20), color) for color in ((255, 0, 0), (0, 0, 255))]
    body = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])

    assert shown(body).pixels[5, 5].tolist() == [255, 0, 0]


def test_facts_alone_are_read_from_a_picture_that_is_cut_off():
    body = encoded(corners().resize((480, 320)), "JPEG")

    picture = shown(body[: len(body) // 2], has_pixels=False)

    assert picture.problem == ""
    assert (picture.facts.format, picture.facts.width, picture.facts.height) == ("JPEG", 480, 320)
    assert not picture.has_pixels


def png_claiming(width, height):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


def webp_claiming(width, height):
    chunk = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0"
    chunk += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html>sign in</html>", "web page"),
        (b'{"error": "gone"}', "JSON"),
        (b"Not found\n", "text"),
        (bytes(range(256)), "not a picture of a kind"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9", "PostScript"),
        (b"\xc5\xd0\xd3\xc6" + bytes(40), "PostScript"),
        (b"8BPS\0\1" + bytes(40), "Photoshop"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
        (b"PK\3\4" + bytes(40), "archive"),
        (encoded(corners().resize((640, 480)), "JPEG")[:3000], "cut off"),
        (encoded(corners(), "PNG")[:60], "be decoded"),
        (png_claiming(12000, 12000), "144 megapixels"),
        (png_claiming(2_000_000, 1), "million pixels"),
        (webp_claiming(16000, 16000), "256 megapixels"),
        (png_claiming(30000, 30000), "megapixels"),
    ],
    ids=[
        "empty",
        "web page",
        "JSON",
        "text",
        "noise",
        "PDF",
        "EPS",
        "EPS with a head",
        "Photoshop",
        "HEIC",
        "archive",
        "cut JPEG",
        "cut PNG",
        "too many pixels",
        "too long",
        "too large WebP",
        "far too many pixels",
    ],
)
def test_what_cannot_be_shown_gets_one_sentence(body, words):
    picture = shown(body)

    assert words in picture.problem or (words == "be decoded" and "cut off" in picture.problem)
    assert picture.problem.endswith(".")
    assert not picture.has_pixels
    assert picture.facts.size_bytes == len(body)


def test_an_eps_is_never_opened_whatever_its_name(monkeypatch):
    assert "EPS" not in module.FORMATS
    assert all(kind not in module.FORMATS for kind in ("PSD", "WMF", "FITS", "PDF"))


def test_a_jpeg_beyond_the_limit_is_decoded_smaller(monkeypatch):
    monkeypatch.setattr(module, "MOST_PIXELS", 200 * 200)
    body = encoded(Image.new("RGB", (640, 480), (200, 10, 10)), "JPEG")

    picture = shown(body)

    assert picture.problem == ""
    assert picture.pixels.shape == (120, 160, 3)
    assert (picture.facts.width, picture.facts.height) == (640, 480)


def test_memory_that_runs_out_is_a_sentence(monkeypatch):
    def no_room(image, facts, box):
        raise MemoryError

    monkeypatch.setattr(module, "_shown", no_room)

    picture = shown(encoded(corners(), "PNG"))

    assert "more memory" in picture.problem
    assert picture.facts.format == "PNG"


def test_damaged_exif_turns_nothing():
    body = encoded(corners(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")

    picture = shown(body)

    assert picture.problem == ""
    assert picture.facts.orientation == 1


TOLD = {"african_elephants_truncated_file.jpg": "cut off", "broken_data_stream.png": "damaged"}


@pytest.mark.slow
@pytest.mark.skipif(not PHOTOS.exists(), reason="the pictures are not here")
def test_every_real_picture_is_shown_or_says_why_not():
    said = {}
    for path in sorted(PHOTOS.glob("*/*")):
        if path.suffix == ".txt":
            continue
        with path.open("rb") as file:
            picture = decode(file, path.stat().st_size, (160, 160))
        if picture.problem:
            said[path.name] = picture.problem
        else:
            assert picture.has_pixels, path.name

    assert said.keys() == TOLD.keys()
    assert all(words in said[name] for name, words in TOLD.items())


@pytest.mark.slow
@pytest.mark.skipif(not PHOTOS.exists(), reason="the pictures are not here")
@pytest.mark.parametrize("series", ["Landscape", "Portrait"])
def test_all_eight_orientations_of_a_real_picture_look_alike(series):
    small = []
    for number in range(1, 9):
        path = PHOTOS / "exif_orientation_mit" / f"{series}_{number}.jpg"
        with path.open("rb") as file:
            small.append(decode(file, path.stat().st_size, (60, 60)).pixels.astype(int))

    # Each carries its number in the middle, so they are not the same to the pixel.
    assert all(np.abs(one - small[0]).mean() < 8 for one in small)


@pytest.mark.slow
@pytest.mark.skipif(not PHOTOS.exists(), reason="the pictures are not here")
@pytest.mark.parametrize(
    ("wide", "usual"),
    [
        ("raw_pixls_cc0/Google-Pixel2XL-16bit_acescg_g1_v4_krita.png", "Google-Pixel2XL-16bit_srgb8_v4_krita.png"),
        ("raw_pixls_cc0/HUAWEI-EVA-L09-16bit_709_g1_dt.png", "HUAWEI-EVA-L09-16bit_srgb8_dt.png"),
        ("raw_pixls_cc0/Nikon-D300-12bit_2020_g1_dt.png", "Nikon-D300-12bit_srgb8_dt.png"),
        ("camera_traps_cdla/african_elephants_cmyk.jpg", "african_elephants.jpg"),
        ("pillow_formats/hopper.Lab.tif", "hopper.tif"),
    ],
    ids=["ACES", "linear", "BT.2020", "CMYK", "Lab"],
)
def test_a_picture_looks_the_same_however_its_colours_are_stored(wide, usual):
    looks = []
    for path in (PHOTOS / wide, (PHOTOS / wide).parent / usual):
        with path.open("rb") as file:
            looks.append(decode(file, path.stat().st_size, (60, 60)).pixels[..., :3].astype(int))

    assert np.abs(looks[0].mean(axis=(0, 1)) - looks[1].mean(axis=(0, 1))).max() < 12
