import pytest

from app.model.commands import (
    AcceptProblems,
    CancelJob,
    MoveJob,
    PauseJob,
    RemoveJob,
    ResumeJob,
    RetryHold,
    RetryJob,
    SetJobLimits,
    StartJobNow,
)
from app.model.failure import Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.job import Hold, HoldKind, JobState
from app.model.region import box
from tests.ui.queue.making import NOW, a_job, an_export, counts
from ui.queue.orders import Order, commands, dragged, error_text, moves, offered, set_rate_limit, set_workers, takes

HOLD = Hold(HoldKind.SERVER, "The server does not answer.", "Wait.", NOW, NOW)
PROBLEMS = a_job(state=JobState.PROBLEMS, counts=counts(listed=3, done=1, failed=2))


@pytest.mark.parametrize(
    ("order", "job", "command"),
    [
        (Order.PAUSE, a_job(state=JobState.RUNNING), PauseJob(1)),
        (Order.RESUME, a_job(state=JobState.PAUSED), ResumeJob(1)),
        (Order.RESUME, a_job(state=JobState.CANCELLED), ResumeJob(1)),
        (Order.START_NOW, a_job(state=JobState.QUEUED), StartJobNow(1)),
        (Order.RETRY_HOLD, a_job(state=JobState.WAITING, hold=HOLD), RetryHold(1)),
        (Order.RETRY, PROBLEMS, RetryJob(1)),
        (Order.ACCEPT, PROBLEMS, AcceptProblems(1)),
        (Order.CANCEL, a_job(state=JobState.PAUSED), CancelJob(1)),
        (Order.REMOVE, PROBLEMS, RemoveJob(1)),
        (Order.TRASH, PROBLEMS, RemoveJob(1, with_files=True)),
    ],
    ids=lambda value: str(value) if isinstance(value, Order) else "",
)
def test_an_order_becomes_its_command(order, job, command):
    assert order in offered([job])
    assert commands(order, [job]) == [command]


@pytest.mark.parametrize(
    ("order", "job"),
    [
        (Order.PAUSE, a_job(state=JobState.DONE)),
        (Order.PAUSE, a_job(state=JobState.PAUSED)),
        (Order.RESUME, a_job(state=JobState.RUNNING)),
        (Order.RETRY, a_job(state=JobState.DONE)),
        (Order.CANCEL, PROBLEMS),
        (Order.TOP, PROBLEMS),
        (Order.CHANGE_FOLDER, a_job(state=JobState.RUNNING)),
        (Order.COPY_ERROR, a_job()),
    ],
    ids=lambda value: str(value) if isinstance(value, Order) else "",
)
def test_an_order_that_would_do_nothing_is_not_offered(order, job):
    assert order not in offered([job])
    assert commands(order, [job]) == []


def test_orders_go_to_the_jobs_that_can_take_them():
    jobs = [a_job(1, JobState.RUNNING), a_job(2, JobState.DONE), a_job(3, JobState.QUEUED)]

    assert commands(Order.PAUSE, jobs) == [PauseJob(1), PauseJob(3)]


def test_pages_of_one_job_are_not_offered_for_two():
    assert Order.SHOW_LOG not in offered([a_job(1), a_job(2)])


def test_every_order_is_known_to_the_table():
    jobs = [a_job(state=state) for state in JobState]

    assert all(isinstance(takes(job, order), bool) for job in jobs for order in Order)


def test_limits_keep_the_other_value():
    job = a_job(workers=4, rate_limit=9)

    assert set_workers([job], None) == [SetJobLimits(1, None, 9)]
    assert set_rate_limit([job], 5) == [SetJobLimits(1, 4, 5)]


def carried_out(line, orders):
    """Return the line after the engine did the moves, one after the other."""
    result = list(line)
    for move in orders:
        result.remove(move.job_id)
        result.insert(len(result) if move.before_id is None else result.index(move.before_id), move.job_id)
    return result


@pytest.mark.parametrize(
    ("order", "chosen", "after"),
    [
        (Order.TOP, {3, 5}, [3, 5, 1, 2, 4]),
        (Order.BOTTOM, {1, 3}, [2, 4, 5, 1, 3]),
        (Order.UP, {3, 5}, [1, 3, 2, 5, 4]),
        (Order.UP, {1, 2}, [1, 2, 3, 4, 5]),
        (Order.UP, {1, 3}, [1, 3, 2, 4, 5]),
        (Order.DOWN, {1, 4}, [2, 1, 3, 5, 4]),
        (Order.DOWN, {5}, [1, 2, 3, 4, 5]),
    ],
)
def test_chosen_jobs_shift_within_the_line(order, chosen, after):
    line = [1, 2, 3, 4, 5]

    assert carried_out(line, moves(order, line, chosen)) == after


def test_dragged_jobs_keep_their_order():
    assert dragged([4, 2], 1) == [MoveJob(2, 1), MoveJob(4, 2)]
    assert dragged([4], None) == [MoveJob(4, None)]


def test_the_error_of_a_job_can_be_copied():
    failure = Failure(FailureKind.DISK, "Folder is not writable.", "Choose another.", detail="EACCES")

    assert error_text(a_job(state=JobState.FAILED, failure=failure)) == (
        "Folder is not writable. Choose another.\nEACCES"
    )
    assert error_text(a_job(state=JobState.WAITING, hold=HOLD)) == "The server does not answer. Wait."
    assert error_text(a_job()) == ""


def test_only_harvests_of_regions_are_on_the_map():
    harvest = a_job(1, spec=MapillarySpec(regions=(box(1, 2, 3, 4),)))

    assert takes(harvest, Order.SHOW_MAP)
    assert not takes(a_job(2), Order.SHOW_MAP)
    assert not takes(a_job(3, spec=MapillarySpec(sequences=("abc",))), Order.SHOW_MAP)


def test_unread_tiles_can_be_retried():
    assert takes(a_job(1, JobState.PROBLEMS, counts=counts(tiles_failed=1)), Order.RETRY)


def test_an_export_is_offered_nothing_that_only_downloads_have():
    offered_now = offered([an_export(JobState.RUNNING)])

    assert not offered_now & {Order.SHOW_ITEMS, Order.LIMIT, Order.WORKERS, Order.SHOW_MAP, Order.RETRY_HOLD}
    assert {Order.PAUSE, Order.CANCEL, Order.OPEN_FOLDER, Order.COPY_COMMAND, Order.SHOW_LOG} <= offered_now


def test_an_export_with_differences_can_be_made_again():
    different = an_export(JobState.PROBLEMS, counts=counts(listed=2, done=2))

    assert commands(Order.RETRY, [different]) == [RetryJob(1)]
    assert not takes(an_export(JobState.DONE), Order.RETRY)


@pytest.mark.parametrize(
    ("job", "is_offered"),
    [
        (a_job(1, JobState.DONE, counts=counts(listed=2, done=2)), True),
        (a_job(1, JobState.RUNNING, counts=counts(listed=2, done=1)), True),
        (a_job(1, JobState.DONE, counts=counts(listed=2, already_here=2)), True),
        (a_job(1, JobState.QUEUED, counts=counts()), False),
        (an_export(JobState.DONE), False),
    ],
    ids=["done", "running", "all was here", "nothing yet", "export"],
)
def test_what_has_pictures_can_be_looked_at(job, is_offered):
    assert takes(job, Order.SHOW_PREVIEW) == is_offered
