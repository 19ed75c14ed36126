"""A picture becomes the mask of a figure only when it says without doubt what is inside."""

import numpy as np
import pytest
from PIL import Image

from app.formats.mask_picture import read_mask
from app.model.mask import decode_mask

OPACITY = np.zeros((30, 40), np.uint8)
OPACITY[5:9, 7:20] = np.arange(13, dtype=np.uint8) * 15 + 1


def grey(path):
    Image.fromarray(OPACITY).save(path)


def transparent(path):
    picture = Image.new("RGBA", (40, 30), (200, 10, 10, 0))
    picture.putalpha(Image.fromarray(OPACITY))
    picture.save(path)


def grey_with_alpha(path):
    Image.merge("LA", (Image.new("L", (40, 30), 255), Image.fromarray(OPACITY))).save(path)


@pytest.mark.parametrize("draw", [grey, transparent, grey_with_alpha])
def test_opacity_is_read_to_the_pixel(draw, tmp_path):
    draw(tmp_path / "m.png")

    mask = read_mask(tmp_path / "m.png")

    assert (mask.origin, mask.is_alpha) == ((7, 5), True)
    assert np.array_equal(decode_mask(mask), OPACITY[5:9, 7:20])


def test_black_and_white_is_outside_and_opaque(tmp_path):
    Image.fromarray(OPACITY > 0).save(tmp_path / "m.png")

    assert set(np.unique(decode_mask(read_mask(tmp_path / "m.png")))) == {255}


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        pytest.param(lambda path: Image.new("RGB", (3, 3), "white").save(path), "neither grey", id="coloured"),
        pytest.param(lambda path: Image.new("I;16", (3, 3)).save(path), "8 bits", id="16 bit"),
        pytest.param(lambda path: Image.new("L", (3, 3)).save(path), "is empty", id="empty"),
        pytest.param(lambda path: path.write_bytes(b"no picture"), "cannot be read", id="no picture"),
        pytest.param(lambda path: None, "cannot be read", id="no file"),
    ],
)
def test_everything_else_is_refused_in_words(draw, words, tmp_path):
    draw(tmp_path / "m.png")

    with pytest.raises(ValueError, match=words) as refused:
        read_mask(tmp_path / "m.png")

    assert str(refused.value).startswith("“m.png” ")
