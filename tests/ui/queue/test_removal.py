import pytest

from app.model.commands import PauseJob, RemoveJob, ResumeJob
from app.model.job import JobState
from tests.ui.queue.making import a_job
from ui.queue.removal import Removals


class Desk:
    def __init__(self):
        self.submitted, self.hidden, self.offers = [], [], []
        self.removals = Removals(
            self.submitted.append, self.hidden.append, lambda text, undo: self.offers.append((text, undo))
        )


@pytest.fixture
def desk(qapp):
    return Desk()


def test_a_removed_job_is_out_of_sight_and_not_yet_gone(desk):
    desk.removals.remove([a_job(1, JobState.DONE, title="signs")])

    assert desk.hidden == [{1}]
    assert desk.submitted == []
    assert desk.offers[0][0] == "Removed “signs” from the list. The files stay."


def test_undo_brings_it_back_as_it_was(desk):
    desk.removals.remove([a_job(1, JobState.RUNNING), a_job(2, JobState.DONE)])

    desk.offers[0][1]()
    desk.removals.flush()

    assert desk.submitted == [PauseJob(1), ResumeJob(1)]
    assert desk.hidden[-1] == frozenset()


def test_flush_makes_it_final_and_undo_comes_too_late(desk):
    desk.removals.remove([a_job(1, JobState.DONE)])

    desk.removals.flush()
    desk.offers[0][1]()

    assert desk.submitted == [RemoveJob(1)]
    assert desk.removals.hidden == {1}


def test_the_engine_has_the_last_word(desk):
    desk.removals.remove([a_job(1, JobState.DONE)])
    desk.removals.flush()

    desk.removals.forget([1])

    assert desk.removals.hidden == frozenset()
