import pytest

from app.model.events import EngineRate, JobFinished
from app.model.job import JobCounts
from ui.plan.pace import RATE_KEY, Pace


@pytest.fixture
def pace(desk):
    return Pace(desk.state, desk.bridge)


def rate(average):
    return EngineRate(1.0, average, 1.0, average, average, average, "network", "", None)


def test_nothing_measured_is_nothing_said(pace):
    assert pace.rate is None


def test_a_finished_job_is_remembered_across_starts(pace, host, desk):
    host.publish(JobFinished(1, JobCounts(10, 10), 100_000_000, 10.0))
    desk.bridge.drain()

    assert pace.rate == 10_000_000
    assert Pace(desk.state, desk.bridge).rate == 10_000_000


def test_a_tiny_job_says_nothing_about_the_line(pace, host, desk):
    host.publish(JobFinished(1, JobCounts(1, 1), 1000, 10.0))
    desk.bridge.drain()

    assert pace.rate is None


def test_the_rate_of_now_counts_until_a_job_told_a_better_one(pace, host, desk):
    told = []
    pace.changed.connect(lambda: told.append(pace.rate))
    for average in (1_000_000.0, 1_010_000.0, 3_000_000.0):
        host.publish(rate(average))
        desk.bridge.drain()

    assert told == [1_000_000.0, 3_000_000.0]


def test_a_damaged_state_file_is_no_rate(pace, desk):
    desk.state.setValue(RATE_KEY, "fast")

    assert pace.rate is None
