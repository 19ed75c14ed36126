"""Names on chips: readable, inside the canvas, none over another."""

import numpy as np
import pytest

from app.gallery.paint_names import MANY, MOST_CHIPS, MOST_LETTERS, ChipBox, is_light, paint_names

RED, BLUE = (255, 0, 0), (0, 0, 255)


@pytest.fixture(scope="module")
def chips():
    return ChipBox()


def canvas(width=200, height=100):
    return np.zeros((height, width, 4), np.uint8)


def where(pixels, color):
    """Return left, top, right, bottom of a colour."""
    rows, columns = np.nonzero((pixels[:, :, :3] == color).all(axis=2) & (pixels[:, :, 3] == 255))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


@pytest.mark.parametrize(
    ("color", "light"), [((255, 255, 255), True), ((0, 0, 0), False), ((240, 228, 66), True), (BLUE, False)]
)
def test_ink_is_chosen_by_contrast(color, light):
    assert is_light(color) == light


def test_a_chip_has_ground_and_ink(chips):
    chip = chips.chip("car", RED, 12)

    assert chip[0, 0].tolist() == [255, 0, 0, 255]
    assert (chip[:, :, 3] == 255).all()
    assert len({tuple(pixel) for pixel in chip.reshape(-1, 4).tolist()}) > 2


def test_chips_of_one_size_are_equally_high_and_long_names_are_shortened(chips):
    heights = {chips.chip(text, RED, 12).shape[0] for text in ("a", "g", "Ágj", "x" * 500)}

    assert len(heights) == 1
    assert (chips.chip("x" * 500, RED, 12) == chips.chip("x" * (MOST_LETTERS - 1) + "…", RED, 12)).all()


@pytest.mark.parametrize("text", ["", "\n\t\0", "line\nbreak", "名前", "שם", "🦊", "\ud800", "a\u202eb", " "])
def test_any_text_becomes_a_chip(chips, text):
    assert min(chips.chip(text, RED, 10).shape[:2]) > 4


def test_chips_are_kept_and_bounded():
    box = ChipBox()
    assert box.chip("a", RED, 10) is box.chip("a", RED, 10)
    for number in range(MOST_CHIPS + 5):
        box.chip("b", (number % 256, number // 256, 0), 6)

    assert len(box._chips) == MOST_CHIPS


def test_a_name_stands_above_its_shape(chips):
    pixels = canvas()
    paint_names(pixels, [("car", RED, (50, 40, 90, 80))], 12, chips)
    left, _, _, bottom = where(pixels, RED)

    assert (left, bottom) == (50, 40)


@pytest.mark.parametrize(
    "bounds", [(-40, -40, 20, 20), (190, 90, 300, 200), (-1000, 50, 1000, 60), (5, 0, 9, 4), (0, 99, 1, 100)]
)
def test_a_name_stays_on_the_canvas(chips, bounds):
    pixels = canvas()
    paint_names(pixels, [("car", RED, bounds)], 12, chips)
    chip = chips.chip("car", RED, 12)
    left, top, right, bottom = where(pixels, RED)

    assert (right - left, bottom - top) == chip.shape[1::-1]


def test_two_names_of_one_place_do_not_cover_each_other(chips):
    pixels = canvas()
    paint_names(pixels, [("car", RED, (50, 40, 90, 80)), ("sign", BLUE, (50, 40, 90, 80))], 12, chips)
    red, blue = where(pixels, RED), where(pixels, BLUE)

    assert red[3] <= blue[1] or blue[3] <= red[1]


def test_where_there_is_room_for_one_the_upper_label_has_it(chips):
    pixels = canvas(30, 16)
    paint_names(pixels, [("car", RED, (0, 0, 30, 16)), ("bus", BLUE, (0, 0, 30, 16))], 12, chips)

    assert not ((pixels[:, :, :3] == BLUE).all(axis=2) & (pixels[:, :, 3] == 255)).any()


def test_a_canvas_smaller_than_a_chip_gets_what_fits(chips):
    pixels = canvas(5, 3)
    paint_names(pixels, [("car", RED, (0, 0, 5, 3))], 12, chips)

    assert pixels[0, 0].tolist() == [255, 0, 0, 255]


def test_very_many_names_are_no_trouble(chips):
    pixels = canvas(800, 600)
    names = [("car", RED, (n % 700, n // 7 % 500, n % 700 + 9, n // 7 % 500 + 9)) for n in range(10 * MANY)]
    paint_names(pixels, names, 10, chips)

    assert (pixels[:, :, 3] == 255).any()
