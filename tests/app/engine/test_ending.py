"""Before the first and after the last item of a run."""

import json
from pathlib import Path

import pytest

from app.model.events import JobFinished
from app.model.queries import JobLog
from app.model.spec import SuperviselySpec
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource
from tests.fakes.street_source import StreetSource, street_spec

pytestmark = pytest.mark.slow


async def receipt_of(bench: Bench) -> dict[str, object]:
    return json.loads((bench.out / ".windrow_meta/receipt.json").read_text())


async def test_a_receipt_tells_of_images_that_the_project_does_not_list_any_more(tmp_path: Path) -> None:
    source = FakeSource(6)
    async with Bench(tmp_path, source) as bench:
        bench.add()
        await bench.finished()
        source.count = 4
        bench.add()
        await bench.finished(2)
        log = await bench.engine.call(JobLog(2))
        receipt = await receipt_of(bench)

    words = "2 images lie here that the project does not list (any more). They were kept."
    assert words in [line.text for line in log]
    assert receipt["notes"] == [words]


async def test_a_harvest_of_a_region_says_nothing_about_other_regions(tmp_path: Path) -> None:
    """A region is never the whole of a folder: what it does not list is another region’s."""
    source = StreetSource(12)
    async with Bench(tmp_path, source) as bench:
        bench.add(street_spec(sequences=("a",)))
        await bench.finished()
        source.count = 5
        bench.add(street_spec(sequences=("b",)))
        await bench.finished(2)
        receipt = await receipt_of(bench)

    assert receipt["notes"] == []
    assert receipt["counts"]["already_here"] == 5


async def test_a_receipt_is_written_though_some_items_failed(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(6)) as bench:
        bench.service.mangle = lambda key, body: None if key == "3" else body
        bench.add(SuperviselySpec(1))
        finished = await bench.finished()
        receipt = await receipt_of(bench)

    assert isinstance(finished, JobFinished)
    assert (receipt["counts"]["done"], receipt["counts"]["skipped"]) == (5, 1)
