import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox, QToolButton

from app.model.commands import ChangeDestination, MoveJob, PauseJob, RemoveJob, ResumeJob
from app.model.events import EngineStarted, JobAdded, JobRemoved
from app.model.failure import Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.job import JobState
from app.model.queries import ListJobs
from app.model.region import box
from tests.fakes.waiting import turns
from tests.ui.queue.making import a_desk, a_job, counts
from ui.queue.chips import Chip
from ui.queue.orders import Order
from ui.queue.panel import EMPTY, QueuePanel

JOBS = (a_job(1, title="Lyon"), a_job(2, JobState.QUEUED), a_job(3, JobState.QUEUED), a_job(4, JobState.DONE))


class Bench:
    def __init__(self, qtbot, tmp_path):
        self.desk, self.host, self.clock = a_desk(tmp_path, {ListJobs: JOBS})
        self.panel = QueuePanel(self.desk)
        self.panel.resize(960, 240)
        qtbot.addWidget(self.panel)
        self.panel.show()
        self.panel.jobs.reset(JOBS)

    def pick(self, *job_ids):
        table = self.panel.table
        table.clearSelection()
        for job_id in job_ids:
            place = self.panel.jobs.place_of(job_id)
            flag = table.selectionModel().SelectionFlag
            index = table.model().mapFromSource(self.panel.jobs.index(place, 0))
            table.selectionModel().select(index, flag.Select | flag.Rows)

    def publish(self, *events):
        self.host.publish(*events)
        self.desk.bridge.drain()


@pytest.fixture
def bench(qtbot, tmp_path):
    return Bench(qtbot, tmp_path)


def test_everything_a_person_uses_has_its_name(bench):
    for name in ("queue.chips", "queue.filter", "queue.table", "queue.chip.active"):
        assert bench.panel.findChild(object, name) is not None
    assert all(button.accessibleName() for button in bench.panel.findChildren(QToolButton) if button.isVisible())


def test_chips_count_and_choose(bench, qtbot):
    chip = bench.panel.findChild(QToolButton, "queue.chip.done")

    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)

    assert chip.text() == "Done 1"
    assert bench.panel.table.model().rowCount() == 1
    assert bench.panel.counts()[Chip.ALL] == 4


def test_an_empty_queue_says_what_belongs_here(bench):
    bench.panel.jobs.reset([])

    assert bench.panel.table.empty_text == EMPTY == "Nothing queued. Downloads and harvests appear here."


def test_a_filter_without_a_match_says_so(bench, qtbot):
    qtbot.keyClicks(bench.panel.findChild(QLineEdit, "queue.filter"), "zzz")

    assert bench.panel.table.empty_text == "No job matches the filter."


async def test_the_list_is_asked_for_when_an_engine_starts(bench):
    bench.panel.jobs.reset([])

    bench.publish(EngineStarted(resumed_jobs=4, was_unclean=True))
    await turns()

    assert [row.job.id for row in bench.panel.jobs.rows()] == [1, 2, 3, 4]


async def test_an_engine_that_does_not_answer_is_told_in_words(bench):
    bench.host.answers[ListJobs] = Failure(FailureKind.INTERNAL, "The engine stopped.")

    bench.panel.load()
    await turns()

    assert bench.panel.table.empty_text.startswith("The engine stopped.")


def test_news_appear(bench):
    bench.publish(JobAdded(a_job(9)))

    assert bench.panel.findChild(QToolButton, "queue.chip.all").text() == "All 5"


def test_space_pauses_and_resumes(bench, qtbot):
    bench.panel.jobs.reset([a_job(1), a_job(2, JobState.PAUSED)])
    bench.pick(1)
    qtbot.keyClick(bench.panel.table, Qt.Key.Key_Space)
    bench.pick(2)
    qtbot.keyClick(bench.panel.table, Qt.Key.Key_Space)

    assert bench.host.submitted == [PauseJob(1), ResumeJob(2)]


def test_a_job_moves_to_the_top(bench):
    bench.pick(3)

    bench.panel.carry_out(Order.TOP)

    assert bench.host.submitted == [MoveJob(3, 1)]


def test_dragged_rows_become_moves(bench):
    bench.panel.jobs.move_wanted.emit([3], 2)

    assert bench.host.submitted == [MoveJob(3, 2)]


def test_enter_opens_the_job_and_the_menu_its_log(bench, qtbot):
    seen = []
    bench.panel.job_opened.connect(lambda job_id, page: seen.append((job_id, page)))
    bench.panel.select(2)

    qtbot.keyClick(bench.panel.table, Qt.Key.Key_Return)
    bench.panel.carry_out(Order.SHOW_LOG)

    assert seen == [(2, "items"), (2, "log")]


