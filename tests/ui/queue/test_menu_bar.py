import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from app.model.commands import PauseJob, SetJobLimits
from app.model.job import JobState
from tests.ui.queue.making import a_desk, a_job
from ui.queue.menu_bar import NOTHING, ChosenJobsMenu
from ui.queue.panel import QueuePanel

JOBS = (a_job(1), a_job(2, JobState.DONE))


class Bench(QMainWindow):
    def __init__(self, tmp_path):
        super().__init__()
        self.desk, self.host, _ = a_desk(tmp_path)
        self.panel = QueuePanel(self.desk)
        self.panel.jobs.reset(JOBS)
        self.setCentralWidget(self.panel)
        self.top = self.menuBar().addMenu("&Queue")
        self.top.addAction("Pause all")
        self.chosen = ChosenJobsMenu(self.top, self.panel.menu, self)

    def pick(self, *job_ids):
        self.panel.table.clearSelection()
        for job_id in job_ids:
            self.panel.select(job_id)
        self.top.aboutToShow.emit()

    def words(self):
        return [action.text().replace("&", "") for action in self.top.actions() if not action.isSeparator()]

    def entry(self, words):
        return next(action for action in self.top.actions() if action.text().replace("&", "") == words)


@pytest.fixture
def bench(qtbot, tmp_path):
    bench = Bench(tmp_path)
    qtbot.addWidget(bench)
    bench.show()
    return bench


def test_without_a_choice_the_menu_says_so(bench):
    bench.top.aboutToShow.emit()

    assert bench.words() == [NOTHING, "Pause all"]
    assert not bench.entry(NOTHING).isEnabled()


def test_the_entries_follow_the_choice(bench):
    bench.pick(1)
    assert bench.words()[0] == "Pause"
    assert {"Queue", "Limit", "Workers", "Copy"} < set(bench.words())

    bench.pick(2)
    assert "Pause" not in bench.words()
    assert "Remove from list" in bench.words()
    assert bench.words()[-1] == "Pause all"
    assert bench.words().count("Open folder") == 1


def test_an_entry_acts_on_the_chosen_job(bench):
    bench.pick(1)

    bench.entry("Pause").trigger()
    four = next(action for action in bench.entry("Workers").menu().actions() if action.text() == "4")
    four.trigger()

    assert bench.host.submitted == [PauseJob(1), SetJobLimits(1, 4, None)]


def test_a_key_that_stands_in_the_menu_too_acts_once(bench, qtbot):
    bench.pick(1)
    bench.activateWindow()
    bench.panel.table.setFocus()
    qtbot.waitUntil(bench.panel.table.hasFocus)

    qtbot.keyClick(bench.panel.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    assert bench.host.submitted == [PauseJob(1)]
