import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTabWidget, QToolButton

from app.model.events import JobMoved, JobNoted, JobRemoved
from app.model.harvest import MapillarySpec
from app.model.job import JobState
from app.model.queries import JobLog, ListFailures, ListTasks
from app.model.region import box
from tests.fakes.waiting import turns
from tests.ui.queue.making import NOW, a_desk, a_job, a_rate, counts
from tests.ui.queue.test_task_model import Ledger
from ui.queue.job_detail import TABS, JobDetail
from ui.queue.job_model import JobModel

RUNNING = a_job(1, title="signs", bytes_done=5_000_000, bytes_total=10_000_000, counts=counts(listed=20, done=8))


class Bench:
    def __init__(self, qtbot, tmp_path):
        answers = {ListTasks: Ledger(20), ListFailures: (), JobLog: ()}
        self.desk, self.host, self.clock = a_desk(tmp_path, answers)
        self.jobs = JobModel(self.desk.clock.utc)
        self.jobs.reset([RUNNING, a_job(2)])
        self.desk.bridge.batch.connect(self.jobs.apply)
        self.detail = JobDetail(self.desk, self.jobs)
        qtbot.addWidget(self.detail)
        self.detail.resize(900, 500)
        self.detail.show()

    def publish(self, *events):
        self.host.publish(*events)
        self.desk.bridge.drain()

    def words(self, name):
        return self.detail.findChild(QLabel, name).text()


@pytest.fixture
def bench(qtbot, tmp_path):
    return Bench(qtbot, tmp_path)


async def test_a_job_opens_at_the_page_that_was_asked_for(bench):
    bench.detail.open_job(1, "log")
    await turns()

    tabs = bench.detail.findChild(QTabWidget, "job.tabs")
    assert tabs.currentIndex() == TABS.index("log")
    assert [tabs.tabText(place) for place in range(tabs.count())] == [
        "Items",
        "Failures",
        "Throughput",
        "Settings",
        "Log",
    ]


async def test_the_head_says_how_the_job_stands(bench):
    bench.detail.open_job(1)
    await turns()

    bench.publish(
        JobMoved(a_job(1, JobState.PROBLEMS, title="signs", counts=counts(listed=20, failed=14)), RUNNING.state)
    )

    assert bench.words("job.title") == "signs"
    assert bench.words("job.status").startswith("Done · 14 problems")
    assert bench.detail.tabs.tabText(1) == "Failures 14"


async def test_escape_closes(bench, qtbot):
    bench.detail.open_job(1)

    with qtbot.waitSignal(bench.detail.closed):
        qtbot.keyClick(bench.detail.items.table, Qt.Key.Key_Escape)


async def test_it_closes_when_its_job_is_gone(bench, qtbot):
    bench.detail.open_job(1)

    with qtbot.waitSignal(bench.detail.closed):
        bench.publish(JobRemoved(1))

    assert bench.detail.job_id == 0


async def test_the_graph_knows_what_came_before_it_was_opened(bench):
    bench.publish(a_rate(1, 7_000_000.0))

    bench.detail.open_job(1, "throughput")
    await turns()
    bench.detail.tick()

    newest = bench.detail.throughput.shown.at(0)
    assert (newest.at, newest.network) == (int(NOW), 7_000_000.0)


async def test_news_reach_the_pages(bench):
    bench.detail.open_job(1, "log")
    await turns()

    bench.publish(JobNoted(1, NOW, "Asked for page 2."))

    assert "Asked for page 2." in bench.detail.log.text.toPlainText()


async def test_nothing_is_asked_for_when_nobody_looks(bench):
    bench.detail.open_job(1)
    await turns()

    bench.detail.hide()

    assert bench.detail.job_id == 0
    assert bench.detail.items.items.rowCount() == 0


async def test_a_harvest_can_be_shown_on_the_map(bench, qtbot):
    harvest = a_job(1, spec=MapillarySpec(regions=(box(1, 2, 3, 4),)))
    bench.jobs.reset([harvest, a_job(2)])
    bench.detail.open_job(2)
    shown = bench.detail.findChild(QToolButton, "job.map")
    assert shown.isHidden()
    bench.detail.open_job(1)

    with qtbot.waitSignal(bench.detail.map_wanted) as told:
        shown.click()

    assert told.args == [harvest]


async def test_the_pictures_of_a_job_can_be_looked_at(bench, qtbot):
    bench.jobs.reset([RUNNING, a_job(2, JobState.QUEUED, counts=counts())])
    bench.detail.open_job(2)
    look = bench.detail.findChild(QToolButton, "job.preview")
    assert look.isHidden()
    bench.detail.open_job(1)

    with qtbot.waitSignal(bench.detail.preview_wanted) as told:
        look.click()

    assert told.args == [RUNNING]
