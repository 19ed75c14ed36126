from pathlib import Path

import pytest

from app.engine.ledger_thread import LedgerThread
from app.model.failure import FailedError


async def test_it_runs_what_it_is_given_in_order(tmp_path: Path) -> None:
    ledger = LedgerThread()
    await ledger.open(tmp_path / "ledger.db")

    await ledger.run(ledger.rows.notes.keep_gates, {"h": 5.0})

    assert await ledger.run(ledger.rows.notes.gates, 0.0) == {"h": 5.0}
    await ledger.close()


async def test_failures_come_through(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ledger = LedgerThread()

    with pytest.raises(FailedError):
        await ledger.open(tmp_path / "file" / "ledger.db")

    with pytest.raises(RuntimeError):
        _ = ledger.rows
    await ledger.close()
