import asyncio

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from app.model.events import Batch, ItemsPlanned, TasksSettled
from app.model.failure import Failure, FailureKind
from app.model.queries import ListTasks
from app.model.task import TaskState
from tests.ui.queue.making import a_desk, counts
from tests.ui.queue.test_task_model import Ledger, a_task
from ui.queue.items_page import ItemsPage


@pytest.fixture
def bench(qtbot, tmp_path):
    ledger = Ledger(total=300)
    desk, host, _ = a_desk(tmp_path, {ListTasks: ledger})
    page = ItemsPage(desk)
    page.ledger, page.host = ledger, host
    qtbot.addWidget(page)
    page.show()
    return page


async def settle():
    for _ in range(4):
        await asyncio.sleep(0.005)


async def test_the_items_of_a_job_are_listed_and_counted(bench):
    bench.show_job(1)
    await settle()

    assert bench.findChild(QLabel, "job.items.count").text() == "300 items"
    assert bench.table.model().rowCount() == 300


async def test_a_state_and_a_text_narrow_the_list(bench, qtbot):
    bench.show_job(1)
    bench.findChild(QComboBox, "job.items.states").setCurrentText("Failed")
    field = bench.findChild(QLineEdit, "job.items.filter")
    field.setText(" street ")
    field.returnPressed.emit()
    await settle()

    assert (bench.ledger.asked[-1].states, bench.ledger.asked[-1].text) == ((TaskState.FAILED,), "street")


async def test_states_can_be_chosen_by_others(bench):
    bench.choose((TaskState.SKIPPED,))

    assert bench.findChild(QComboBox, "job.items.states").currentText() == "Skipped"


async def test_news_of_this_job_reach_the_rows(bench):
    bench.show_job(1)
    await settle()

    bench.on_batch(
        Batch((TasksSettled(1, counts(), 0, (a_task(2, TaskState.FAILED),)), ItemsPlanned(2, counts(), 0)), ())
    )

    assert bench.table.model().index(2, 0).data() == "Failed"


async def test_a_failure_is_said_in_words(bench):
    bench.host.answers[ListTasks] = Failure(FailureKind.INTERNAL, "The engine stopped.", "It comes back.")

    bench.show_job(1)
    await settle()

    assert bench.findChild(QLabel, "job.items.count").text() == "The engine stopped. It comes back."
