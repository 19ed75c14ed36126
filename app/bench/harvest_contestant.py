"""Our own way of a harvest in a process of its own: metadata alone, pictures by id, or listing a dense tile.

Reads one JSON object on standard input, writes one on standard output. Started as
`python -m app.bench.harvest_contestant`.
"""

import asyncio
import os
import time
from typing import Any

from app.bench.process import answer, peak_bytes
from app.bootstrap.accounts import choose_street
from app.bootstrap.engines import build_engine
from app.config.paths import find_home
from app.config.settings import Settings
from app.engine.describing import describe_all
from app.engine.host import Host, InProcessHost
from app.model.commands import AddJob, PauseJob, UseAccount
from app.model.described import ItemList
from app.model.events import EngineTrouble, Fact, HoldBegan, JobAdded, JobFinished, JobMoved, JobPlanned, TasksSettled
from app.model.job import JobCounts, JobState
from app.model.queries import CheckAccount, ListItems
from app.model.spec import MapillarySpec, spec_from_builtins

TICKET = "bench"
SECONDS_BETWEEN_DRAINS = 0.02


class Course:
    """One job from its order to the moment that is measured.

    Attributes:
        counts: The newest.
        size: Bytes that were fetched.
        job_id: None before it has one.
    """

    def __init__(self, *, until_planned: bool) -> None:
        """Measure until everything is listed, or until every item is settled."""
        self._until_planned = until_planned
        self._is_planned = False
        self.counts = JobCounts()
        self.size = 0
        self.job_id: int | None = None

    def is_over(self, fact: Fact) -> bool:
        """Take a fact; return whether the moment is there. Raise RuntimeError when it will never come."""
        match fact:
            case JobAdded(job):
                self.job_id = job.id
            case JobPlanned(counts=counts):
                self._is_planned, self.counts = True, counts
                if self._until_planned:
                    return True
            case TasksSettled(counts=counts, bytes_done=size):
                self.counts, self.size = counts, size
            case JobFinished(counts=counts, bytes_done=size):
                self.counts, self.size = counts, size
                return True
            case JobMoved(job) if job.state in {JobState.FAILED, JobState.PAUSED, JobState.CANCELLED}:
                raise RuntimeError(job.failure.sentence() if job.failure else f"the job is {job.state.value}")
            case HoldBegan(hold=hold) if hold.until is None:
                raise RuntimeError(hold.title)
            case EngineTrouble(title):
                raise RuntimeError(title)
            case _:
                pass
        return self._is_planned and not self.counts.pending and not self._until_planned


async def run_job(host: Host, account: str, spec: MapillarySpec, wish: dict[str, Any], course: Course) -> float:
    """Give the order and return the seconds until the moment that is measured."""
    news = asyncio.Event()
    host.on_news = news.set
    started = time.perf_counter()
    host.submit(AddJob(spec, account, wish["destination"], "bench", workers=wish["workers"], ticket=TICKET))
    while True:
        # Every fact is taken, also after the one that counts.
        over = [course.is_over(fact) for fact in host.drain().facts]
        if any(over):
            return time.perf_counter() - started
        await news.wait()
        news.clear()
        await asyncio.sleep(SECONDS_BETWEEN_DRAINS)


async def bring(wish: dict[str, Any]) -> dict[str, Any]:
    """Do one way; return seconds, CPU seconds, items, bytes, peak memory, and the ids where those are asked for.

    Args:
        wish: way ("ids", "metadata", "images" or "list"), spec (builtins), workers (or None), destination.
    """
    home = find_home(os.environ)
    credentials = choose_street(home, os.environ)
    account = credentials.account.key
    spec = spec_from_builtins(wish["spec"])
    if not isinstance(spec, MapillarySpec):
        raise RuntimeError("this is no harvest")
    host = InProcessHost(build_engine(home, Settings()), resume=False)
    await host.start()
    try:
        host.submit(UseAccount(credentials.account, credentials.token))
        # Imports and the first connection belong to nobody's time.
        await host.call(CheckAccount(credentials.account, credentials.token))
        listed = ItemList(())
        if wish["way"] in {"ids", "metadata"}:
            listed = await host.call(ListItems(spec, account))
        started, cpu = time.perf_counter(), time.process_time()
        ids: list[str] = []
        if wish["way"] == "ids":
            ids = [item.key for item in listed.items]
            items, size, seconds = len(ids), 0, 0.0
        elif wish["way"] == "metadata":
            known = await describe_all(host, spec, account, listed.items, wish["workers"])
            items, size = sum(one.record is not None for one in known), 0
            seconds = time.perf_counter() - started
        else:
            course = Course(until_planned=wish["way"] == "list")
            seconds = await run_job(host, account, spec, wish, course)
            items, size = (course.counts.listed if wish["way"] == "list" else course.counts.done), course.size
            if course.job_id is not None:
                host.submit(PauseJob(course.job_id))
        cpu = time.process_time() - cpu
        peak = peak_bytes()
    finally:
        await host.stop()
    return {
        "seconds": seconds,
        "cpu_seconds": cpu,
        "items": items,
        "size": size,
        "peak_bytes": peak,
        "ids": ids,
    }


if __name__ == "__main__":
    raise SystemExit(answer(bring))
