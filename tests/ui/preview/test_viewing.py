"""Tests of ui.preview.viewing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.preview.viewing import LEAST_SCALE, MOST_SCALE, Viewing

VIEW = Viewing(800, 600).show(1600, 900)


def test_a_fitted_picture_is_seen_whole_in_the_middle():
    left, top = VIEW.point(0, 0)
    right, bottom = VIEW.point(800, 600)

    assert VIEW.is_fitted
    assert left < 0 < 1600 < right
    assert top < 0 < 900 < bottom
    assert left + right == pytest.approx(1600)
    assert top + bottom == pytest.approx(900)


def test_a_tiny_picture_is_not_blown_up_without_end():
    assert Viewing(800, 600).show(4, 4).scale == 8.0


@given(st.floats(0.2, 5), st.floats(0, 800), st.floats(0, 600))
def test_zooming_keeps_the_point_under_the_pointer(factor, x, y):
    before = VIEW.at_scale(1.0)
    point = before.point(x, y)

    after = before.zoom(factor, x, y)

    assert after.point(x, y) == pytest.approx(point, abs=1e-6)


@pytest.mark.parametrize(("factor", "scale"), [(1e9, MOST_SCALE), (1e-9, LEAST_SCALE)], ids=["in", "out"])
def test_zoom_has_bounds(factor, scale):
    assert VIEW.zoom(factor, 400, 300).scale == scale


def test_a_picture_cannot_be_moved_out_of_sight():
    far = VIEW.at_scale(1.0).pan(1e6, -1e6)
    right, bottom = far.point(800, 600)

    assert right > 0
    assert far.top < 900
    assert bottom > 0


def test_a_fitted_picture_stays_fitted_in_another_size():
    assert VIEW.resize(400, 300).is_fitted
    assert VIEW.resize(400, 300).scale < VIEW.scale


def test_a_zoomed_picture_keeps_its_middle_in_another_size():
    zoomed = VIEW.at_scale(2.0)

    wider = zoomed.resize(1000, 600)

    assert wider.point(500, 300) == pytest.approx(zoomed.point(400, 300))


def test_the_next_picture_of_the_same_size_keeps_the_zoom():
    zoomed = VIEW.at_scale(2.0)

    assert zoomed.show(1600, 900) == zoomed
    assert zoomed.show(640, 480).is_fitted


def test_a_small_shape_is_brought_into_view():
    box = (1500.0, 10.0, 1510.0, 16.0)

    brought = VIEW.bring(box)

    assert brought.sees(box)
    assert brought.scale > VIEW.scale


def test_a_picture_without_a_size_is_no_trouble():
    assert Viewing(800, 600).fit().is_fitted
