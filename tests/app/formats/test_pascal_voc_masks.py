"""Masks have the palette of the challenge, always the same."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from app.formats.pascal_voc_masks import label_map, mask_png, palette, voc_color


@pytest.mark.parametrize(
    ("number", "color"),
    [
        (0, (0, 0, 0)),
        (1, (128, 0, 0)),
        (2, (0, 128, 0)),
        (15, (192, 128, 128)),
        (20, (0, 64, 128)),
        (255, (224, 224, 192)),
    ],
)
def test_colours_are_those_of_the_challenge(number, color):
    assert voc_color(number) == color
    assert palette()[3 * number : 3 * number + 3] == list(color)


def test_no_two_numbers_share_a_colour():
    assert len({voc_color(number) for number in range(65_536)}) == 65_536


@pytest.mark.parametrize(("kind", "mode"), [(np.uint8, "P"), (np.uint16, "I;16")], ids=["8 bits", "16 bits"])
def test_numbers_come_back_as_they_were(kind, mode):
    numbers = np.array([[0, 1, 254]], kind)

    picture = Image.open(BytesIO(mask_png(numbers)))

    assert picture.mode == mode
    assert np.asarray(picture).tolist() == [[0, 1, 254]]


def test_names_cannot_break_the_list_of_colours():
    lines = label_map(["car", "a:b\nc", "\ud800"]).decode().splitlines()

    assert lines == [
        "# label:color_rgb:parts:actions",
        "background:0,0,0::",
        "car:128,0,0::",
        "a_b_c:0,128,0::",
        "_:128,128,0::",
    ]
