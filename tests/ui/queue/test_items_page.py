import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from app.model.events import Batch, ItemsPlanned, TasksSettled
from app.model.failure import Failure, FailureKind
from app.model.harvest_record import PAGE_URL
from app.model.queries import ListTasks
from app.model.task import TaskState
from tests.fakes.backend import DEMO_STREET
from tests.fakes.waiting import turns
from tests.ui.queue.making import a_desk, a_job, counts
from tests.ui.queue.test_task_model import Ledger, a_task
from ui.queue.items_page import ItemsPage


@pytest.fixture
def bench(qtbot, tmp_path):
    ledger = Ledger(total=300)
    desk, host, _ = a_desk(tmp_path, {ListTasks: ledger})
    page = ItemsPage(desk, lambda _: page.job)
    page.job = a_job(1)
    desk.backend.accounts = lambda: [DEMO_STREET]
    page.ledger, page.host = ledger, host
    qtbot.addWidget(page)
    page.show()
    return page


async def test_the_items_of_a_job_are_listed_and_counted(bench):
    bench.show_job(1)
    await turns()

    assert bench.findChild(QLabel, "job.items.count").text() == "300 items"
    assert bench.table.model().rowCount() == 300


async def test_a_state_and_a_text_narrow_the_list(bench, qtbot):
    bench.show_job(1)
    bench.findChild(QComboBox, "job.items.states").setCurrentText("Failed")
    field = bench.findChild(QLineEdit, "job.items.filter")
    field.setText(" street ")
    field.returnPressed.emit()
    await turns()

    assert (bench.ledger.asked[-1].states, bench.ledger.asked[-1].text) == ((TaskState.FAILED,), "street")


async def test_states_can_be_chosen_by_others(bench):
    bench.choose((TaskState.SKIPPED,))

    assert bench.findChild(QComboBox, "job.items.states").currentText() == "Skipped"


async def test_news_of_this_job_reach_the_rows(bench):
    bench.show_job(1)
    await turns()

    bench.on_batch(
        Batch((TasksSettled(1, counts(), 0, (a_task(2, TaskState.FAILED),)), ItemsPlanned(2, counts(), 0)), ())
    )

    assert bench.table.model().index(2, 0).data() == "Failed"


async def test_a_failure_is_said_in_words(bench):
    bench.host.answers[ListTasks] = Failure(FailureKind.INTERNAL, "The engine stopped.", "It comes back.")

    bench.show_job(1)
    await turns()

    assert bench.findChild(QLabel, "job.items.count").text() == "The engine stopped. It comes back."


async def test_an_image_of_a_harvest_can_be_opened_in_mapillary(bench):
    opened = []
    bench.open_page = opened.append
    bench.job = a_job(1, source="mapillary", account="mapillary")
    bench.show_job(1)
    await turns()

    menu = bench.menu(0)
    menu.actions()[0].trigger()

    assert opened == [PAGE_URL.format(id=bench.items.task_at(0).key)]


async def test_images_of_the_demo_and_of_projects_have_no_such_page(bench):
    bench.show_job(1)
    await turns()
    project = [action.text() for action in bench.menu(0).actions()]
    bench.job = a_job(1, source="mapillary", account=DEMO_STREET.key)

    assert [action.text() for action in bench.menu(0).actions()] == project == ["Copy &name"]
    assert bench.menu(-1) is None
