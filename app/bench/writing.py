"""`bench writer`: the sink with every sync against the sink without any, and against plain writes."""

import hashlib
import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.bench.contest import hollow_out
from app.bench.record import Goal, Report, Run
from app.store.sink import Sink
from app.store.sink_records import Committed, Incoming, Rejected

DURABLE, LOOSE, PLAIN = "sink, durable", "sink without sync", "plain writes"
BATCH = 64
KILOBYTES = 60
THREADS = 2  # as many writers as the engine has


def measure_writing(folder: Path, *, is_quick: bool) -> list[Report]:
    """Write the same bodies in three ways, taking turns."""
    count, repetitions = (640, 1) if is_quick else (2_560, 3)
    report = Report(f"Writer: {count:,} × {KILOBYTES} kB, batches of {BATCH}")
    bodies = [os.urandom(KILOBYTES * 1000) for _ in range(BATCH)]
    incoming = [
        Incoming(str(number), f"ds/img/{number}.jpg", body, len(body), hashlib.sha256(body).hexdigest(), (), "1")
        for number in range(count)
        for body in (bodies[number % BATCH],)
    ]
    for turn in range(repetitions):
        # Plain writes first: whoever comes first pays for a cold disk.
        report.entry(PLAIN).runs.append(_plain(folder / f"plain-{turn}", incoming))
        report.entry(LOOSE).runs.append(_sink(folder / f"loose-{turn}", incoming, is_durable=False))
        report.entry(DURABLE).runs.append(_sink(folder / f"durable-{turn}", incoming, is_durable=True))
    report.goals.append(Goal.at_least("durable ÷ no sync", report.ratio(DURABLE, LOOSE), 0.75))
    return [report]


def _sink(place: Path, incoming: list[Incoming], *, is_durable: bool) -> Run:
    sink = Sink.open(place, uuid.uuid4().hex)
    sink.durable = is_durable
    try:
        started, cpu = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(THREADS) as pool:
            batches = [incoming[start : start + BATCH] for start in range(0, len(incoming), BATCH)]
            for committed in pool.map(lambda batch: _put(sink, batch), batches):
                assert committed == BATCH
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    finally:
        sink.close()
    _check(place, incoming)
    return Run(seconds, len(incoming), _size(incoming), cpu)


def _put(sink: Sink, batch: list[Incoming]) -> int:
    """Bring one batch to its end, as the engine's writers do; return how many are safe."""
    written = [one for one in sink.write(batch) if not isinstance(one, Rejected)]
    return sum(isinstance(one, Committed) for one in sink.commit(written))


def _plain(place: Path, incoming: list[Incoming]) -> Run:
    (place / "ds" / "img").mkdir(parents=True)
    started, cpu = time.perf_counter(), time.process_time()
    for one in incoming:
        assert isinstance(one.body, bytes)
        (place / one.path).write_bytes(one.body)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    _check(place, incoming)
    return Run(seconds, len(incoming), _size(incoming), cpu)


def _check(place: Path, incoming: list[Incoming]) -> None:
    """Compare every file with what was to be written, then give its space back."""
    for one in incoming:
        if (place / one.path).read_bytes() != one.body:
            raise AssertionError(f"{one.path} is not what was written")
    hollow_out(place)


def _size(incoming: list[Incoming]) -> int:
    return sum(one.size or 0 for one in incoming)
