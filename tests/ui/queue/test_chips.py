import pytest

from app.model.job import JobState
from tests.ui.queue.making import a_job, counts
from ui.queue.chips import Chip, chips_of


@pytest.mark.parametrize("state", list(JobState), ids=str)
def test_every_state_stands_under_all(state):
    assert Chip.ALL in chips_of(a_job(state=state))


def test_a_job_with_problems_is_done_and_has_problems():
    chips = chips_of(a_job(state=JobState.PROBLEMS))

    assert chips == {Chip.ALL, Chip.DONE, Chip.PROBLEMS}


def test_a_failed_item_shows_under_problems_before_the_end():
    chips = chips_of(a_job(state=JobState.RUNNING, counts=counts(listed=5, failed=1)))

    assert chips == {Chip.ALL, Chip.ACTIVE, Chip.PROBLEMS}
