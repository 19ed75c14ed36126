from pathlib import Path

import pytest

from app.model.failure import FailedError, FailureKind
from app.model.spec import SuperviselySpec
from app.store.ledger import Ledger


def test_what_is_written_is_there_after_opening_again(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.db")
    job = ledger.jobs.add(SuperviselySpec(7), "k", "/d", "Töwn", now=5.0)
    ledger.close()

    again = Ledger.open(tmp_path / "ledger.db", check=True)

    assert again.jobs.all() == [job]
    again.close()


def test_a_block_that_fails_leaves_nothing(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.db")

    with pytest.raises(FailedError), ledger.transaction() as connection:
        connection.executemany("INSERT INTO gates VALUES (?, 1.0)", [("h",), ("h",)])

    assert ledger.notes.gates(0.0) == {}
    ledger.close()


def test_two_processes_may_write_in_turn(tmp_path: Path) -> None:
    one, other = Ledger.open(tmp_path / "ledger.db"), Ledger.open(tmp_path / "ledger.db")

    first = one.jobs.add(SuperviselySpec(1), "k", "/a", "A", now=1.0)
    second = other.jobs.add(SuperviselySpec(2), "k", "/b", "B", now=2.0)

    assert [job.id for job in one.jobs.all()] == [first.id, second.id]
    one.close()
    other.close()


def test_an_error_of_the_file_is_a_disk_failure_in_words(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.db")

    with pytest.raises(FailedError) as caught, ledger.transaction() as connection:
        connection.execute("INSERT INTO nowhere VALUES (1)")

    assert caught.value.failure.kind is FailureKind.DISK
    ledger.close()
