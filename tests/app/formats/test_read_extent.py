"""Readers find the box of a label by themselves."""

import pytest

from app.formats.read_extent import cut_extent
from app.model.geometry import Mask, MultiPolygon, Rectangle
from tests.fakes.labelled import BLOB, BOX, LINE, TRIANGLE, bitmap


@pytest.mark.parametrize(
    ("geometry", "place"),
    [
        (BOX, (3, 2, 23, 12)),
        (Rectangle(-5, -5, 200, 200), (0, 0, 100, 60)),
        (TRIANGLE, (10, 10, 41, 41)),
        (LINE, (5, 5, 91, 21)),
        (BLOB, (30, 20, 35, 24)),
        (bitmap(["####", "...#"], (98, 59)), (98, 59, 100, 60)),
        (bitmap(["#"], (100, 0)), None),
        (Rectangle(100, 0, 110, 5), None),
        (Rectangle(float("nan"), 0, float("inf"), 5), None),
        (MultiPolygon(()), None),
        (Mask((0, 0), "odd"), None),
    ],
    ids=["box", "large", "polygon", "line", "mask", "edge", "outside", "box outside", "nan", "empty", "bad mask"],
)
def test_the_box_lies_in_the_picture(geometry, place):
    assert cut_extent(geometry, 100, 60) == place
