"""Which way a job may go."""

import pytest

from app.model.job import MOVES, JobState, may_move

ENDED = (JobState.DONE, JobState.PROBLEMS, JobState.FAILED, JobState.CANCELLED)


def test_every_state_has_its_moves():
    assert set(MOVES) == set(JobState)


@pytest.mark.parametrize("state", list(JobState))
def test_no_state_moves_to_itself(state):
    assert not may_move(state, state)


@pytest.mark.parametrize("state", list(JobState))
def test_every_job_can_get_back_into_the_queue(state):
    """Whatever happened, one more try is at most two moves away."""
    reachable = MOVES[state] | {after for one in MOVES[state] for after in MOVES[one]}

    assert state is JobState.QUEUED or JobState.QUEUED in reachable


@pytest.mark.parametrize("state", ENDED)
def test_an_ended_job_starts_only_through_the_queue(state):
    assert not may_move(state, JobState.RUNNING)
    assert may_move(state, JobState.QUEUED)


@pytest.mark.parametrize("state", [s for s in JobState if s not in ENDED])
def test_a_living_job_can_be_cancelled(state):
    assert may_move(state, JobState.CANCELLED)