def test_folders_are_opened_once_each(bench):
    opened = []
    bench.panel.open_folder = opened.append
    bench.pick(1, 4)

    bench.panel.carry_out(Order.OPEN_FOLDER)

    assert opened == ["/data/job-1", "/data/job-4"]


@pytest.mark.parametrize(
    ("order", "text"),
    [
        (Order.COPY_NAME, "Lyon"),
        (Order.COPY_FOLDER, "/data/job-1"),
        (Order.COPY_COMMAND, "windrow download 7 --to /data/job-1 --account demo"),
    ],
    ids=str,
)
def test_names_folders_and_commands_are_copied(bench, order, text):
    bench.pick(1)

    bench.panel.carry_out(order)

    assert QGuiApplication.clipboard().text() == text


def test_a_removed_job_can_come_back(bench):
    offers = []
    bench.panel.undo_offered.connect(lambda text, undo: offers.append(undo))
    bench.pick(4)

    bench.panel.carry_out(Order.REMOVE)
    gone = bench.panel.counts()[Chip.DONE]
    offers[0]()

    assert gone == 0
    assert bench.panel.counts()[Chip.DONE] == 1
    assert bench.host.submitted == []


def test_closing_makes_removals_final(bench):
    bench.pick(4)
    bench.panel.carry_out(Order.REMOVE)

    bench.panel.flush_removals()
    bench.publish(JobRemoved(4))

    assert bench.host.submitted == [RemoveJob(4)]
    assert bench.panel.counts()[Chip.ALL] == 3


def test_trash_asks_first_and_cancel_is_the_default(bench):
    bench.pick(4)
    bench.panel.carry_out(Order.TRASH)
    box = bench.panel.findChild(QMessageBox, "queue.trash")
    asked = list(bench.host.submitted)
    verb = next(button for button in box.buttons() if button.text() == "Move files to trash")

    verb.click()

    assert asked == []
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    assert bench.host.submitted == [RemoveJob(4, with_files=True)]


def test_another_folder_is_chosen_for_a_paused_job(bench):
    bench.panel.jobs.reset([a_job(1, JobState.PAUSED)])
    bench.pick(1)
    bench.panel.carry_out(Order.CHANGE_FOLDER)
    dialog = bench.panel.findChild(QFileDialog, "queue.folder")

    dialog.fileSelected.emit("/elsewhere")
    dialog.close()

    assert bench.host.submitted == [ChangeDestination(1, "/elsewhere")]


def test_the_menu_belongs_to_the_chosen_jobs(bench):
    bench.pick(2)

    menu = bench.panel.menu()
    next(action for action in menu.actions() if action.objectName() == "queue.pause").trigger()

    assert bench.host.submitted == [PauseJob(2)]


def test_columns_are_saved_and_restored(bench):
    state = bench.panel.save_state()

    bench.panel.restore_state(state)

    assert bench.panel.save_state() == state


def test_delete_takes_a_job_off_the_list(bench, qtbot):
    bench.pick(4)
    bench.panel.table.setFocus()

    qtbot.keyClick(bench.panel.table, Qt.Key.Key_Delete)

    assert bench.panel.counts()[Chip.ALL] == 3


def test_finished_jobs_leave_together_and_those_with_problems_stay(bench):
    jobs = (*JOBS, a_job(5, JobState.PROBLEMS), a_job(6, JobState.CANCELLED))
    bench.panel.jobs.reset(jobs)

    bench.panel.clear_finished()
    bench.panel.flush_removals()

    assert bench.host.submitted_of(RemoveJob) == [RemoveJob(4), RemoveJob(6)]
    assert bench.panel.finished() == []


def test_a_harvest_is_shown_on_the_map(bench, qtbot):
    harvest = a_job(1, spec=MapillarySpec(regions=(box(1, 2, 3, 4),)))
    bench.panel.jobs.reset([harvest])
    bench.panel.select(1)

    with qtbot.waitSignal(bench.panel.map_wanted) as told:
        bench.panel.carry_out(Order.SHOW_MAP)

    assert told.args == [harvest]


def test_the_pictures_of_a_job_are_shown(bench, qtbot):
    job = a_job(1, JobState.DONE, counts=counts(listed=2, done=2))
    bench.panel.jobs.reset([job])
    bench.panel.select(1)

    with qtbot.waitSignal(bench.panel.preview_wanted) as told:
        bench.panel.carry_out(Order.SHOW_PREVIEW)

    assert told.args == [job]
