"""Outlines of what was drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox import street_outlines as outlines

CAR = outlines.car_ring(100, 100, 50)


def inside(ring: tuple, x: float, y: float) -> bool:
    found = False
    for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            found = not found
    return found


def test_car_is_as_wide_and_high_as_it_is_drawn():
    xs, ys = [x for x, _ in CAR], [y for _, y in CAR]

    assert (min(xs), max(xs), min(ys), max(ys)) == (75, 125, 63, 100)


@pytest.mark.parametrize(
    ("ring", "x", "y"),
    [
        (CAR, 100, 80), (outlines.van_ring(0, 100, 50), 25, 75), (outlines.van_ring(0, 100, 50), 60, 60),
        (outlines.lamp_ring(50, 200, 100), 50, 150), (outlines.lamp_ring(50, 200, 100), 66, 100),
        (outlines.box_ring(1, 2, 3, 4), 2, 3),
    ],
    ids=["car", "front of a van", "side of a van", "pole", "light", "box"],
)  # fmt: skip
def test_middle_of_a_thing_lies_in_its_outline(ring, x, y):
    assert inside(ring, x, y)


def test_ring_is_cut_at_the_picture():
    cut = outlines.cut(outlines.box_ring(-10, -10, 20, 20), 15, 100)

    assert set(cut) == {(0, 0), (15, 0), (15, 20), (0, 20)}
    assert outlines.cut(outlines.box_ring(-10, 0, -5, 9), 15, 100) == ()


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=3, max_size=9, unique=True))
def test_winding_says_what_is_a_hole(ring):
    assert outlines.area(outlines.wound(ring)) >= 0
    assert outlines.area(outlines.wound(ring, is_hole=True)) <= 0


def test_example_of_the_reference_is_an_outer_ring():
    assert outlines.area([(1024, 512), (1536, 512), (1536, 1024), (1024, 1024)]) > 0
