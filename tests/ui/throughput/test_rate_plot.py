import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from tests.ui.queue.making import MB, NOW, a_desk
from ui.throughput.history import History
from ui.throughput.rate_plot import RatePlot, _dashed, _spans


@pytest.fixture
def plot(qtbot, tmp_path):
    desk, _, clock = a_desk(tmp_path)
    history = History()
    plot = RatePlot(desk.theme, history, clock.monotonic)
    plot.history, plot.tokens, plot.clock = history, desk.theme.tokens, clock
    qtbot.addWidget(plot)
    plot.resize(400, 200)
    plot.show()
    return plot


def feed(plot, rates, is_held=False):
    for age, rate in zip(range(len(rates) - 1, -1, -1), rates, strict=True):
        plot.history.add(NOW - age, rate, rate / 2, 1.0, is_held=is_held)
    plot.refresh()


def colours(plot):
    picture = plot.grab().toImage()
    return {QColor(picture.pixel(x, y)).name().upper() for x in range(40, 388, 2) for y in range(10, 180, 2)}


def test_both_lines_are_drawn_in_their_colours(plot):
    empty = colours(plot)

    feed(plot, [50.0 * MB] * 300)

    assert plot.tokens.accent not in empty
    assert plot.tokens.accent in colours(plot)


def test_an_empty_history_draws_no_curve(plot):
    plot.refresh()

    assert plot.tokens.accent not in colours(plot)


def test_held_time_is_hatched(plot):
    feed(plot, [1.0 * MB] * 300)
    before = plot.grab().toImage()

    feed(plot, [1.0 * MB] * 300, is_held=True)

    assert plot.grab().toImage() != before


def test_the_crosshair_reads_the_second_under_it(plot):
    feed(plot, [float(n) * MB for n in range(300)])
    area = plot._area()

    QTest.mouseMove(plot, QPointF(area.right(), 50).toPoint())

    assert plot.hovered().network == 299 * MB
    plot._point_at(area.center().x())
    assert plot.hovered().network == pytest.approx(149 * MB, abs=1.1 * MB)
    plot._point_at(2.0)
    assert plot.hovered() is None


def test_the_crosshair_does_not_draw_the_graph_again(plot):
    feed(plot, [1.0 * MB] * 300)
    plot.grab()
    picture = plot._picture

    plot._point_at(200.0)
    plot.grab()

    assert plot._picture is picture


def test_an_event_is_a_tick_and_named_by_the_crosshair(plot):
    feed(plot, [1.0 * MB] * 300)
    before = plot.grab().toImage()

    plot.history.mark(NOW - 100, "Paused: signs")
    plot.refresh()

    assert plot.grab().toImage() != before
    assert [mark.text for mark in plot._marks_shown()] == ["Paused: signs"]


def test_a_long_window_is_drawn_rarely(plot):
    feed(plot, [1.0 * MB] * 300)
    plot.show_window(86_400)
    plot.grab()
    picture = plot._picture

    plot.history.add(NOW + 1, 9.0 * MB, 0.0, 0.0, is_held=False)
    plot.refresh()

    assert plot._picture is picture
    plot.history.add(NOW + 9, 9.0 * MB, 0.0, 0.0, is_held=False)
    plot.refresh()
    assert plot._picture is not picture


def test_dashes_leave_gaps():
    points = [QPointF(float(x), 0.0) for x in range(200)]

    drawn = sum(line.length() for line in _dashed(points))

    assert 0.5 * 199 < drawn < 0.8 * 199


def test_dashes_of_a_long_line_lie_all_along_it():
    dashes = _dashed([QPointF(0.0, 0.0), QPointF(0.0, 100.0)])

    assert len(dashes) == 13
    assert max(line.length() for line in dashes) < 6
    assert dashes[-1].y2() > 95


def test_spans_are_runs_of_true():
    assert _spans([True, False, True, True]) == [(0, 0), (2, 3)]
    assert _spans([]) == []
