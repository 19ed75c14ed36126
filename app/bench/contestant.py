"""One contestant of our own in a process of its own: the engine brings a selection home and measures itself.

Reads one JSON object on standard input, writes one on standard output. Started as `python -m app.bench.contestant`.
"""

import asyncio
import os
import time
from typing import Any

from app.bench.process import answer, peak_bytes
from app.bootstrap.accounts import choose_account
from app.bootstrap.engines import build_engine
from app.config.paths import find_home
from app.config.settings import Settings
from app.engine.host import Host, InProcessHost
from app.model.commands import AddJob, UseAccount
from app.model.events import EngineTrouble, HoldBegan, JobAdded, JobFinished, JobMoved
from app.model.job import JobState
from app.model.queries import CheckAccount
from app.model.spec import spec_from_builtins

TICKET = "bench"


async def bring(wish: dict[str, Any]) -> dict[str, Any]:
    """Run the engine over one selection; return seconds, CPU seconds, items, bytes and peak memory.

    Args:
        wish: spec (builtins), destination, workers (or None).
    """
    credentials = choose_account(find_home(os.environ), os.environ)
    host = InProcessHost(build_engine(find_home(os.environ), Settings()), resume=False)
    await host.start()
    try:
        host.submit(UseAccount(credentials.account, credentials.token))
        # Imports and the first connection belong to nobody's time.
        await host.call(CheckAccount(credentials.account, credentials.token))
        started, cpu = time.perf_counter(), time.process_time()
        host.submit(
            AddJob(
                spec_from_builtins(wish["spec"]),
                credentials.account.key,
                wish["destination"],
                "bench",
                workers=wish.get("workers"),
                ticket=TICKET,
            )
        )
        finished = await _end(host)
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    finally:
        await host.stop()
    return {
        "seconds": seconds,
        "cpu_seconds": cpu,
        "items": finished.counts.done,
        "failed": finished.counts.failed + finished.counts.skipped,
        "size": finished.bytes_done,
        "peak_bytes": peak_bytes(),
    }


async def _end(host: Host) -> JobFinished:
    """Return the end of the job. Raise RuntimeError when it stops or waits for a person."""
    news = asyncio.Event()
    host.on_news = news.set
    while True:
        for fact in host.drain().facts:
            match fact:
                case JobFinished():
                    return fact
                case JobMoved(job) if job.state in {JobState.FAILED, JobState.PAUSED, JobState.CANCELLED}:
                    raise RuntimeError(job.failure.sentence() if job.failure else f"the job is {job.state.value}")
                case HoldBegan(hold=hold) if hold.until is None:
                    raise RuntimeError(hold.title)
                case EngineTrouble(title):
                    raise RuntimeError(title)
                case JobAdded() | _:
                    pass
        await news.wait()
        news.clear()
        # As the window and the command line do: drain now and then, not at every fact.
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    raise SystemExit(answer(bring))
