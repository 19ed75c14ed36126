"""Lines as coverage: pixels that one can check by hand."""

import numpy as np
import pytest

from app.gallery.paint_lines import FULL, RANK_BITS, RANKS, boxes, effort, grown, plain, segments, stroke


def canvas(width=12, height=9):
    return np.zeros((height, width), np.int32)


def drawn(ends, widths=(2.0,), ranks=(1,), size=(12, 9)):
    keys = canvas(*size)
    stroke(keys, np.array(ends, float).reshape(-1, 4), np.array(ranks), np.array(widths, float))
    return keys


def covered(keys):
    return keys >> RANK_BITS


def test_a_level_line_covers_the_rows_beside_it():
    rows = covered(drawn([(2, 4, 9, 4)])).astype(int)

    assert rows[:, 5].tolist() == [0, 0, 0, 255, 255, 0, 0, 0, 0]
    assert rows[:, 0].max() == 0


def test_an_upright_line_is_a_level_one_that_was_turned():
    flat, steep = drawn([(1, 4, 7, 4)], size=(9, 9)), drawn([(4, 1, 4, 7)], size=(9, 9))

    assert (flat == steep.T).all()


def test_directions_do_not_matter():
    assert (drawn([(1.3, 2.1, 9.7, 6.4)]) == drawn([(9.7, 6.4, 1.3, 2.1)])).all()


def test_a_dot_is_round_and_as_wide_as_it_should_be():
    rows = covered(drawn([(6, 4.5, 6, 4.5)], (5.0,)))

    assert (rows == rows[::-1]).all()
    assert rows[4, 4:8].tolist() == [255] * 4
    assert abs(rows.sum() / 255 - np.pi * 2.5**2) < 1


def test_a_line_between_pixels_covers_both_by_half():
    assert covered(drawn([(2, 4.5, 9, 4.5)], (2.0,)))[3:6, 5].tolist() == [128, 255, 128]


def test_the_upper_of_two_lines_is_seen_where_they_cross():
    keys = drawn([(0, 4, 12, 4), (6, 0, 6, 9)], (2.0, 2.0), (1, 2))

    assert keys[4, 6] & RANKS == 2
    assert keys[4, 1] & RANKS == 1


@pytest.mark.parametrize(
    "ends",
    [(-1e9, 4, 1e9, 4), (-50, -50, 70, 70), (3, -1e7, 3, 1e7), (-30_000.5, 4.2, 5, 4.2)],
    ids=["level", "slanted", "upright", "one end far out"],
)
def test_what_reaches_far_out_is_cut_and_drawn(ends):
    assert covered(drawn([ends])).max() > 200


@pytest.mark.parametrize("ends", [(20, 20, 30, 30), (-9, -9, -3, -3), (1e12, 0, 2e12, 0)])
def test_what_lies_outside_is_not_drawn(ends):
    assert not drawn([ends]).any()


def test_nothing_to_draw_is_nothing():
    keys = canvas()
    stroke(keys, np.zeros((0, 4)), np.zeros(0, np.int64), np.zeros(0))

    assert not keys.any()
    assert effort(np.zeros((0, 4)), (9, 9), np.zeros(0)) == 0


def test_many_lines_are_what_each_of_them_is():
    ends = np.random.default_rng(4).uniform(0, 60, (400, 4))
    together = drawn(ends, (2.0,) * 400, tuple(range(1, 401)), (60, 60))
    apart = canvas(60, 60)
    for number, one in enumerate(ends, 1):
        stroke(apart, one[None], np.array([number]), np.array([2.0]))

    assert (together == apart).all()


def test_boxes_run_inside_of_their_corners():
    keys = boxes((12, 9), np.array([[2, 1, 8, 6]]), np.array([3]), np.array([1]))

    assert [divmod(int(place), 12) for place in np.flatnonzero(keys)[[0, -1]]] == [(1, 2), (5, 7)]
    assert keys[3, 4] == 0
    assert keys[1, 2] == FULL | 3


@pytest.mark.parametrize("corners", [[3, 3, 3, 3], [3, 3, 4, 4], [-5, -5, 50, 50], [-(10**9), 2, 10**9, 4]])
def test_any_box_can_be_drawn(corners):
    assert boxes((12, 9), np.array([corners]), np.array([1]), np.array([2])).shape == (9, 12)


def test_vertices_too_close_to_be_seen_apart_are_joined():
    points = np.array([(0, 0), (0.1, 0.1), (0.2, 0.2), (5, 5), (7, 7)])
    ends, line = segments(points, np.array([0, 0, 0, 0, 1]))

    assert ends.tolist() == [[0, 0, 0.2, 0.2], [0.2, 0.2, 5, 5], [7, 7, 7, 7]] or ends[0].tolist() == [0, 0, 5, 5]
    assert line.tolist()[-1] == 1
    assert ends[-1].tolist() == [7, 7, 7, 7]


def test_plain_lines_are_two_pixels_wide_and_lie_where_smooth_ones_do():
    keys = canvas()
    plain(keys, np.array([(2.0, 4.0), (9.0, 4.0)]), np.array([0, 2]), np.array([5]))

    assert (keys[:, 5] > 0).tolist() == (covered(drawn([(2, 4, 9, 4)]))[:, 5] > 0).tolist()
    assert keys.max() == FULL | 5


def test_effort_grows_with_length_and_not_beyond_the_canvas():
    ends = np.array([(0, 0, 100, 0.0)])

    assert effort(ends, (200, 200), np.array([2.0])) > effort(ends / 2, (200, 200), np.array([2.0]))
    assert effort(ends * 1e6, (200, 200), np.array([2.0])) < 3000


@pytest.mark.parametrize(("radius", "reach"), [(0.0, 0), (1.0, 1), (1.5, 2), (3.0, 3)])
def test_a_halo_reaches_so_far(radius, reach):
    dot = np.zeros((15, 15), np.uint8)
    dot[7, 7] = 255
    halo = grown(dot, radius)

    assert np.flatnonzero(halo[7]).tolist() == list(range(7 - reach, 8 + reach))
    assert (halo == halo.T).all()
