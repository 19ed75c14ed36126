"""From pending tasks to complete flights, in bulk and one by one."""

from pathlib import Path

import pytest

from app.model.failure import Failure, FailureKind
from app.model.job import JobState
from app.model.queries import ListFailures
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow


async def test_one_bad_item_in_a_bulk_never_stops_the_others(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(60, locate_size=20)) as bench:
        bench.service.faults = lambda route, keys: (
            Failure(FailureKind.SERVER, "The server failed.", status=500)
            if route == "locate" and "13" in keys
            else None
        )
        bench.add()
        finished = await bench.finished()

        assert (finished.counts.done, finished.counts.failed) == (59, 1)
        assert bench.state() is JobState.PROBLEMS
        (group,) = await bench.engine.call(ListFailures(1))
        assert (group.count, group.can_retry, group.examples) == (1, True, ("ds0/img/image_13.jpg",))
    bench.check(without=("13",), is_complete=True)


async def test_wrong_bytes_never_get_a_name_and_are_fetched_afresh(tmp_path: Path) -> None:
    lies = {"5": 2, "9": 99}

    def mangle(key: str, body: bytes) -> bytes:
        lies[key] = lies.get(key, 0) - 1
        return body[:-3] + b"\x00\xff\xd9" if lies[key] >= 0 else body

    async with Bench(tmp_path, FakeSource(40, parcel_size=8)) as bench:
        bench.service.mangle = mangle
        bench.add()
        finished = await bench.finished()

        assert (finished.counts.done, finished.counts.failed) == (39, 1)
    bench.check(without=("9",))


async def test_a_part_that_is_missing_is_asked_for_singly(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(24, parcel_size=8)) as bench:
        left_out = {"3"}

        def mangle(key: str, body: bytes) -> bytes | None:
            if key in left_out:
                left_out.discard(key)
                return None
            return body

        bench.service.mangle = mangle
        bench.add()
        await bench.finished()

        assert bench.service.asked("image") == {"3": 1}
    bench.check()


async def test_a_parcel_with_an_item_that_leads_astray_is_asked_singly_at_once(tmp_path: Path) -> None:
    astray = Failure(FailureKind.SERVER, "files.example does not answer.", is_elsewhere=True)
    async with Bench(tmp_path, FakeSource(24, parcel_size=8)) as bench:
        bench.service.faults = lambda route, keys: astray if "3" in keys and route != "locate" else None
        bench.add()
        finished = await bench.finished()

        assert (finished.counts.done, finished.counts.failed) == (23, 1)
        assert {key: times for key, times in bench.service.asked("image").items() if key != "3"} == {
            str(number): 1 for number in (1, 2, 4, 5, 6, 7, 8)
        }
    bench.check(without=("3",))
