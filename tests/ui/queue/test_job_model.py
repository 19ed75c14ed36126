import itertools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.model.events import Batch, HoldBegan, JobAdded, JobMoved, JobRemoved, QueueReordered, TasksSettled
from app.model.job import Hold, HoldKind, JobState
from tests.ui.queue.making import MB, NOW, a_job, a_rate, counts
from tests.ui.queue.test_projection import STEPS, TruthKeeper
from ui.queue.chips import Chip, chips_of
from ui.queue.columns import Column
from ui.queue.job_model import JOBS_MIME, MANY_ROWS, JobModel, JobRole, runs


@pytest.fixture
def model(qapp):
    return checked(JobModel(lambda: NOW))


def checked(model):
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def titles(model):
    return [model.index(place, Column.NAME).data() for place in range(model.rowCount())]


def spans(model):
    """Return a list that fills with (first row, last row, first column, last column) of each change."""
    found = []
    model.dataChanged.connect(
        lambda first, last: found.append((first.row(), last.row(), first.column(), last.column()))
    )
    return found


def fact_batch(*facts):
    return Batch(facts, ())


def test_rows_come_in_queue_order(model):
    model.reset([a_job(1, position=9), a_job(2, position=3)])

    model.apply(fact_batch(JobAdded(a_job(3, position=5))))

    assert titles(model) == ["job 2", "job 3", "job 1"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.integers(1, 7), st.sampled_from([-1, Column.NAME, Column.SIZE, Column.STATUS]))
def test_the_model_agrees_with_a_snapshot_after_any_events(qapp, steps, batch_size, sort_column):
    truth, fed, rebuilt = TruthKeeper(), checked(JobModel(lambda: NOW)), JobModel(lambda: NOW)
    fed.sort(sort_column)
    facts = [truth.step(*step) for step in steps]

    for start in range(0, len(facts), batch_size):
        fed.apply(fact_batch(*facts[start : start + batch_size]))
    fed.tick()

    rebuilt.sort(sort_column)
    rebuilt.reset(truth.jobs.values())
    assert fed.rows() == rebuilt.rows()
    assert +fed.counts == +rebuilt.counts
    assert all(fed.place_of(row.job.id) == place for place, row in enumerate(fed.rows()))


def test_a_run_of_rows_is_one_change_over_its_columns(model):
    model.reset([a_job(number) for number in range(1, 11)])
    found = spans(model)

    model.apply(Batch((), (a_rate(3), a_rate(4), a_rate(8))))

    first, last = Column.PROGRESS, Column.WORKERS
    assert found == [(2, 3, first, last), (7, 7, first, last)]


def test_only_the_columns_that_changed_are_told(model):
    model.reset([a_job(1), a_job(2), a_job(3)])
    found = spans(model)

    model.apply(fact_batch(JobMoved(a_job(2, title="other"), JobState.RUNNING)))

    assert found == [(1, 1, Column.NAME, Column.NAME)]


def test_over_half_of_the_rows_is_one_change(model):
    model.reset([a_job(number) for number in range(1, 6)])
    found = spans(model)

    model.apply(Batch((), (a_rate(1), a_rate(3), a_rate(5))))

    assert [(first, last) for first, last, _, _ in found] == [(0, 4)]


def test_many_facts_about_one_job_are_one_change(model):
    model.reset([a_job(1), a_job(2), a_job(3)])
    found = spans(model)

    model.apply(fact_batch(*(TasksSettled(2, counts(listed=99, done=n), n, ()) for n in range(50))))

    assert len(found) == 1
    assert model.row_of(2).job.counts.done == 49


def test_nothing_is_told_when_nothing_changed(model):
    model.reset([a_job(1)])
    found = spans(model)

    model.apply(fact_batch(JobMoved(a_job(1), JobState.RUNNING)))

    assert found == []


def test_a_countdown_moves_without_messages(qapp):
    now = [NOW]
    model = checked(JobModel(lambda: now[0]))
    hold = Hold(HoldKind.QUOTA, "Too many requests.", "", NOW + 41, NOW)
    model.reset([a_job(1), a_job(2, JobState.WAITING, hold=hold)])
    found = spans(model)

    now[0] += 1
    model.tick()

    assert model.index(1, Column.STATUS).data() == "Waiting for quota · 0:40"
    assert found == [(1, 1, Column.STATUS, Column.STATUS)]
    assert model.is_ticking


