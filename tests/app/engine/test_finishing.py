"""Files that belong to a whole folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.engine.finishing import Made
from app.model.commands import PauseJob, ResumeJob
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import JobState
from app.model.queries import JobLog
from tests.fakes.engine import Bench
from tests.fakes.street_source import StreetSource, street_spec

pytestmark = pytest.mark.slow


class Tables:
    """Makes two files out of what lies in the folder.

    Attributes:
        failure: Raised instead.
        seen: Images that were there each time.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.failure: Failure | None = None
        self.seen: list[int] = []
        self.is_slow = False
        self.bench: Bench | None = None

    def wants(self, spec: object) -> bool:
        return True

    @asynccontextmanager
    async def make(self, spec: object, destination: Path) -> AsyncIterator[Made]:
        count = len(list(destination.rglob("*.jpg")))
        self.seen.append(count)
        if self.failure is not None:
            raise FailedError(self.failure)
        if self.is_slow and self.bench is not None:
            await self.bench.clock.sleep(60.0)
        self.folder.mkdir(exist_ok=True)
        (self.folder / "t").write_text(f"{count} rows")
        yield Made((("images.geojson", self.folder / "t"), ("meta.json", self.folder / "t")), ("2 files written.",))


async def test_they_are_made_of_everything_that_arrived_and_put_in_place(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "made")
    async with Bench(tmp_path, StreetSource(7), finisher=tables) as bench:
        bench.add(street_spec())
        await bench.finished()
        log = await bench.engine.call(JobLog(1))

    assert tables.seen == [7]
    assert (bench.out / "images.geojson").read_text() == "7 rows"
    assert (bench.out / "meta.json").read_text() == "7 rows"
    assert "2 files written." in [line.text for line in log]
    assert "2 files written." in (bench.out / ".windrow_meta/receipt.json").read_text()


async def test_a_harvest_with_problems_still_gets_its_tables(tmp_path: Path) -> None:
    source = StreetSource(20)
    source.broken = {"14/1/7"}
    tables = Tables(tmp_path / "made")
    async with Bench(tmp_path, source, finisher=tables) as bench:
        bench.add(street_spec())
        await bench.finished()

        assert bench.state() is JobState.PROBLEMS
    assert (bench.out / "images.geojson").read_text() == "10 rows"


async def test_tables_that_cannot_be_made_stop_the_job_with_its_pictures_safe(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "made")
    tables.failure = Failure(FailureKind.INTERNAL, "The tables could not be written.", "Start it again.")
    async with Bench(tmp_path, StreetSource(5), finisher=tables) as bench:
        bench.add(street_spec())
        await bench.finished()
        failed = bench.job()
        tables.failure = None
        bench.service.log.clear()

        bench.tell(ResumeJob(1))
        finished = await bench.finished(2)

    assert failed is not None
    assert (failed.state, failed.failure and failed.failure.title) == (
        JobState.FAILED,
        "The tables could not be written.",
    )
    assert finished.counts.done == 5
    assert bench.service.requests("image") == 0
    assert (bench.out / "images.geojson").read_text() == "5 rows"


async def test_an_order_to_pause_breaks_the_making_off(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "made")
    async with Bench(tmp_path, StreetSource(5), finisher=tables) as bench:
        tables.is_slow, tables.bench = True, bench
        bench.add(street_spec())
        await bench.until(lambda: bool(tables.seen))
        bench.tell(PauseJob(1))
        await bench.until(lambda: bench.state() is JobState.PAUSED)
        tables.is_slow = False

        bench.tell(ResumeJob(1))
        await bench.finished()

    assert tables.seen == [5, 5]
    assert (bench.out / "images.geojson").read_text() == "5 rows"
