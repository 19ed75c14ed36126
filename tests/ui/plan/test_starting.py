import pytest

from app.model.commands import AddJob, RemoveJob
from app.model.events import JobAdded
from app.model.job import Job, JobState
from app.model.spec import SuperviselySpec
from ui.plan.choice import Choice, Order, jobs
from ui.plan.starting import Starting

JOBS = jobs((Choice("acc", 5, "signs"),), Order(SuperviselySpec(), "/data/signs"))


@pytest.fixture
def starting(desk):
    return Starting(desk.backend.host, desk.bridge)


def added(desk, host, number=9, **changes):
    order = host.submitted_of(AddJob)[0]
    fields = {"spec": order.spec, "account": order.account, "destination": order.destination} | changes
    job = Job(number, order.title, "supervisely", state=JobState.QUEUED, position=1, **fields)
    host.publish(JobAdded(job))
    desk.bridge.drain()


def test_a_press_submits_one_job_with_a_ticket(starting, host):
    starting.start(JOBS)

    (job,) = host.submitted
    assert isinstance(job, AddJob)
    assert job.ticket
    assert starting.can_undo


def test_undo_removes_the_job_that_was_added(starting, desk, host):
    starting.start(JOBS)
    added(desk, host)

    starting.undo()

    assert host.submitted_of(RemoveJob) == [RemoveJob(9)]
    assert not starting.can_undo


def test_undo_before_the_engine_answered_removes_it_later(starting, desk, host):
    starting.start(JOBS)

    starting.undo()
    assert host.submitted_of(RemoveJob) == []
    added(desk, host)

    assert host.submitted_of(RemoveJob) == [RemoveJob(9)]


def test_a_job_of_somebody_else_is_not_removed(starting, desk, host):
    starting.start(JOBS)
    added(desk, host, destination="/other")

    starting.undo()

    assert host.submitted_of(RemoveJob) == []


def test_after_three_seconds_there_is_no_undo(starting, desk, host):
    starting.start(JOBS)
    added(desk, host)
    starting.settle()

    starting.undo()

    assert host.submitted_of(RemoveJob) == []
