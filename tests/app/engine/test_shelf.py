from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.engine.ledger_thread import LedgerThread
from app.engine.shelf import Shelf
from app.store.sink import Sink
from tests.fakes.clock import FakeClock


async def test_jobs_with_one_destination_share_its_sink(tmp_path: Path) -> None:
    ledger = LedgerThread()
    await ledger.open(tmp_path / "ledger.db")
    with ThreadPoolExecutor(1) as threads:
        shelf = Shelf(Sink.open, ledger, threads, FakeClock())
        place = str(tmp_path / "out")

        one = await shelf.take(place)
        other = await shelf.take(place)
        attempts = await ledger.run(ledger.rows.notes.attempts, place)
        await shelf.give_back(place)
        still_open = shelf.sinks()
        await shelf.give_back(place)

        assert one is other
        assert not one.has_holdings
        assert attempts == [one.attempt]
        assert still_open == [one.sink]
        assert shelf.sinks() == []
        assert await ledger.run(ledger.rows.notes.attempts, place) == []
    await ledger.close()
