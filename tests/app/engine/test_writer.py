"""A disk that takes nothing: nothing is lost, and it goes on by itself."""

from pathlib import Path

import pytest

from app.model.events import HoldBegan, HoldEnded
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import HoldKind, JobState
from app.store.sink import Sink
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource

FULL = Failure(FailureKind.DISK, "The disk is full.", "Free some space.")


class FullSink:
    """A sink on a disk that fills up and is freed again."""

    is_full = True

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def __getattr__(self, name: str) -> object:
        return getattr(self._sink, name)

    def write(self, incoming: list[object]) -> list[object]:
        from app.store.sink_records import Rejected

        if FullSink.is_full:
            return [Rejected(item.key, item.path, FULL) for item in incoming]
        return self._sink.write(incoming)

    def free(self) -> int:
        if FullSink.is_full:
            raise FailedError(FULL)
        return self._sink.free()


@pytest.mark.slow
async def test_a_full_disk_holds_the_job_and_loses_nothing(tmp_path: Path) -> None:
    FullSink.is_full = True
    bench = Bench(tmp_path, FakeSource(60), open_sink=lambda folder, attempt: FullSink(Sink.open(folder, attempt)))
    async with bench:
        bench.add()
        await bench.until(lambda: bench.state() is JobState.WAITING)
        assert bench.of(HoldBegan)[-1].hold.kind is HoldKind.DISK

        FullSink.is_full = False
        finished = await bench.finished()

        assert (finished.counts.done, finished.counts.failed) == (60, 0)
        assert bench.of(HoldEnded)
        assert max(bench.service.asked("image").values()) == 1, "what had arrived was kept"
    bench.check()
