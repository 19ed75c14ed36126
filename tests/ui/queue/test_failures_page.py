import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from app.model.commands import AcceptProblems, RetryJob, RetryTile
from app.model.coverage import TileStanding, TileState
from app.model.failure import Failure, FailureKind
from app.model.job import JobState
from app.model.queries import ListFailures, ListTiles
from app.model.task import FailureGroup
from tests.fakes.waiting import turns
from tests.ui.queue.making import a_desk, a_job, counts
from ui.queue.failures_page import EMPTY, FailuresPage, accept_text, retry_text

EXPIRED = FailureGroup("The link has expired.", "Ask for a new one.", "server", 9, True, ("a.jpg", "b.jpg"))
BUSY = FailureGroup("The server is busy.", "", "server", 2, True, ())
GONE = FailureGroup("The image is gone.", "", "not-found", 3, False, ("<b>c</b>.jpg",))


@pytest.fixture
def bench(qtbot, tmp_path):
    desk, host, _ = a_desk(tmp_path, {ListFailures: (EXPIRED, GONE)})
    job = a_job(1, JobState.PROBLEMS, counts=counts(listed=20, done=8, failed=12))
    jobs = {1: job}
    page = FailuresPage(desk, jobs.get)
    page.jobs, page.host = jobs, host
    qtbot.addWidget(page)
    page.show()
    return page


async def shown(page):
    page.show_job(1)
    await turns()


def words(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


async def test_failures_stand_by_cause_with_what_to_do(bench):
    await shown(bench)

    text = words(bench)
    assert "12 items did not arrive." in text
    assert "9 × The link has expired." in text
    assert "a.jpg, b.jpg and 7 more" in text


async def test_one_click_tries_a_group_again(bench, qtbot):
    await shown(bench)

    bench.findChild(QPushButton, "job.failures.retry.server").click()

    assert bench.host.submitted == [RetryJob(1, kinds=("server",))]


async def test_what_cannot_be_mended_can_be_accepted(bench):
    await shown(bench)
    accept = bench.findChild(QPushButton, "job.failures.accept")

    accept.click()

    assert accept.text() == "Accept 12 as they are"
    assert bench.host.submitted == [AcceptProblems(1)]


async def test_nothing_is_accepted_while_the_job_moves(bench):
    bench.jobs[1] = a_job(1, JobState.RUNNING, counts=counts(listed=20, failed=12))

    await shown(bench)

    assert bench.findChild(QPushButton, "job.failures.retry.server").isEnabled()
    assert not bench.findChild(QPushButton, "job.failures.accept").isVisible()


async def test_a_job_without_failures_says_so(bench):
    bench.host.answers[ListFailures] = ()
    bench.jobs[1] = a_job(1, JobState.DONE, counts=counts(listed=20, done=20))

    await shown(bench)

    assert EMPTY in words(bench)


async def test_an_engine_that_does_not_answer_is_told_in_words(bench):
    bench.host.answers[ListFailures] = Failure(FailureKind.INTERNAL, "The engine stopped.")

    await shown(bench)

    assert "The engine stopped." in words(bench)


def test_a_retry_names_all_that_it_tries_again():
    assert retry_text((EXPIRED, BUSY, GONE), EXPIRED) == "Retry 11"


def test_the_only_cause_is_accepted_by_its_name():
    assert accept_text((GONE,), 3) == "Accept 3 gone"
    assert accept_text((GONE, EXPIRED), 12) == "Accept 12 as they are"


async def test_failures_that_cannot_be_listed_are_not_called_none(bench):
    bench.host.answers[ListFailures] = Failure(FailureKind.SERVER, "The engine does not answer.", "Try again.")

    await shown(bench)
    assert "The engine does not answer. Try again." in words(bench)

    bench._take(())
    assert "12 items did not arrive." in words(bench)


async def test_tiles_that_could_not_be_read_are_read_again_with_one_click(bench):
    tile = TileStanding(1, "14/8410/5843", TileState.PROBLEM, title="The server does not answer.")
    bench.jobs[1] = a_job(1, JobState.PROBLEMS, counts=counts(listed=5, done=5, tiles_failed=1))
    bench.host.answers[ListTiles] = (tile,)
    bench.host.answers[ListFailures] = ()
    await shown(bench)

    text = words(bench)
    bench.findChild(QPushButton, "job.failures.retry.tile").click()

    assert "1 tile could not be read." in text
    assert "1 tile could not be read. The server does not answer." in text
    assert bench.host.submitted == [RetryTile(1, "14/8410/5843")]
    assert bench.findChild(QPushButton, "job.failures.accept").text() == "Accept as it is"
