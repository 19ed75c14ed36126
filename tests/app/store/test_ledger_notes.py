from pathlib import Path

from app.model.events import JobNoted
from app.model.spec import SuperviselySpec
from app.store.ledger import Ledger
from app.store.ledger_notes import KEPT_NOTES


def test_the_log_keeps_the_latest_lines(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.db")
    ledger.jobs.add(SuperviselySpec(1), "k", "/d", "A", now=1.0)
    with ledger.transaction() as connection:
        connection.executemany(
            "INSERT INTO notes (job_id, at, text) VALUES (1, ?, 'old')", [(float(n),) for n in range(KEPT_NOTES)]
        )

    ledger.notes.note(1, 9.0, "new")
    ledger.notes.note(77, 9.0, "for a job that is gone")

    lines = ledger.notes.log(1, KEPT_NOTES * 2)
    assert len(lines) == KEPT_NOTES
    assert (lines[0].at, lines[-1]) == (1.0, JobNoted(1, 9.0, "new"))
    assert ledger.notes.log(77, 5) == ()
    ledger.close()


def test_gates_that_are_open_again_are_forgotten(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.db")

    ledger.notes.keep_gates({"a": 10.0, "b": 20.0})

    assert ledger.notes.gates(15.0) == {"b": 20.0}
    ledger.notes.keep_gates({})
    assert ledger.notes.gates(0.0) == {}
    ledger.close()


def test_attempts_are_known_until_they_are_gone(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.db")
    ledger.notes.attempt("one", "/d", 1.0)
    ledger.notes.attempt("two", "/d", 2.0)
    ledger.notes.attempt("three", "/e", 3.0)

    ledger.notes.forget_attempts(["one"])

    assert ledger.notes.attempts("/d") == ["two"]
    ledger.close()
