"""A harvest is planned tile by tile, and one tile that cannot be read stops nothing else."""

import json
from pathlib import Path

import pytest
from PIL import Image

from app.model.commands import AcceptProblems, RetryJob, RetryTile
from app.model.coverage import TileStanding, TileState
from app.model.events import HoldBegan, JobFinished
from app.model.failure import Failure, FailureKind
from app.model.harvest import HarvestLayout
from app.model.job import HoldKind, JobState
from app.model.queries import ListTasks, ListTiles
from tests.fakes.engine import Bench
from tests.fakes.street_source import LIKELY, StreetSource, street_body, street_spec

pytestmark = pytest.mark.slow


async def test_every_tile_reports_how_far_it_is(tmp_path: Path) -> None:
    async with Bench(tmp_path, StreetSource(25)) as bench:
        bench.add(street_spec())
        finished = await bench.finished()
        tiles = await bench.engine.call(ListTiles(1))

    assert finished.counts.done == 25
    assert [(tile.key, tile.state, tile.listed, tile.settled) for tile in tiles] == [
        ("14/0/7", TileState.DONE, 10, 10),
        ("14/1/7", TileState.DONE, 10, 10),
        ("14/2/7", TileState.DONE, 5, 5),
    ]
    told = {sample.key: sample for sample in bench.samples if isinstance(sample, TileStanding)}
    assert {key: standing.state for key, standing in told.items()} == {tile.key: tile.state for tile in tiles}


async def test_what_lies_beside_an_image_knows_its_pixels_and_the_image_its_place(tmp_path: Path) -> None:
    async with Bench(tmp_path, StreetSource(3)) as bench:
        bench.add(street_spec())
        await bench.finished()

    meta = json.loads((bench.out / "town/meta/image_2.jpg.json").read_text())
    assert meta == {"id": "2", "file": "town/img/image_2.jpg", "width": 18, "height": 12}
    with Image.open(bench.out / "town/img/image_2.jpg") as picture:
        assert picture.size == (18, 12)
        assert picture.getexif().get_ifd(0x8825)[3] == "E"
    assert (bench.out / "town/img/image_2.jpg").read_bytes() != street_body("2")


async def test_the_same_harvest_again_fetches_nothing(tmp_path: Path) -> None:
    async with Bench(tmp_path, StreetSource(12)) as bench:
        bench.add(street_spec())
        await bench.finished()
        bench.service.log.clear()

        bench.add(street_spec())
        finished = await bench.finished(2)
        tiles = await bench.engine.call(ListTiles(2))

    assert (finished.counts.done, finished.counts.already_here) == (0, 12)
    assert not bench.service.requests("image") + bench.service.requests("locate")
    assert [tile.state for tile in tiles] == [TileState.DONE, TileState.DONE]


async def test_a_tile_that_cannot_be_read_leaves_the_others_alone_and_is_a_problem(tmp_path: Path) -> None:
    """Trap 9 of the reference: a failed tile makes the result incomplete, never empty."""
    source = StreetSource(30)
    source.broken = {"14/1/7"}
    async with Bench(tmp_path, source) as bench:
        bench.add(street_spec())
        finished = await bench.finished()
        tiles = await bench.engine.call(ListTiles(1))

        assert bench.state() is JobState.PROBLEMS
    assert (finished.counts.listed, finished.counts.done, finished.counts.tiles_failed) == (20, 20, 1)
    assert tiles[1].state is TileState.PROBLEM
    assert tiles[1].title == "The tile host is closed. Try again tomorrow."


async def test_one_tile_is_read_again_alone(tmp_path: Path) -> None:
    source = StreetSource(30)
    source.broken = {"14/0/7", "14/1/7"}
    async with Bench(tmp_path, source) as bench:
        bench.add(street_spec())
        await bench.finished()
        bench.service.log.clear()
        source.broken = set()

        bench.tell(RetryTile(1, "14/1/7"))
        finished = await bench.finished(2)

        assert bench.state() is JobState.PROBLEMS
    assert bench.service.asked("tile") == {"1": 1, "2": 1}  # the broken other one is passed over
    assert (finished.counts.done, finished.counts.tiles_failed) == (20, 1)


async def test_retrying_a_job_reads_every_failed_tile_again(tmp_path: Path) -> None:
    source = StreetSource(20)
    source.broken = {"14/0/7", "14/1/7"}
    async with Bench(tmp_path, source) as bench:
        bench.add(street_spec())
        await bench.finished()
        source.broken = set()

        bench.tell(RetryJob(1))
        finished = await bench.finished(2)

        assert bench.state() is JobState.DONE
    assert finished.counts.done == 20


async def test_accepted_tiles_are_no_problem_any_more(tmp_path: Path) -> None:
    source = StreetSource(20)
    source.broken = {"14/0/7"}
    async with Bench(tmp_path, source) as bench:
        bench.add(street_spec())
        await bench.finished()

        bench.tell(AcceptProblems(1))
        await bench.until(lambda: bench.state() is JobState.DONE)
        tiles = await bench.engine.call(ListTiles(1))

    assert tiles[0].state is TileState.DONE
    assert tiles[0].title == "The tile host is closed. Try again tomorrow."


async def test_a_tile_whose_server_fails_for_long_fails_alone(tmp_path: Path) -> None:
    """One tile of many that always answers 500 is given up; the account is not held for it."""
    broken = Failure(FailureKind.SERVER, "A fault of its own (500).", status=500)
    async with Bench(tmp_path, StreetSource(40)) as bench:
        bench.service.faults = lambda route, keys: broken if route == "tile" and keys == ("2",) else None
        bench.add(street_spec())
        finished = await bench.finished()

    assert (finished.counts.done, finished.counts.tiles_failed) == (30, 1)
    assert not bench.of(HoldBegan)


