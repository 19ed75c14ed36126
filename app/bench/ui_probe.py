"""Sits in the real window and measures how late its timers come. Run as a process of its own.

Reads one JSON object on standard input (mode, began, seconds, spec, destination), writes one on standard output.
Window and Qt are found by name at run time: nothing in this room imports them.
"""

import asyncio
import importlib
import json
import os
import sys
import time
from typing import Any

from app.bootstrap.accounts import choose_account
from app.config.paths import find_home
from app.model.commands import AddJob, UseAccount
from app.model.events import Batch, HoldBegan, JobFinished, JobMoved
from app.model.job import JobState
from app.model.spec import spec_from_builtins

INTERVALS_MS = (10, 16)
MOST_SECONDS = 300.0
SECONDS_TO_SETTLE = 2.0


class Lateness:
    """Precise timers that note how much later than their interval they come."""

    def __init__(self, core: Any) -> None:
        """Start a timer of each interval in the thread of the window."""
        self._late: dict[int, list[float]] = {interval: [] for interval in INTERVALS_MS}
        self._last: dict[int, float] = {}
        self._timers = []
        for interval in INTERVALS_MS:
            timer = core.QTimer()
            timer.setTimerType(core.Qt.TimerType.PreciseTimer)
            timer.timeout.connect(lambda interval=interval: self._tick(interval))
            timer.start(interval)
            self._timers.append(timer)

    def take(self) -> dict[str, dict[str, float]]:
        """Return p50, p99 and max in milliseconds by interval since the last time, and begin anew."""
        taken = {str(interval): percentiles(late) for interval, late in self._late.items()}
        for late in self._late.values():
            late.clear()
        self._last.clear()
        return taken

    def _tick(self, interval: int) -> None:
        now = time.perf_counter()
        before = self._last.get(interval)
        self._last[interval] = now
        if before is not None:
            self._late[interval].append(max(0.0, 1000 * (now - before) - interval))


def percentiles(values: list[float]) -> dict[str, float]:
    """Return the middle, the 99th percentile and the highest of some values; zeros for none."""
    ordered = sorted(values) or [0.0]
    last = len(ordered) - 1
    return {"p50": ordered[last // 2], "p99": ordered[int(last * 0.99)], "max": ordered[last], "ticks": len(values)}


async def visible(window: Any) -> None:
    """Return when the window is on the screen."""
    window.show()
    # Qt has no signal for it.
    while not (window.windowHandle() and window.windowHandle().isExposed()):  # noqa: ASYNC110 - see above
        await asyncio.sleep(0.001)
    await asyncio.sleep(0)


async def watch(wish: dict[str, Any], window: Any, desk: Any, core: Any) -> dict[str, Any]:
    """Measure the idle window, then while it downloads; return lateness, processor share and rate."""
    await window.begin()
    await asyncio.sleep(SECONDS_TO_SETTLE)
    lateness = Lateness(core)
    cpu, began = time.process_time(), time.perf_counter()
    await asyncio.sleep(wish["seconds"])
    answer: dict[str, Any] = {"idle": lateness.take(), "idle_cores": _share(cpu, began)}
    credentials = choose_account(find_home(os.environ), os.environ)
    ended: asyncio.Future[JobFinished | str] = asyncio.get_running_loop().create_future()
    desk.bridge.batch.connect(lambda batch: _look_for_end(batch, ended))
    host = desk.backend.host
    host.submit(UseAccount(credentials.account, credentials.token))
    host.submit(
        AddJob(spec_from_builtins(wish["spec"]), credentials.account.key, wish["destination"], "bench", ticket="bench")
    )
    cpu, began = time.process_time(), time.perf_counter()
    async with asyncio.timeout(MOST_SECONDS):
        finished = await ended
    if isinstance(finished, str):
        return {"error": finished}
    answer |= {"busy": lateness.take(), "busy_cores": _share(cpu, began)}
    return answer | {"items": finished.counts.done, "size": finished.bytes_done, "seconds": time.perf_counter() - began}


def _look_for_end(batch: Batch, ended: "asyncio.Future[JobFinished | str]") -> None:
    for fact in batch.facts:
        if ended.done():
            return
        match fact:
            case JobFinished():
                ended.set_result(fact)
            case JobMoved(job) if job.state is JobState.FAILED and job.failure is not None:
                ended.set_result(job.failure.sentence())
            case HoldBegan(hold=hold) if hold.until is None:
                ended.set_result(hold.title)
            case _:
                pass


def _share(cpu: float, began: float) -> float:
    """Return how many cores this process used since then."""
    return (time.process_time() - cpu) / (time.perf_counter() - began)


async def probe(wish: dict[str, Any]) -> dict[str, Any]:
    """Open the window, measure, close it."""
    core = importlib.import_module("PySide6.QtCore")
    backend = importlib.import_module("app.bootstrap.window").window_backend()
    clock = importlib.import_module("app.model.clock").SystemClock()
    desk = importlib.import_module("ui.desk").make_desk(backend, clock)
    desk.theme.apply("light")
    window = importlib.import_module("ui.window").MainWindow(desk)
    ended = asyncio.Event()
    window.ended.connect(ended.set)
    await visible(window)
    seconds, modules = time.monotonic() - wish["began"], sorted(sys.modules)
    answer: dict[str, Any] = {"visible": seconds, "modules": modules}
    if wish["mode"] == "lateness":
        answer |= await watch(wish, window, desk, core)
    else:
        await window.begin()
    window.close()
    await ended.wait()
    desk.bridge.close()
    await desk.tasks.close()
    return answer


def main() -> int:
    """Read the wish, run the window, answer."""
    wish = json.load(sys.stdin)
    application = importlib.import_module("ui.application").make_application([])
    with importlib.import_module("qasync").QEventLoop(application) as loop:
        answer = loop.run_until_complete(probe(wish))
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
