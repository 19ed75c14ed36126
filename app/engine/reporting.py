"""Samples for those who watch: how fast each job goes, how fast all goes, what limits it. Four times a second."""

import asyncio
import time
from dataclasses import dataclass, field

from app.engine.foreman import Foreman
from app.engine.meter import Evidence, Lately, Meter, limited_by
from app.engine.parts import EngineParts
from app.engine.run_parts import RunParts
from app.engine.running import Run
from app.model.events import EngineRate, HostPace, JobRate
from app.model.failure import FailedError
from app.model.job import HoldKind

STEP_SECONDS = 0.25
DISK_STEPS = 20  # the free space is looked up every five seconds


@dataclass(slots=True)
class _Watched:
    meter: Meter = field(default_factory=Meter)
    received: int = 0
    written: int = 0
    settled: int = 0
    throttled: float = 0.0
    first_settled: int | None = None
    first_bytes: int = 0


def arrived(settled: int, received: int, total: int) -> int:
    """Return the bytes of a job that have arrived, settled or not: on a slow line whole batches settle at once.

    Args:
        settled: Bytes of items that are done.
        received: Bytes of images since the job began, those that had to be fetched again included.
        total: Bytes of all its items.
    """
    return max(settled, min(received, total))


class Reporter:
    """Reads the meters of all runs."""

    def __init__(self, parts: EngineParts, run_parts: RunParts, foreman: Foreman) -> None:
        """Take the parts."""
        self._parts = parts
        self._run_parts = run_parts
        self._foreman = foreman
        self._watched: dict[int, _Watched] = {}
        self._all = Meter()
        self._received = self._settled = self._written = 0
        self._free: int | None = None
        self._rejections = Lately()
        self._was_active = False
        self._cpu = time.process_time()
        self._at = parts.clock.monotonic()

    async def run(self) -> None:
        """Sample until cancelled."""
        step = 0
        while True:
            await self._parts.clock.sleep(STEP_SECONDS)
            is_active = bool(self._foreman.runs)
            if is_active or self._was_active:
                if step % DISK_STEPS == 0:
                    await self._look_at_disk()
                step += 1
                self._sample()
            self._was_active = is_active

    async def _look_at_disk(self) -> None:
        sinks = self._run_parts.shelf.sinks()
        if not sinks:
            self._free = None
            return
        try:
            self._free = await asyncio.wrap_future(self._run_parts.lookers.submit(sinks[-1].free))
        except FailedError:
            self._free = None

    def _sample(self) -> None:
        now, outbox = self._parts.clock.monotonic(), self._run_parts.outbox
        seconds = max(now - self._at, 1e-3)
        throttled = 0.0
        for job_id in self._watched.keys() - self._foreman.runs.keys():
            del self._watched[job_id]
        for job_id, run in self._foreman.runs.items():
            watched = self._watched.setdefault(job_id, _Watched())
            throttled = max(throttled, (run.pace.throttled_seconds - watched.throttled) / seconds)
            watched.throttled = run.pace.throttled_seconds
            outbox.sample(self._job(now, run, watched))
        reading = self._all.read(
            now, self._received, self._settled, self._written, is_active=any(r.waking.is_working for r in self._runs())
        )
        paces = list(self._parts.limits.paces())
        word, evidence = limited_by(self._evidence(now, paces, seconds, throttled, reading.bytes_per_second))
        if not self._foreman.runs:
            word, evidence = "nothing", "Nothing is under way"
        outbox.sample(
            EngineRate(
                self._parts.clock.utc(),
                reading.bytes_per_second,
                reading.items_per_second,
                reading.disk_bytes_per_second,
                reading.average,
                reading.peak,
                word,
                evidence,
                self._free,
            )
        )
        for pace in paces:
            outbox.sample(pace)
        self._at = now

    def _runs(self) -> list[Run]:
        return list(self._foreman.runs.values())

    def _job(self, now: float, run: Run, watched: _Watched) -> JobRate:
        job = self._run_parts.book[run.job_id]
        written = run.disk_bytes
        settled = job.counts.settled
        if watched.first_settled is None:
            watched.first_settled = watched.settled = settled
            watched.first_bytes = job.bytes_done
        self._received += run.pace.total - watched.received
        self._written += max(0, written - watched.written)
        self._settled += max(0, settled - watched.settled)
        watched.received, watched.written, watched.settled = run.pace.total, written, settled
        reading = watched.meter.read(now, run.pace.total, settled, written, is_active=run.waking.is_working)
        left = high = None
        if job.is_planned and run.waking.is_working:
            bytes_left = max(0, job.bytes_total - job.bytes_done) if job.bytes_total else None
            left, high = watched.meter.time_left(job.counts.pending, bytes_left, settled - watched.first_settled)
        return JobRate(
            run.job_id,
            reading.bytes_per_second,
            reading.items_per_second,
            reading.average,
            reading.peak,
            reading.disk_bytes_per_second,
            left,
            high,
            0 if run.pipeline is None else run.pipeline.busy,
            arrived(job.bytes_done, watched.first_bytes + run.pace.images, job.bytes_total),
            settled,
        )

    def _evidence(self, now: float, paces: list[HostPace], seconds: float, throttled: float, rate: float) -> Evidence:
        cpu = time.process_time()
        cpu_share = (cpu - self._cpu) / seconds
        self._cpu = cpu
        runs = [run for run in self._foreman.runs.values() if run.pipeline is not None]
        writers = [run.pipeline.writer for run in runs if run.pipeline is not None]
        quota = [line.hold for line in self._foreman.lines.values() if line.hold and line.hold.kind is HoldKind.QUOTA]
        gate = max((pace.gate_seconds for pace in paces), default=0.0)
        if quota and quota[0].until is not None:
            gate = max(gate, quota[0].until - self._parts.clock.utc())
        fixed = [self._run_parts.book[run.job_id].workers is not None for run in runs]
        return Evidence(
            own_limit_share=throttled,
            quota_seconds=gate,
            rejections=self._rejections.read(now, sum(pace.rejections for pace in paces)),
            slots=sum(pace.limit for pace in paces),
            slots_busy=sum(pace.in_flight for pace in paces),
            is_slots_fixed=bool(fixed) and all(fixed),
            round_trip=max((pace.round_trip for pace in paces), default=0.0),
            writer_share=min(1.0, sum(writer.busy_batches for writer in writers) / 3),
            is_waiting_for_disk=any(writer.is_blocked for writer in writers),
            cpu_share=cpu_share,
            bytes_per_second=rate,
        )
