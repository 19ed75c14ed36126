from app.engine.outbox import MOST_TASKS, Outbox, sample_key
from app.model.events import Batch, HoldEnded, HostPace, ItemsPlanned, TasksSettled
from app.model.job import JobCounts
from app.model.task import Task, TaskState


def settled(job_id: int, first: int, count: int) -> TasksSettled:
    tasks = tuple(
        Task(job_id, seq, str(seq), f"d/img/{seq}.jpg", TaskState.DONE, 1, 1, None)
        for seq in range(first, first + count)
    )
    return TasksSettled(job_id, JobCounts(1000, first + count), first + count, tasks)


def make() -> tuple[Outbox, list[int]]:
    calls: list[int] = []
    return Outbox(lambda: calls.append(1)), calls


def test_facts_keep_their_order_and_samples_only_the_newest() -> None:
    outbox, calls = make()

    outbox.sample(HostPace("h", 1, 0, 0.0, 0.0))
    outbox.fact(HoldEnded(1))
    outbox.fact(HoldEnded(2))
    outbox.sample(HostPace("h", 2, 0, 0.0, 0.0))

    assert outbox.drain() == Batch((HoldEnded(1), HoldEnded(2)), (HostPace("h", 2, 0, 0.0, 0.0),))
    assert outbox.drain() == Batch((), ())
    assert len(calls) == 1


def test_a_burst_of_settled_tasks_becomes_one_fact_with_complete_counts() -> None:
    outbox, _ = make()

    for place in range(6):
        outbox.fact(settled(1, place * 64, 64))
    (fact,) = outbox.drain().facts

    assert isinstance(fact, TasksSettled)
    assert fact.counts.done == 384
    assert len(fact.tasks) == MOST_TASKS
    assert fact.tasks[-1].seq == 383


def test_other_facts_between_keep_bursts_apart() -> None:
    outbox, _ = make()

    outbox.fact(settled(1, 0, 2))
    outbox.fact(settled(2, 0, 2))
    outbox.fact(settled(1, 2, 2))
    outbox.fact(ItemsPlanned(1, JobCounts(5), 1))
    outbox.fact(ItemsPlanned(1, JobCounts(9), 2))

    facts = outbox.drain().facts
    assert [type(fact).__name__ for fact in facts] == ["TasksSettled"] * 3 + ["ItemsPlanned"]
    assert facts[-1] == ItemsPlanned(1, JobCounts(9), 2)


def test_somebody_is_told_again_after_a_drain() -> None:
    outbox, calls = make()
    outbox.fact(HoldEnded(1))
    outbox.drain()

    outbox.fact(HoldEnded(1))

    assert len(calls) == 2
    assert sample_key(HostPace("h", 1, 1, 0.0, 0.0)) == ("host", "h")