async def test_a_spent_quota_of_tiles_lets_listed_images_travel_first(tmp_path: Path) -> None:
    """The job is shown as waiting only when nothing that is listed can be fetched."""
    spent = Failure(FailureKind.RATE, "The tiles of today are used up.", "It goes on at 00:05 UTC.", retry_after=60.0)
    tries = []

    def faults(route: str, keys: tuple[str, ...]) -> Failure | None:
        if route == "tile" and keys == ("1",):
            tries.append(bench.service.requests("image"))
            return spent if len(tries) == 1 else None
        return None

    async with Bench(tmp_path, StreetSource(20)) as bench:
        bench.service.faults = faults
        bench.add(street_spec())
        await bench.until(lambda: bool(bench.of(HoldBegan)), seconds=20)
        done = bench.service.requests("image")
        finished = await bench.finished()

    hold = bench.of(HoldBegan)[0].hold
    assert (hold.kind, hold.title) == (HoldKind.QUOTA, "The tiles of today are used up.")
    assert done == 10
    assert finished.counts.done == 20


async def test_an_image_of_an_earlier_region_stays_where_it_is(tmp_path: Path) -> None:
    """Overlapping regions, harvested one after the other, fetch an image once."""
    async with Bench(tmp_path, StreetSource(10, dataset="first")) as bench:
        bench.add(street_spec())
        await bench.finished()
        bench.source.dataset, bench.source.count = "second", 14
        bench.service.log.clear()

        bench.add(street_spec(max_images=99))
        finished = await bench.finished(2)
        page = await bench.engine.call(ListTasks(2))

    assert (finished.counts.already_here, finished.counts.done) == (10, 4)
    assert bench.service.requests("image") == 4
    assert {task.path.split("/")[0] for task in page.tasks if task.state.value == "here"} == {"first"}
    assert len(list(bench.out.rglob("*.jpg"))) == 14


async def test_the_flat_layout_holds_pictures_in_the_folder_itself(tmp_path: Path) -> None:
    async with Bench(tmp_path, StreetSource(3)) as bench:
        bench.add(street_spec(layout=HarvestLayout.FLAT))
        await bench.finished()
        bench.add(street_spec(layout=HarvestLayout.FLAT))
        again = await bench.finished(2)

    assert sorted(path.name for path in bench.out.glob("*.jpg")) == ["image_1.jpg", "image_2.jpg", "image_3.jpg"]
    assert (bench.out / ".windrow_meta/meta/image_1.jpg.json").is_file()
    assert again.counts.already_here == 3


async def test_an_address_that_expired_is_asked_for_once_more(tmp_path: Path) -> None:
    """Trap 15 of the reference: a refused address means to locate again, not to fail."""
    expired = Failure(FailureKind.FORBIDDEN, "The address has expired.", status=403, code="expired")
    seen: dict[str, int] = {}

    def faults(route: str, keys: tuple[str, ...]) -> Failure | None:
        if route != "image":
            return None
        seen[keys[0]] = seen.get(keys[0], 0) + 1
        return expired if seen[keys[0]] == 1 and int(keys[0]) % 2 else None

    source = StreetSource(10)
    async with Bench(tmp_path, source) as bench:
        bench.service.faults = faults
        bench.add(street_spec())
        finished = await bench.finished()

    assert finished.counts.done == 10
    assert source.addresses == {str(n): 2 if n % 2 else 1 for n in range(1, 11)}


async def test_an_image_that_is_always_refused_fails_after_two_fresh_addresses(tmp_path: Path) -> None:
    expired = Failure(FailureKind.FORBIDDEN, "The address has expired.", status=403)
    source = StreetSource(3)
    async with Bench(tmp_path, source) as bench:
        bench.service.faults = lambda route, keys: expired if route == "image" and keys == ("2",) else None
        bench.add(street_spec())
        finished = await bench.finished()

    assert (finished.counts.done, finished.counts.failed) == (2, 1)
    assert source.addresses["2"] == 3


async def test_an_address_that_is_over_is_not_even_tried(tmp_path: Path) -> None:
    source = StreetSource(4)
    source.lifetime = -1.0
    async with Bench(tmp_path, source) as bench:
        source.clock_utc = bench.clock.utc
        bench.add(street_spec())
        finished = await bench.finished()

    assert finished.counts.done == 4
    assert bench.service.requests("image") == 4  # clocks that disagree do not keep an image away for ever
    assert set(source.addresses.values()) == {3}


async def test_the_bytes_to_come_are_an_estimate_that_ends_exact(tmp_path: Path) -> None:
    async with Bench(tmp_path, StreetSource(12)) as bench:
        bench.add(street_spec())
        await bench.finished()
        job = bench.job()

    assert job is not None
    sizes = sum(path.stat().st_size for path in bench.out.rglob("*.jpg"))
    assert job.bytes_done == job.bytes_total == sizes != 12 * LIKELY


async def test_a_stopped_harvest_goes_on_from_its_tiles(tmp_path: Path) -> None:
    source = StreetSource(60)
    async with Bench(tmp_path, source) as bench:
        bench.service.latency = 0.4
        bench.add(street_spec())
        await bench.until(lambda: bench.service.requests("image") > 5)
        await bench.again()
        finished = await bench.finished()
        tiles = await bench.engine.call(ListTiles(1))

    assert finished.counts.done == 60
    assert isinstance(bench.of(JobFinished)[-1], JobFinished)
    assert [tile.settled for tile in tiles] == [10] * 6
