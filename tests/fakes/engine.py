"""An engine on a fake source in the test's own loop, with real time kept short."""

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.engine.engine import Engine
from app.model.account import Account
from app.model.clock import SystemClock
from app.model.commands import AddJob, Command, UseAccount
from app.model.events import Fact, JobFinished, JobMoved, Sample
from app.model.job import Job, JobState
from app.model.spec import SuperviselySpec
from tests.fakes.network_stub import StubLimits, StubNetwork, StubService
from tests.fakes.oracle import Expected, check_tree
from tests.fakes.source import FakeSource

ACCOUNT = Account("k", "supervisely", "https://fake.test", "Fake")
PATIENCE = 60.0


class QuickClock(SystemClock):
    """Time that runs fifty times as fast: back-off, probes and batches need no patience."""

    def __init__(self, speed: float = 50.0) -> None:
        super().__init__()
        self._speed = speed
        self._start = (super().monotonic(), super().utc())

    def monotonic(self) -> float:
        return (super().monotonic() - self._start[0]) * self._speed

    def utc(self) -> float:
        return self._start[1] + self.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds / self._speed))


class Bench:
    """One engine with all its fakes; use as an async context manager."""

    def __init__(self, folder: Path, source: FakeSource, *, clock: SystemClock | None = None, **parts: Any) -> None:
        self.out = folder / "out"
        self.home = folder / "home"
        self.source = source
        self.service = StubService(source.body)
        self.clock = clock or QuickClock()
        self.limits = StubLimits()
        self.facts: list[Fact] = []
        self.samples: list[Sample] = []
        self.tokens: list[str] = []
        self._parts = parts
        self.engine = self._build()

    def _build(self) -> Engine:
        def network_for(account: Account, token: str) -> StubNetwork:
            self.tokens.append(token)
            return StubNetwork(self.service, self.clock)

        return Engine(
            ledger_path=self.home / "ledger.db",
            network_for=network_for,
            source_for=lambda account: self.source,
            limits=self.limits,
            clock=self.clock,
            version="Windrow test",
            **self._parts,
        )

    async def __aenter__(self) -> "Bench":
        await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.engine.stop()
        self.take()

    async def start(self, *, resume: bool = True, token: str | None = "token") -> None:
        await self.engine.start(resume)
        if token is not None:
            self.tell(UseAccount(ACCOUNT, token))

    async def again(self, **kwargs: Any) -> None:
        """Stop and begin anew on the same home."""
        await self.engine.stop()
        self.take()
        self.engine = self._build()
        await self.start(**kwargs)

    def tell(self, command: Command) -> None:
        self.engine.submit(command)

    def add(self, spec: SuperviselySpec | None = None, **changes: Any) -> None:
        values = {"account": "k", "destination": str(self.out), "title": "Job"} | changes
        self.tell(AddJob(spec or SuperviselySpec(1), **values))

    def take(self) -> None:
        batch = self.engine.drain()
        self.facts.extend(batch.facts)
        self.samples.extend(batch.samples)

    async def until(self, is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds):
            while True:
                self.take()
                if is_so():
                    return
                await asyncio.sleep(0.005)

    def of(self, kind: type) -> list[Any]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def job(self, job_id: int = 1) -> Job | None:
        moves = [fact.job for fact in self.facts if isinstance(fact, JobMoved) and fact.job.id == job_id]
        return moves[-1] if moves else None

    def state(self, job_id: int = 1) -> JobState | None:
        job = self.job(job_id)
        return None if job is None else job.state

    async def finished(self, count: int = 1) -> JobFinished:
        await self.until(lambda: len(self.of(JobFinished)) >= count)
        return self.of(JobFinished)[count - 1]

    def check(self, *, is_complete: bool = True, without: tuple[str, ...] = (), others: tuple[str, ...] = ()) -> None:
        numbers = [str(n) for n in range(1, self.source.count + 1) if str(n) not in without]
        images = {
            f"ds0/img/{self.source.names.get(key, f'image_{key}.jpg')}": hashlib.sha256(
                self.source.body(key)
            ).hexdigest()
            for key in numbers
        }
        annotations = {path: path.replace("/img/", "/ann/") + ".json" for path in images}
        check_tree(
            self.out, Expected(images, annotations, ("meta.json", *others), is_complete=is_complete, is_idle=True)
        )
