import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton

from app.model.events import EngineRate, HoldBegan, HoldEnded, JobFinished, JobMoved
from app.model.job import Hold, HoldKind, JobState
from tests.ui.queue.making import MB, NOW, a_desk, a_job, counts
from ui.throughput.panel import ThroughputPanel


def a_rate(speed=48.2 * MB, limited_by="server", evidence="p95 640 ms", at=NOW):
    return EngineRate(at, speed, 66.0, speed, 44.0 * MB, 61.3 * MB, limited_by, evidence, None)


class Bench:
    def __init__(self, qtbot, tmp_path):
        self.desk, self.host, self.clock = a_desk(tmp_path)
        self.panel = ThroughputPanel(self.desk)
        qtbot.addWidget(self.panel)
        self.panel.show()

    def publish(self, *events):
        self.host.publish(*events)
        self.desk.bridge.drain()

    def words(self, name):
        return self.panel.findChild(QLabel, name).text()


@pytest.fixture
def bench(qtbot, tmp_path):
    return Bench(qtbot, tmp_path)


def test_at_rest_it_says_so(bench):
    assert bench.words("throughput.rate") == "—"
    assert bench.words("throughput.average") == "No transfers"
    assert not bench.panel.findChild(QToolButton, "throughput.why").isVisible()


def test_the_rate_is_told_with_average_peak_and_limit(bench):
    bench.publish(a_rate())

    assert bench.words("throughput.rate") == "48.2 MB/s"
    assert bench.words("throughput.average") == "avg 44.0 MB/s · peak 61.3 MB/s"
    assert bench.words("throughput.limiter") == "Limited by: server replies"
    assert bench.panel.findChild(QToolButton, "throughput.why").isVisible()


async def test_a_rate_that_is_not_renewed_is_no_rate(bench):
    bench.publish(a_rate())

    await bench.clock.advance(5.0)
    bench.panel.tick()

    assert bench.words("throughput.rate") == "—"
    assert bench.panel.history.at(0).network == 0.0


def test_holds_hatch_the_graph_until_they_end(bench):
    hold = Hold(HoldKind.NETWORK, "Offline.", "", None, NOW)
    bench.publish(HoldBegan(1, hold), a_rate(0.0, "nothing", at=NOW))
    bench.publish(HoldEnded(1), a_rate(at=NOW + 1))

    assert bench.panel.history.at(1).is_held
    assert not bench.panel.history.at(0).is_held
    assert [mark.text for mark in bench.panel.history.marks] == ["Network lost"]


def test_events_leave_marks(bench):
    paused, running = a_job(1, JobState.PAUSED, title="signs"), a_job(1, title="signs")

    bench.publish(
        JobMoved(paused, JobState.RUNNING), JobMoved(running, JobState.PAUSED), JobFinished(1, counts(), 0, 1.0)
    )

    assert [mark.text for mark in bench.panel.history.marks] == ["Paused: signs", "Resumed: signs", "A job ended"]


def test_the_window_is_chosen(bench):
    combo = bench.panel.findChild(QComboBox, "throughput.window")

    bench.panel.choose_window(10_800)

    assert [combo.itemText(place) for place in range(combo.count())] == ["1 min", "5 min", "30 min", "3 h", "24 h"]
    assert combo.currentText() == "3 h"
    assert bench.panel.save_state() == 10_800


def test_why_tells_the_evidence_and_what_would_help(bench, qtbot):
    bench.publish(a_rate())

    popover = bench.panel.popover()
    qtbot.addWidget(popover)

    words = [label.text() for label in popover.findChildren(QLabel)]
    assert words[:2] == ["Limited by server replies", "Measured: p95 640 ms"]
    assert popover.findChild(QPushButton, "throughput.lift") is None


def test_our_own_limit_is_lifted_with_one_click(bench, qtbot):
    bench.publish(a_rate(limited_by="own-limit"))
    popover = bench.panel.popover()

    # The window keeps the limit as a setting, so it is the window that lifts it.
    with qtbot.waitSignal(bench.panel.limit_lifted):
        popover.findChild(QPushButton, "throughput.lift").click()


def test_another_limit_leaves_a_mark_and_the_first_one_none(bench):
    for limit in (None, None, 5 * MB, None):
        bench.panel.note_limit(limit)

    assert [mark.text for mark in bench.panel.history.marks] == ["Limit 5.0 MB/s", "Limit off"]


def test_less_motion_draws_less_often(bench):
    bench.panel.be_calm(True)
    assert bench.panel._timer.interval() == 1000

    bench.panel.be_calm(False)
    assert bench.panel._timer.interval() == 250


async def test_the_small_picture_is_told_of_each_second(bench):
    seconds = []
    bench.panel.tick()
    bench.panel.second_passed.connect(lambda: seconds.append(bench.panel.history.last))

    await bench.clock.advance(1.0)
    bench.panel.tick()
    bench.panel.tick()

    assert seconds == [NOW + 1]


def test_the_rate_is_told_to_others(bench, qtbot):
    with qtbot.waitSignal(bench.panel.rate_changed) as told:
        bench.publish(a_rate())

    assert told.args == [48.2 * MB]
