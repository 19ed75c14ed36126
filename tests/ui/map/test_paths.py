import numpy as np
import pytest
from PySide6.QtCore import Qt

from ui.map.paths import clipped, path_of

SQUARE = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])


def test_every_point_becomes_an_element_and_every_beginning_a_move():
    path = path_of(np.vstack((SQUARE, SQUARE + 20)), np.array([True, False, False, False] * 2))

    assert path.elementCount() == 8
    assert [path.elementAt(n).isMoveTo() for n in range(8)] == [True, False, False, False] * 2
    assert (path.elementAt(6).x, path.elementAt(6).y) == (30.0, 30.0)
    assert path.fillRule() == Qt.FillRule.OddEvenFill


def test_no_points_are_an_empty_path():
    assert path_of(np.zeros((0, 2)), np.zeros(0, bool)).isEmpty()


@pytest.mark.parametrize(
    ("low", "high", "axis", "area"),
    [(-5, 15, 0, 100), (2, 8, 0, 60), (5, 50, 1, 50), (20, 30, 0, 0)],
    ids=["inside", "both sides", "one side", "outside"],
)
def test_what_lies_beyond_the_border_is_cut_away(low, high, axis, area):
    ring = clipped(SQUARE, low, high, axis)

    x, y = (ring[:, 0], ring[:, 1]) if len(ring) else (np.zeros(1), np.zeros(1))
    assert abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2 == pytest.approx(area)
    assert ((ring[:, axis] >= low) & (ring[:, axis] <= high)).all()
