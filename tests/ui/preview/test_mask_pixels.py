import base64
import io
import zlib

import numpy as np
import pytest
from PIL import Image

from app.model.geometry import Mask
from ui.preview.mask_pixels import decode_mask, edge_of, tint


def packed(image, **options):
    body = io.BytesIO()
    image.save(body, "PNG", **options)
    return base64.b64encode(zlib.compress(body.getvalue())).decode()


def two_by_three():
    image = Image.new("P", (3, 2), 0)
    image.putpalette([0, 0, 0, 255, 255, 255])
    image.putpixel((1, 0), 1)
    image.putpixel((2, 1), 1)
    return image


@pytest.mark.parametrize("options", [{}, {"transparency": 0}], ids=["palette", "transparent palette"])
def test_a_bitmap_is_inside_or_outside(options):
    opacity = decode_mask(Mask((0, 0), packed(two_by_three(), **options)))

    assert opacity.tolist() == [[0, 255, 0], [0, 0, 255]]


def test_an_alpha_mask_keeps_its_values():
    image = Image.fromarray(np.array([[0, 128], [255, 3]], dtype=np.uint8), "L")

    assert decode_mask(Mask((0, 0), packed(image), is_alpha=True)).tolist() == [[0, 128], [255, 3]]


@pytest.mark.parametrize(
    "data", ["", "!!", base64.b64encode(b"x").decode(), base64.b64encode(zlib.compress(b"no png")).decode()]
)
def test_nonsense_is_refused(data):
    with pytest.raises(ValueError, match="cannot be read"):
        decode_mask(Mask((0, 0), data))


def test_the_edge_is_what_touches_the_outside():
    inside = np.ones((3, 3), dtype=bool)

    assert edge_of(inside).tolist() == [[True, True, True], [True, False, True], [True, True, True]]


def test_a_tint_is_premultiplied_with_a_solid_edge():
    pixels = tint(np.full((3, 3), 255, dtype=np.uint8), (200, 100, 0), 0.5)

    assert pixels[0, 0].tolist() == [0, 100, 200, 255]
    assert pixels[1, 1].tolist() == [0, 50, 100, 127]
