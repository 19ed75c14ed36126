"""Pixels of every kind as plain RGB."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms

from app.gallery.tones import grey8, is_wide, plain, strips


def wide(values, mode):
    kind = {"I;16": np.uint16, "I": np.int32, "F": np.float32}[mode]
    return Image.fromarray(np.array([values], kind))


@pytest.mark.parametrize(
    ("mode", "values", "expected"),
    [
        ("I;16", [0, 32768, 65535], [0, 128, 255]),
        ("I;16", [0, 2048, 4095], [0, 128, 255]),
        ("I;16", [0, 512, 1023], [0, 128, 255]),
        ("I;16", [10, 20, 30], [0, 128, 255]),
        ("I", [0, 128, 255], [0, 128, 255]),
        ("I", [-100, 0, 100], [0, 128, 255]),
        ("I", [0, 50_000_000, 100_000_000], [0, 128, 255]),
        ("F", [0.0, 0.5, 1.0], [0, 128, 255]),
        ("F", [0.0, 128.0, 255.0], [0, 128, 255]),
        ("F", [-3.0, 0.0, 3.0], [0, 128, 255]),
        ("F", [0.0, float("nan"), float("inf")], [0, 0, 255]),
        ("F", [float("nan")] * 3, [0, 0, 0]),
        ("I;16", [0, 0, 0], [0, 0, 0]),
    ],
    ids=[
        "16 bits",
        "12 bits in 16",
        "10 bits in 16",
        "next to nothing of the range",
        "8 bits in 32",
        "signed",
        "32 bits",
        "float to 1",
        "float to 255",
        "signed float",
        "no numbers",
        "only no numbers",
        "black",
    ],
)
def test_deep_grey_is_scaled_not_clipped(mode, values, expected):
    image = wide(values, mode)

    grey = grey8(image)

    assert is_wide(image)
    assert grey.mode == "L"
    assert np.abs(np.asarray(grey)[0].astype(int) - expected).max() <= 1


def test_strips_are_the_picture():
    pixels = np.arange(3000 * 4000, dtype=np.uint32).astype(np.uint8).reshape(3000, 4000)

    parts = list(strips(Image.fromarray(pixels)))

    assert len(parts) > 1
    assert np.array_equal(np.concatenate([part for _, part in parts]), pixels)


@pytest.mark.parametrize(
    ("image", "mode", "pixel"),
    [
        (Image.new("1", (2, 2), 1), "RGB", (255, 255, 255)),
        (Image.new("L", (2, 2), 100), "RGB", (100, 100, 100)),
        (Image.new("LA", (2, 2), (100, 50)), "RGBA", (100, 100, 100, 50)),
        (Image.new("LA", (2, 2), (100, 255)), "RGB", (100, 100, 100)),
        (Image.new("RGBA", (2, 2), (1, 2, 3, 255)), "RGB", (1, 2, 3)),
        (Image.new("RGBA", (2, 2), (1, 2, 3, 4)), "RGBA", (1, 2, 3, 4)),
        (Image.new("CMYK", (2, 2), (0, 255, 255, 0)), "RGB", (255, 0, 0)),
        (Image.new("CMYK", (2, 2), (0, 0, 0, 255)), "RGB", (0, 0, 0)),
        (Image.new("YCbCr", (2, 2), (128, 128, 128)), "RGB", (128, 128, 128)),
        (Image.new("RGB", (2, 2), (9, 8, 7)), "RGB", (9, 8, 7)),
    ],
    ids=["1-bit", "grey", "grey and alpha", "opaque grey", "opaque", "see-through", "ink", "black ink", "video", "RGB"],
)
def test_every_kind_becomes_rgb(image, mode, pixel):
    result = plain(image)

    assert result.mode == mode
    assert result.getpixel((0, 0)) == pixel


def test_a_see_through_colour_of_a_palette_stays_see_through():
    image = Image.new("P", (2, 1))
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((1, 0), 1)
    image.info["transparency"] = 1

    result = plain(image)

    assert result.getpixel((0, 0)) == (255, 0, 0, 255)
    assert result.getpixel((1, 0))[3] == 0


def test_lab_becomes_the_colours_that_it_means():
    lab = ImageCms.profileToProfile(
        Image.new("RGB", (2, 2), (200, 40, 40)),
        ImageCms.createProfile("sRGB"),
        ImageCms.createProfile("LAB"),
        outputMode="LAB",
    )

    red, green, blue = plain(lab).getpixel((0, 0))

    assert abs(red - 200) < 6
    assert abs(green - 40) < 6
    assert abs(blue - 40) < 6


def linear_profile():
    """Return the profile of a picture that shows how colours of another kind are told from sRGB."""
    body = BytesIO()
    body.write(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    return body.getvalue().replace(b"s\0R\0G\0B\0", b"x\0R\0G\0B\0")


def test_a_profile_is_used_and_one_that_cannot_be_used_counts_as_absent():
    image = Image.new("RGB", (2, 2), (10, 100, 200))

    assert plain(image, b"nonsense").getpixel((0, 0)) == (10, 100, 200)
    assert plain(image, b"x" * 5_000_000).getpixel((0, 0)) == (10, 100, 200)
    assert all(
        abs(a - b) <= 2 for a, b in zip(plain(image, linear_profile()).getpixel((0, 0)), (10, 100, 200), strict=True)
    )


def test_a_profile_for_other_colours_is_not_used():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    assert plain(Image.new("CMYK", (2, 2), (0, 0, 0, 0)), srgb).getpixel((0, 0)) == (255, 255, 255)
