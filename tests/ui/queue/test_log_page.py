import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from app.model.events import Batch, JobNoted
from app.model.failure import Failure, FailureKind
from app.model.queries import JobLog
from tests.fakes.waiting import turns
from tests.ui.queue.making import NOW, a_desk
from ui.queue.log_page import LogPage

FIRST, SECOND, THIRD = (JobNoted(1, NOW + n, f"Step {n}.") for n in range(3))


@pytest.fixture
def bench(qtbot, tmp_path):
    desk, host, _ = a_desk(tmp_path, {JobLog: (FIRST, SECOND)})
    page = LogPage(desk)
    page.host = host
    qtbot.addWidget(page)
    return page


def steps(page):
    return [line.split("  ", 1)[-1] for line in page.text.toPlainText().splitlines()]


async def test_no_line_is_missing_and_none_is_there_twice(bench):
    bench.show_job(1)
    bench.on_batch(Batch((SECOND, THIRD, JobNoted(2, NOW, "Another job.")), ()))
    await turns()
    bench.on_batch(Batch((JobNoted(1, NOW + 9, "Step 9."),), ()))

    assert steps(bench) == ["Step 0.", "Step 1.", "Step 2.", "Step 9."]


async def test_the_log_can_be_copied(bench):
    bench.show_job(1)
    await turns()

    bench.findChild(QPushButton, "job.log.copy").click()

    assert QGuiApplication.clipboard().text() == bench.text.toPlainText() != ""


async def test_an_engine_that_does_not_answer_is_told_in_words(bench):
    bench.host.answers[JobLog] = Failure(FailureKind.INTERNAL, "The engine stopped.")

    bench.show_job(1)
    await turns()

    assert steps(bench) == ["The engine stopped."]
