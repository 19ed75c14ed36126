"""Events in, rows out. An engine of the test keeps the truth; the projection must agree with its snapshots."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.events import (
    Batch,
    EngineStarted,
    HoldBegan,
    HoldEnded,
    ItemsPlanned,
    JobAdded,
    JobFinished,
    JobMoved,
    JobPlanned,
    JobRemoved,
    QueueReordered,
    TasksSettled,
)
from app.model.job import Hold, HoldKind, JobState
from tests.ui.queue.making import NOW, a_job, a_rate, counts
from ui.queue.projection import QueueProjection

HOLD = Hold(HoldKind.QUOTA, "Too many requests.", "", NOW + 9, NOW)
STATES = st.sampled_from(list(JobState))
STEPS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 5), st.integers(0, 60), STATES),
    max_size=60,
)


class TruthKeeper:
    """Carries out random steps and says the facts that an engine would publish."""

    def __init__(self):
        self.jobs = {}
        self.next_id = 1

    def step(self, kind, pick, number, state):
        if kind == 0 or not self.jobs:
            job = a_job(self.next_id, JobState.QUEUED, position=self.next_id, is_planned=False)
            self.next_id += 1
            return self._keep(job, JobAdded(job))
        job = list(self.jobs.values())[pick % len(self.jobs)]
        grown = counts(listed=job.counts.listed + number, done=job.counts.done + number)
        match kind:
            case 1:
                moved = replace(job, state=state, started_at=float(number))
                return self._keep(moved, JobMoved(moved, job.state))
            case 2:
                del self.jobs[job.id]
                return JobRemoved(job.id)
            case 3:
                others = list(self.jobs.values())
                places = [other.position for other in others]
                turned = places[number % len(places) :] + places[: number % len(places)]
                for other, place in zip(others, turned, strict=True):
                    self.jobs[other.id] = replace(other, position=place)
                return QueueReordered(tuple((o.id, p) for o, p in zip(others, turned, strict=True)))
            case 4:
                return self._keep(replace(job, counts=grown, bytes_total=number), ItemsPlanned(job.id, grown, number))
            case 5:
                planned = replace(job, counts=grown, bytes_total=number, names_changed=2, is_planned=True)
                return self._keep(planned, JobPlanned(job.id, grown, number, 2))
            case 6:
                return self._keep(
                    replace(job, counts=grown, bytes_done=number), TasksSettled(job.id, grown, number, ())
                )
            case 7:
                hold = HOLD if number % 2 else None
                fact = HoldEnded(job.id) if hold is None else HoldBegan(job.id, hold)
                return self._keep(replace(job, hold=hold), fact)
            case _:
                return self._keep(
                    replace(job, counts=grown, bytes_done=number), JobFinished(job.id, grown, number, 1.0)
                )

    def _keep(self, job, fact):
        self.jobs[job.id] = job
        return fact


@settings(max_examples=60, deadline=None)
@given(STEPS, st.integers(1, 7), st.integers(0, 60))
def test_events_lead_to_what_a_snapshot_says(steps, batch_size, snapshot_at):
    truth, fed, restarted = TruthKeeper(), QueueProjection(), QueueProjection()
    facts = []
    for number, step in enumerate(steps):
        if number == snapshot_at:
            restarted.reset(truth.jobs.values())
        facts.append(truth.step(*step))

    for start in range(0, len(facts), batch_size):
        fed.apply(Batch(tuple(facts[start : start + batch_size]), ()))
        # Facts from before the snapshot come again, as they do after a restart of the window.
        restarted.apply(Batch(tuple(facts[start : start + batch_size]), ()))

    rebuilt = QueueProjection()
    rebuilt.reset(truth.jobs.values())
    assert fed.rows == rebuilt.rows
    if snapshot_at == 0:
        assert restarted.rows == rebuilt.rows


def test_a_batch_says_its_net_effect():
    projection = QueueProjection()
    projection.reset([a_job(1), a_job(2)])

    delta = projection.apply(
        Batch((JobAdded(a_job(4)), JobAdded(a_job(3)), JobAdded(a_job(5)), JobRemoved(5), JobRemoved(2)), (a_rate(1),))
    )

    assert delta.added == (3, 4)
    assert delta.removed == {2}
    assert delta.changed == {1}


def test_the_line_is_counted_again_when_one_leaves_it():
    projection = QueueProjection()
    projection.reset([a_job(number, JobState.QUEUED) for number in (1, 2, 3)])

    delta = projection.apply(Batch((JobMoved(a_job(1, JobState.PLANNING), JobState.QUEUED),), ()))

    assert [projection.rows[job_id].rank for job_id in (1, 2, 3)] == [None, 1, 2]
    assert delta.changed == {1, 2, 3}


def test_facts_about_unknown_jobs_are_passed_over():
    projection = QueueProjection()

    delta = projection.apply(Batch((JobRemoved(9), HoldEnded(9), EngineStarted(0, False)), (a_rate(9),)))

    assert projection.rows == {}
    assert not (delta.added)
    assert not (delta.removed)
    assert not (delta.changed)


def test_a_new_run_starts_without_the_average_of_the_last():
    projection = QueueProjection()
    projection.reset([a_job(1, started_at=1.0)])
    projection.apply(Batch((), (a_rate(1),)))

    projection.apply(Batch((JobMoved(a_job(1, started_at=2.0), JobState.DONE),), ()))

    assert projection.rows[1].rate is None


def test_samples_survive_a_new_snapshot():
    projection = QueueProjection()
    projection.reset([a_job(1)])
    projection.apply(Batch((), (a_rate(1),)))

    projection.reset([a_job(1), a_job(2)])

    assert projection.rows[1].rate == a_rate(1)
