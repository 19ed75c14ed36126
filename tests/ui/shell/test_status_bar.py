import dataclasses

import pytest
from PySide6.QtWidgets import QLabel

from app.model.events import AccountChanged, Batch, EngineRate, JobAdded, JobMoved, JobRemoved
from app.model.failure import Failure, FailureKind
from app.model.job import Job, JobState
from app.model.spec import SuperviselySpec
from tests.fakes import tree
from ui.shell.status_bar import StatusBar

RATE = EngineRate(1.0, 48.2e6, 66.0, 40e6, 44e6, 61e6, "server", "", 212_000_000_000)


def job(number, state):
    return Job(number, f"job {number}", "supervisely", "a", "/x", SuperviselySpec(), state, number)


@pytest.fixture
def bar(theme, qtbot):
    bar = StatusBar(theme)
    qtbot.addWidget(bar)
    return bar


def word(bar, name):
    return bar.findChild(QLabel, f"status.{name}").text()


def test_jobs_are_counted_by_what_they_do(bar):
    states = (JobState.RUNNING, JobState.PLANNING, JobState.WAITING, JobState.PROBLEMS, JobState.DONE)

    bar.show_jobs(tuple(job(number, state) for number, state in enumerate(states)))

    assert word(bar, "jobs") == "2 active · 1 waiting · 1 with problems"
    assert len(bar.unfinished) == 3


def test_rates_are_shown_while_something_moves(bar):
    bar.take(Batch((JobAdded(job(1, JobState.RUNNING)),), (RATE,)))
    assert (word(bar, "rate"), word(bar, "items"), word(bar, "disk")) == ("↓ 48.2 MB/s", "66 items/s", "212 GB free")

    bar.take(Batch((JobMoved(job(1, JobState.DONE), JobState.RUNNING),), (RATE,)))

    assert word(bar, "rate") == "↓ 0 B/s"
    assert word(bar, "jobs") == "No transfers"


def test_a_removed_job_is_not_counted(bar):
    bar.show_jobs((job(1, JobState.PAUSED),))

    bar.take(Batch((JobRemoved(1),), ()))

    assert word(bar, "jobs") == "No transfers"


def test_an_account_has_a_pill(bar):
    bar.show_accounts([tree.ACCOUNT])

    bar.take(Batch((AccountChanged(tree.ACCOUNT, Failure(FailureKind.AUTH, "Refused.")),), ()))

    assert bar.accounts.accessibleName() == "app.supervisely.com: token refused"
    bar.show_accounts([dataclasses.replace(tree.ACCOUNT, label="x")])
    bar.show_accounts([])
    assert word(bar, "accounts") == "Not connected"


def test_the_limit_is_shown(bar):
    assert word(bar, "limit") == "Limit off"
    bar.show_limit(5_000_000)

    assert word(bar, "limit") == "Limit 5.0 MB/s"


def test_little_room_leaves_out_the_number_that_the_queue_shows(theme, qtbot):
    bar = StatusBar(theme)
    qtbot.addWidget(bar)

    bar.be_narrow(True)
    assert bar._labels["items"].isHidden()

    bar.be_narrow(False)
    assert not bar._labels["items"].isHidden()
