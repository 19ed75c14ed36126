import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.model.events import Batch, JobMoved, QueueReordered
from app.model.job import JobState
from tests.ui.queue.making import NOW, a_job
from ui.queue.chips import Chip
from ui.queue.columns import Column
from ui.queue.job_filter import JobFilter
from ui.queue.job_model import JobModel, JobRole


@pytest.fixture
def jobs(qapp):
    model = JobModel(lambda: NOW)
    model.reset([a_job(1, title="Lyon centre"), a_job(2, JobState.DONE, title="signs"), a_job(3, JobState.PAUSED)])
    return model


@pytest.fixture
def shown(jobs):
    rows = JobFilter(jobs)
    rows.tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal, rows)
    return rows


def ids(rows):
    return [rows.index(place, 0).data(JobRole.ID) for place in range(rows.rowCount())]


def test_a_chip_shows_its_jobs(shown):
    shown.choose(Chip.DONE)

    assert ids(shown) == [2]
    assert shown.is_narrowed


@pytest.mark.parametrize(
    ("text", "found"),
    [("lyon", [1]), ("CENTRE lyon", [1]), ("/data/job-3", [3]), ("#2", [2]), ("nothing", []), ("", [1, 2, 3])],
)
def test_a_text_finds_title_folder_and_number(shown, text, found):
    shown.search(text)

    assert ids(shown) == found


def test_a_job_that_moves_changes_its_chip(shown, jobs):
    shown.choose(Chip.ACTIVE)

    jobs.apply(Batch((JobMoved(a_job(3, JobState.RUNNING), JobState.PAUSED),), ()))

    assert ids(shown) == [1, 3]


def test_hidden_jobs_are_neither_shown_nor_counted(shown):
    shown.hide({1})

    assert ids(shown) == [2, 3]
    assert shown.counts()[Chip.ACTIVE] == 0
    assert shown.counts()[Chip.ALL] == 2
    assert shown.hidden == {1}


def test_sorting_is_left_to_the_model(shown, jobs):
    shown.sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    sorted_ids = ids(shown)

    shown.sort(-1)
    jobs.apply(Batch((QueueReordered(((1, 9),)),), ()))

    assert sorted_ids == [2, 1, 3]
    assert ids(shown) == [2, 3, 1]
