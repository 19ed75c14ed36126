"""Boxes are written as exact shares of the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.yolo_task import DECIMALS, Detect, box_numbers, shares
from app.model.exporter import Fate
from app.model.geometry import Rectangle
from tests.fakes.labelled import BEYOND, BOX, DOT, ZOO, label


@pytest.mark.parametrize(
    ("box", "numbers"),
    [
        # The official converter floors the centre to a whole pixel: 0.12 and 0.10 here.
        ((3, 2, 23, 12), ("0.130000", "0.116667", "0.200000", "0.166667")),
        ((0, 0, 100, 60), ("0.500000", "0.500000", "1.000000", "1.000000")),
        ((99, 59, 100, 60), ("0.995000", "0.991667", "0.010000", "0.016667")),
    ],
    ids=["some box", "whole picture", "last pixel"],
)
def test_the_centre_is_exact(box, numbers):
    assert box_numbers(box, 100, 60) == numbers


def test_shares_never_leave_the_picture():
    assert shares(((-3, 10), (12, 10), (-0.0, 10))) == ("0.000000", "1.000000", "0.000000")


def test_a_label_is_one_line_or_none():
    assert len(Detect().draw(label(BOX), 100, 60).objects) == 1
    assert Detect().draw(label(DOT), 100, 60).objects == ()


@pytest.mark.parametrize("geometry", [*ZOO, *BEYOND], ids=lambda shape: type(shape).__name__)
def test_the_verdict_before_is_the_verdict_after(geometry):
    drawn = Detect().draw(label(geometry), 100, 60)

    assert Detect().judge(label(geometry), 100, 60) == drawn.verdict
    assert (drawn.verdict.fate is Fate.LOST) == (drawn.objects == ())


sides = st.integers(1, 20_000)


@given(st.data(), sides, sides)
def test_any_box_is_read_back_to_the_pixel(data, width, height):
    left, top = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    box = Rectangle(left, top, data.draw(st.integers(left, width - 1)), data.draw(st.integers(top, height - 1)))

    ((x, y, w, h),) = [map(float, numbers) for numbers in Detect().draw(label(box), width, height).objects]

    assert all(0 <= value <= 1 for value in (x, y, w, h))
    corners = ((x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height)
    wanted = (box.left, box.top, box.right + 1, box.bottom + 1)
    # Centre and extent are rounded to half of the last digit each.
    most = max(width, height) * 0.75 * 10**-DECIMALS + 1e-6
    assert all(abs(found - right) <= most for found, right in zip(corners, wanted, strict=True))
