import pytest
from PySide6.QtTest import QAbstractItemModelTester

from app.model.answers import TaskPage
from app.model.failure import Failure, FailureKind
from app.model.queries import ListTasks
from app.model.task import Task, TaskState
from tests.fakes.waiting import turns
from tests.ui.queue.making import a_desk
from ui.queue.job_model import JobRole
from ui.queue.task_model import KEPT_PAGES, LOADING, PAGE, TaskColumn, TaskModel


def a_task(seq, state=TaskState.DONE, **changes):
    values = {"key": str(seq), "path": f"train/img/{seq}.jpg", "size": 1000, "tries": 1, "failure": None, "job_id": 1}
    return Task(seq=seq, state=state, **(values | changes))


class Ledger:
    """Answers pages out of a million items."""

    def __init__(self, total=1_000_000):
        self.total = total
        self.asked = []

    def __call__(self, query):
        self.asked.append(query)
        end = min(self.total, query.offset + query.count)
        return TaskPage(tuple(a_task(seq) for seq in range(query.offset, end)), self.total)


@pytest.fixture
def ledger():
    return Ledger()


@pytest.fixture
def model(qapp, tmp_path, ledger):
    desk, _, _ = a_desk(tmp_path, {ListTasks: ledger})
    model = TaskModel(desk.ask)
    model.desk = desk
    return model


def checked(model):
    """Watch a short list with the tester of Qt, which visits every row."""
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def name(model, row):
    return model.index(row, TaskColumn.NAME).data()


async def test_only_pages_near_the_view_are_asked_for(model, ledger):
    model.show(1)
    await turns()
    far = name(model, 500_000)
    await turns()

    assert far == LOADING
    assert name(model, 500_000) == "train/img/500000.jpg"
    assert model.rowCount() == 1_000_000
    assert [query.offset for query in ledger.asked] == [0, 500_000]


async def test_pages_out_of_sight_are_dropped(model):
    model.show(1)
    await turns()

    for page in range(KEPT_PAGES + 10):
        name(model, page * PAGE)
        await turns()

    assert model.page_count == KEPT_PAGES


async def test_settled_items_are_put_into_their_rows(model):
    model.show(1)
    await turns()
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    failure = Failure(FailureKind.NOT_FOUND, "The image is gone.", "Leave it out.")

    model.settle([a_task(3, TaskState.FAILED, tries=4, failure=failure), a_task(4), a_task(5, job_id=2)])

    assert changed == [(3, 4)]
    cells = [model.index(3, column).data() for column in TaskColumn]
    assert cells == ["Failed", "train/img/3.jpg", "1.0 kB", "4", "The image is gone. Leave it out."]
    assert model.index(3, TaskColumn.STATE).data(JobRole.TOKEN) == "err"


async def test_a_filter_goes_to_the_ledger(model, ledger):
    model.show(1, (TaskState.FAILED,), "street")
    await turns()

    assert ledger.asked[0] == ListTasks(1, (TaskState.FAILED,), "street", 0, PAGE)


async def test_rows_grow_and_shrink_with_the_ledger(model, ledger):
    ledger.total = 10
    checked(model).show(1)
    await turns()

    ledger.total = 25
    model.refresh()
    await turns()
    grown = model.rowCount()
    ledger.total = 5
    model.refresh()
    await turns()

    assert grown == 25
    assert model.rowCount() == 5
    assert name(model, 4) == "train/img/4.jpg"


async def test_an_answer_about_another_job_is_dropped(model, ledger):
    model.desk.backend.host.hold()
    model.show(1)
    await turns()
    ledger.total = 3

    model.show(2)
    model.desk.backend.host.release()
    await turns()

    assert model.rowCount() == 3


async def test_a_failure_is_told(model):
    failure = Failure(FailureKind.INTERNAL, "The engine stopped.")
    model.desk.backend.host.answers[ListTasks] = failure
    told = []
    model.failed.connect(told.append)

    model.show(1)
    await turns()

    assert told == [failure]
    assert model.rowCount() == 0
