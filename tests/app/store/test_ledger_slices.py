"""Images that lie in archives, in the ledger."""

import json

import pytest

from app.model.failure import Failure, FailureKind
from app.model.spec import SuperviselySpec
from app.model.task import TaskState
from app.store.ledger import Ledger
from app.store.ledger_tasks import PlannedRow, Settled

BAD = Failure(FailureKind.DATA, "Torn.", "Again.")


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.open(tmp_path / "ledger.db")
    ledger.jobs.add(SuperviselySpec(1), "k", "/d", "A", now=1.0)
    ledger.tasks.add_dataset(1, 0, "blob", "blob/", ())
    ledger.tasks.add_dataset(1, 1, "9", "ds", [("", "9", "ds", "ds")])
    ledger.tasks.add(1, 0, [PlannedRow("blob:7", "7.tar", None, None, None, "b", "{}")])
    rows = [
        PlannedRow(str(n), f"{n}.jpg", f"{n}_.jpg" if n == 2 else None, None, None, "v", payload, is_here=n == 3)
        for n, payload in ((1, place(1)), (2, place(2)), (3, place(3)), (4, "{}"))
    ]
    ledger.tasks.add(1, 1, rows)
    yield ledger
    ledger.close()


def place(number: int) -> str:
    return json.dumps({"slice": {"archive": "7", "start": number, "end": number + 1}}, separators=(",", ":"))


def test_only_settled_images_of_archives_come_with_their_names_on_disk(ledger):
    ledger.tasks.settle(1, [Settled(2, TaskState.DONE), Settled(4, TaskState.DONE)])

    assert ledger.slices.settled(1, 0) == []
    rows = ledger.slices.settled(1, 1)
    assert [(row.seq, row.key, row.name, row.slice.start) for row in rows] == [
        (2, "2", "2_.jpg", 2),
        (3, "3", "3.jpg", 3),
    ]


def test_the_archive_lies_in_its_folder_and_its_state_is_known(ledger):
    assert ledger.slices.state_of(1, "blob:7") is TaskState.PENDING
    assert ledger.slices.state_of(1, "blob:8") is None
    assert ledger.tasks.pending(1, -1, 1)[0].path == "blob/7.tar"


def test_done_and_here_alike_can_still_fail(ledger):
    ledger.tasks.settle(1, [Settled(1, TaskState.DONE), Settled(2, TaskState.DONE)])

    ledger.slices.take_back(1, [1, 3])
    totals = ledger.tasks.settle(1, [Settled(seq, TaskState.FAILED, None, 1, BAD) for seq in (1, 3)])

    assert (totals.counts.done, totals.counts.already_here, totals.counts.failed) == (1, 0, 2)