def test_nothing_ticks_when_nothing_waits(model):
    hold = Hold(HoldKind.QUOTA, "Too many requests.", "", NOW + 41, NOW)
    model.reset([a_job(1, JobState.WAITING)])
    model.apply(fact_batch(HoldBegan(1, hold)))
    was_ticking = model.is_ticking

    model.apply(fact_batch(JobMoved(a_job(1), JobState.WAITING)))

    assert was_ticking
    assert not model.is_ticking


def test_sorting_and_the_way_back_to_queue_order(model):
    model.reset([a_job(1, title="b"), a_job(2, title="C"), a_job(3, title="a")])

    model.sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    sorted_titles = titles(model)
    model.sort(-1)

    assert sorted_titles == ["C", "b", "a"]
    assert titles(model) == ["b", "C", "a"]


def test_a_sorted_list_follows_moving_values_once_a_second(model):
    model.reset([a_job(1), a_job(2)])
    model.sort(Column.RATE, Qt.SortOrder.DescendingOrder)
    model.apply(Batch((), (a_rate(1, 1.0 * MB), a_rate(2, 9.0 * MB))))
    at_once = titles(model)

    model.tick()

    assert at_once == ["job 1", "job 2"]
    assert titles(model) == ["job 2", "job 1"]


def test_a_selection_stays_on_its_job(model):
    from PySide6.QtCore import QPersistentModelIndex

    model.reset([a_job(1), a_job(2), a_job(3)])
    kept = QPersistentModelIndex(model.index(0, Column.NAME))

    model.apply(fact_batch(QueueReordered(((1, 9),))))

    assert kept.data(JobRole.ID) == 1
    assert kept.row() == 2


def test_scattered_removals_leave_the_rest(model):
    model.reset([a_job(number) for number in range(1, 3 * MANY_ROWS)])

    model.apply(fact_batch(*(JobRemoved(number) for number in range(2, 3 * MANY_ROWS, 2))))

    assert [row.job.id for row in model.rows()] == list(range(1, 3 * MANY_ROWS, 2))
    assert model.counts[Chip.ALL] == len(model.rows())


def test_chips_are_counted_as_jobs_move(model):
    model.reset([a_job(1), a_job(2, JobState.QUEUED)])

    model.apply(fact_batch(JobMoved(a_job(1, JobState.DONE), JobState.RUNNING), JobAdded(a_job(3))))

    assert +model.counts == {Chip.ALL: 3, Chip.DONE: 1, Chip.ACTIVE: 1}


@pytest.mark.slow
def test_ten_thousand_jobs_are_a_list_like_any_other(qapp):
    model = JobModel(lambda: NOW)
    states = list(JobState)
    jobs = [a_job(number, states[number % len(states)]) for number in range(10_000)]
    model.reset(jobs)
    found = spans(model)

    model.apply(Batch((), tuple(a_rate(number) for number in range(1, 10_000, 9))))
    model.sort(Column.NAME)

    assert model.rowCount() == 10_000
    assert len(found) <= 1112
    assert model.counts[Chip.PROBLEMS] == sum(Chip.PROBLEMS in chips_of(job) for job in jobs)


def test_a_drop_asks_for_a_move_and_takes_nothing_away(model):
    model.reset([a_job(1), a_job(2), a_job(3)])
    asked = []
    model.move_wanted.connect(lambda ids, before: asked.append((ids, before)))
    mime = model.mimeData([model.index(2, 0), model.index(2, 1)])

    accepted = model.dropMimeData(mime, Qt.DropAction.MoveAction, 0, 0, QModelIndex())

    assert asked == [([3], 1)]
    assert not accepted
    assert mime.hasFormat(JOBS_MIME)


def test_rows_are_dragged_only_in_queue_order(model):
    model.reset([a_job(1), a_job(2, JobState.DONE)])
    drag = Qt.ItemFlag.ItemIsDragEnabled
    in_order = [bool(model.flags(model.index(place, 0)) & drag) for place in (0, 1)]

    model.sort(Column.SIZE)

    assert in_order == [True, False]
    assert not model.flags(model.index(0, 0)) & drag


def test_runs_are_contiguous():
    places = sorted(random.Random(3).sample(range(60), 25))

    found = list(runs(places))

    assert [place for first, last in found for place in range(first, last + 1)] == places
    assert all(later[0] > earlier[1] + 1 for earlier, later in itertools.pairwise(found))
    assert list(runs([])) == []
