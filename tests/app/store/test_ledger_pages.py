from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.failure import Failure, FailureKind
from app.model.spec import SuperviselySpec
from app.model.task import FailureGroup, TaskState
from app.store.ledger import Ledger
from app.store.ledger_tasks import PlannedRow, Settled

BAD = Failure(FailureKind.DATA, "Torn.", "Again.")
GONE = Failure(FailureKind.NOT_FOUND, "Gone.")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(tmp_path / "ledger.db")
    ledger.jobs.add(SuperviselySpec(1), "k", "/d", "A", now=1.0)
    ledger.tasks.add_dataset(1, 0, "9", "town_100%", [])
    ledger.tasks.add(1, 0, [PlannedRow(str(n), f"img_{n}.jpg", None, 5, None, "v", "{}") for n in range(20)])
    ends = [Settled(n, TaskState.DONE, 5, 1) for n in range(10)]
    ends += [Settled(n, TaskState.FAILED, None, 3, BAD) for n in range(10, 14)]
    ends += [Settled(14, TaskState.SKIPPED, None, 1, GONE)]
    ledger.tasks.settle(1, ends)
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("states", "text", "offset", "keys", "total"),
    [
        pytest.param((), "", 18, ["18", "19"], 20, id="any place"),
        pytest.param((TaskState.FAILED,), "", 1, ["11", "12", "13"], 4, id="failed, from the second"),
        pytest.param((TaskState.SKIPPED, TaskState.FAILED), "", 3, ["13", "14"], 5, id="two states"),
        pytest.param((TaskState.PENDING,), "", 0, ["15", "16", "17"], 5, id="pending"),
        pytest.param((), "img_1", 0, ["1", "10", "11"], 11, id="by name, underscore is itself"),
        pytest.param((), "100%", 17, ["17", "18", "19"], 20, id="by folder, percent is itself"),
        pytest.param((), "nothing", 0, [], 0, id="no match"),
    ],
)
def test_pages(
    ledger: Ledger, states: tuple[TaskState, ...], text: str, offset: int, keys: list[str], total: int
) -> None:
    page = ledger.pages.page(1, states, text, offset, 3)

    assert ([task.key for task in page.tasks], page.total) == (keys, total)


def test_a_task_tells_its_failure(ledger: Ledger) -> None:
    (task,) = ledger.pages.page(1, (TaskState.FAILED,), "", 0, 1).tasks

    assert (task.path, task.failure, task.tries) == ("town_100%/img/img_10.jpg", BAD, 3)


def test_failures_are_grouped_by_cause_most_first(ledger: Ledger) -> None:
    examples = tuple(f"town_100%/img/img_{n}.jpg" for n in (10, 11, 12))

    assert ledger.pages.failures(1) == (
        FailureGroup("Torn.", "Again.", "data", 4, True, examples),
        FailureGroup("Gone.", "", "not-found", 1, False, ("town_100%/img/img_14.jpg",)),
    )


def test_a_job_that_is_not_there_has_nothing(ledger: Ledger) -> None:
    assert ledger.pages.page(99, (), "", 0, 5).total == 0
