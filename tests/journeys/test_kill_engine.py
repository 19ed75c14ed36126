"""The engine process is killed again and again; whatever the moment, every guarantee holds.

A fake source inside the process serves the images and writes each request to a log that survives the kill. Then the
engine is started anew, goes on from its ledger, and one oracle looks at disk, receipt, ledger and log.
"""

import asyncio
import contextlib
import hashlib
import os
import random
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from app.engine.child import ChildHost
from app.model.account import Account
from app.model.commands import AddJob, UseAccount
from app.model.events import Batch, EngineStarted, ItemsPlanned, JobFinished, JobMoved, JobPlanned, TasksSettled
from app.model.failure import FailedError
from app.model.job import FINISHED, JobState
from app.model.queries import ListJobs
from app.model.spec import SuperviselySpec
from tests.fakes.engine_child import child_argv, child_environment, read_log
from tests.fakes.oracle import Expected, check_tree, noted
from tests.fakes.source import body_of

ACCOUNT = Account("k", "supervisely", "https://fake.test", "Fake")
COUNT = 120
OPTIONS = {"count": COUNT, "size": 700, "page_size": 40, "latency": 0.004}
IMAGE_ROUTES = ("image", "parcel")


def expected(*, is_complete: bool, is_idle: bool) -> Expected:
    images = {f"ds0/img/image_{n}.jpg": hashlib.sha256(body_of(str(n), 700)).hexdigest() for n in range(1, COUNT + 1)}
    annotations = {path: path.replace("/img/", "/ann/") + ".json" for path in images}
    return Expected(images, annotations, ("meta.json",), is_complete=is_complete, is_idle=is_idle)


class Story:
    """One download that is killed on the way, and everything that was heard of it."""

    def __init__(self, folder: Path, parcel_size: int) -> None:
        self.home = folder / "home"
        self.out = folder / "out"
        self.host = ChildHost(
            child_argv(self.home, parcel_size=parcel_size, **OPTIONS), environment=child_environment()
        )
        self.news = asyncio.Event()
        self.host.on_news = self.news.set
        self.finished: JobFinished | None = None
        self.kills = 0
        self.completed_at_kill: list[set[str]] = []
        self.log_at_kill: list[int] = []
        self.heard_done = 0

    async def begin(self) -> None:
        await self.host.start()
        self.host.submit(UseAccount(ACCOUNT, "token"))
        self.host.submit(AddJob(SuperviselySpec(1), "k", str(self.out), "Kill me", ticket="once"))

    async def next_news(self) -> Batch:
        await self.news.wait()
        self.news.clear()
        batch = self.host.drain()
        for fact in batch.facts:
            if isinstance(fact, JobFinished):
                self.finished = fact
            if isinstance(fact, TasksSettled):
                self.heard_done = fact.counts.done
        return batch

    def kill(self) -> None:
        if self.host.pid is None or self.finished is not None:
            return
        os.kill(self.host.pid, signal.SIGKILL)
        self.kills += 1
        self.log_at_kill.append(len(read_log(self.home)))
        self.completed_at_kill.append(set(noted(self.out)) if self.out.exists() else set())
        check_tree(self.out, expected(is_complete=False, is_idle=False)) if self.out.exists() else None

    async def finish(self) -> None:
        async with asyncio.timeout(60):
            while self.finished is None:
                try:
                    async with asyncio.timeout(1):
                        await self.next_news()
                except TimeoutError:
                    await self.look()
            await self.host.stop()

    async def look(self) -> None:
        """Ask for the job: a kill may have swallowed the fact that it came to its end."""
        with contextlib.suppress(FailedError):
            for job in await self.host.call(ListJobs()):
                if job.state in FINISHED:
                    assert job.state is JobState.DONE
                    self.finished = JobFinished(job.id, job.counts, job.bytes_done, job.active_seconds)

    def judge(self) -> None:
        check_tree(self.out, expected(is_complete=True, is_idle=True))
        assert self.finished is not None
        counts = self.finished.counts
        assert counts.listed == COUNT == counts.settled, "G6"
        assert counts.failed == counts.skipped == 0
        log = read_log(self.home)
        for completed, start in zip(self.completed_at_kill, self.log_at_kill, strict=True):
            again = {key for route, keys in log[start:] if route in IMAGE_ROUTES for key in keys}
            assert not again & completed, f"G2: fetched again although complete: {sorted(again & completed)[:5]}"
        fetched = Counter(key for route, keys in log if route in IMAGE_ROUTES for key in keys)
        assert set(fetched) == {str(n) for n in range(1, COUNT + 1)}
        with sqlite3.connect(self.home / "ledger.db") as ledger:
            assert ledger.execute("PRAGMA integrity_check").fetchone() == ("ok",), "G3"
            assert ledger.execute("SELECT count(*), count(DISTINCT key) FROM tasks").fetchone() == (COUNT, COUNT)
            assert ledger.execute("SELECT count(*) FROM jobs").fetchone() == (1,)
        ledger.close()
        written = [path for path in self.home.rglob("*") if path.is_file()]
        assert all(b'"token"' not in path.read_bytes() for path in written), "G15"


def is_after(kind: type, count: int = 1) -> Callable[[list[object]], bool]:
    return lambda facts: sum(isinstance(fact, kind) for fact in facts) >= count


CHOSEN = {
    "at the first word": is_after(EngineStarted),
    "when the job moves": is_after(JobMoved, 2),
    "while the first page is written down": is_after(ItemsPlanned),
    "when all is planned": is_after(JobPlanned),
    "after the first batch": is_after(TasksSettled),
    "after the second batch": is_after(TasksSettled, 2),
}


@pytest.mark.slow
@pytest.mark.parametrize("parcel_size", [0, 8], ids=["singly", "parcels"])
@pytest.mark.parametrize("moment", CHOSEN.values(), ids=CHOSEN.keys())
async def test_kill_at_a_chosen_moment_loses_nothing(
    tmp_path: Path, moment: Callable[[list[object]], bool], parcel_size: int
) -> None:
    story = Story(tmp_path, parcel_size)
    await story.begin()

    facts: list[object] = []
    async with asyncio.timeout(60):
        while not moment(facts) and story.finished is None:
            facts += (await story.next_news()).facts
    story.kill()
    await story.finish()

    story.judge()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(11))
async def test_kills_at_random_moments_lose_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    story = Story(tmp_path, parcel_size=chance.choice([0, 8]))
    await story.begin()

    for _ in range(4):  # a fifth death within a minute would make the host give up, as it should
        deadline = chance.uniform(0.25, 0.75)
        try:
            async with asyncio.timeout(deadline):
                while story.finished is None:
                    await story.next_news()
        except TimeoutError:
            story.kill()
    await story.finish()

    story.judge()


@pytest.mark.slow
async def test_five_deaths_within_a_minute_are_enough(tmp_path: Path) -> None:
    story = Story(tmp_path, parcel_size=0)
    await story.begin()

    titles: list[str] = []
    async with asyncio.timeout(60):
        while not any("again and again" in title for title in titles):
            if story.host.pid is not None:
                os.kill(story.host.pid, signal.SIGKILL)
                await asyncio.sleep(0.05)
            try:
                async with asyncio.timeout(0.1):
                    titles += [getattr(fact, "title", "") for fact in (await story.next_news()).facts]
            except TimeoutError:
                continue
    await story.host.stop()

    assert story.host.pid is None
