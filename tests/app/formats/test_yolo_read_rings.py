"""Rings are compared by the pixels that the usual tool would make of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.yolo_read_rings import expect_segment
from app.formats.yolo_segment import Segment
from app.model.geometry import Polygon, Rectangle
from tests.fakes.labelled import BLOB, BOX, DOT, LINE, ODD, PARTS, POSE, RING, TRIANGLE, bitmap, label

TWO_HOLES = bitmap(["#######", "#.###.#", "#######", ".......", "##....."], (20, 10))


def complaints(geometry, *lines):
    wanted = expect_segment(label(geometry), 100, 60)
    assert len(wanted) == len(lines)
    return [complain(numbers) for complain, numbers in zip(wanted, lines, strict=True)]


def numbers_of(geometry):
    return [tuple(map(float, numbers)) for numbers in Segment().draw(label(geometry), 100, 60).objects]


@pytest.mark.parametrize(
    "geometry", [BOX, TRIANGLE, RING, PARTS, BLOB, TWO_HOLES], ids=lambda shape: type(shape).__name__
)
def test_what_was_drawn_is_right(geometry):
    assert set(complaints(geometry, *numbers_of(geometry))) == {""}


@pytest.mark.parametrize(
    "geometry", [DOT, LINE, POSE, ODD, Polygon(((1, 1), (2, 2))), Rectangle(float("nan"), 0, 1, 1)], ids=str
)
def test_nothing_is_expected_of_what_is_no_area(geometry):
    assert expect_segment(label(geometry), 100, 60) == ()


@pytest.mark.parametrize(
    ("geometry", "numbers", "words"),
    [
        (TRIANGLE, (0.1, 0.1, 0.2, 0.2), "4 numbers"),
        (TRIANGLE, (0.1, 0.1, 0.2, 0.2, 0.3), "5 numbers"),
        (TRIANGLE, (0.1, 0.1, 1.2, 0.2, 0.3, 0.3), "beyond 0 and 1"),
        (TRIANGLE, (0.1, 0.17, 0.4, 0.17, 0.1, 0.6), "of the pixels"),
        (BOX, (0.03, 0.04, 0.23, 0.04, 0.23, 0.2), "another box"),
        (BOX, (0.04, 0.04, 0.23, 0.04, 0.23, 0.2, 0.04, 0.2), "another box"),
        # The hole is filled.
        (RING, (0.1, 0.17, 0.5, 0.17, 0.5, 0.83, 0.1, 0.83), "of the pixels"),
    ],
    ids=["few", "odd", "beyond", "other", "three corners", "shifted", "filled"],
)
def test_other_pixels_are_found(geometry, numbers, words):
    assert words in complaints(geometry, numbers)[0]


def test_pieces_are_told_apart():
    first, second = numbers_of(TWO_HOLES)

    assert "of the pixels" in complaints(TWO_HOLES, second, first)[0]


sides = st.integers(3, 3000)


@pytest.mark.slow
@given(st.data(), sides, sides)
def test_any_polygon_inside_is_read_back_to_the_pixel(data, width, height):
    point = st.tuples(st.integers(0, width - 1), st.integers(0, height - 1))
    one = label(Polygon(tuple(data.draw(st.lists(point, min_size=3, max_size=9)))))

    lines = Segment().draw(one, width, height).objects
    (complain,) = expect_segment(one, width, height)

    assert all(0 <= float(number) <= 1 for number in lines[0])
    assert complain(tuple(map(float, lines[0]))) == ""
