"""Follows the jobs of this command until each of them came to an end."""

import asyncio
import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from app.cli.desk import Exit
from app.cli.interrupt import Interrupt
from app.cli.reporters import Reporter
from app.cli.standing import Standing
from app.engine.host import Host
from app.engine.then import follows
from app.model.commands import AddJob, Command, PauseJob
from app.model.coverage import TileStanding
from app.model.events import (
    Batch,
    EngineTrouble,
    Fact,
    HoldBegan,
    JobAdded,
    JobFinished,
    JobMoved,
    JobRate,
    JobRemoved,
)
from app.model.export_spec import ExportSpec
from app.model.job import Hold, HoldKind, Job, JobCounts, JobState

# Facts are read this often at most; more is not seen and costs the engine its loop.
SECONDS_BETWEEN_DRAINS = 0.05
# The engine lets what is in flight end; after this time we leave anyway, which loses nothing.
SECONDS_TO_PAUSE = 5.0
# An order that the engine refuses is refused within a moment; silence means that the job waits for its turn.
SECONDS_TO_REFUSE = 1.0
# Stands for a job that never got an id, because the engine refused to add it.
NO_JOB = 0


class End(StrEnum):
    """How a job came to an end for this command."""

    FINISHED = "finished"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    Attributes:
        end: How it ended.
        problems: Items that failed or were skipped, and tiles that could not be read.
        why: A sentence when it was stopped.
        job: The last snapshot of a job that finished; None for the others.
    """

    end: End
    problems: int = 0
    why: str = ""
    job: Job | None = field(default=None, compare=False)


def needs_a_person(hold: Hold) -> bool:
    """Return whether a wait never ends by itself: servers, networks and quotas come back, tokens do not."""
    return hold.until is None and hold.kind in (HoldKind.SIGN_IN, HoldKind.DISK)


class Follower:
    """Takes the news of the engine, hands them to a reporter, and knows when it is over."""

    def __init__(self, host: Host, reporter: Reporter, interrupt: Interrupt) -> None:
        """Listen to the host; nothing is read before `follow`."""
        self._host = host
        self._reporter = reporter
        self._interrupt = interrupt
        self._news = asyncio.Event()
        self._standings: dict[int, Standing] = {}
        self._blocked: dict[int, str] = {}
        self._ticket = ""
        self._ordered: int | None = None
        self._is_stopping = False
        self.outcomes: dict[int, Outcome] = {}
        host.on_news = self._news.set

    def add(self, command: AddJob) -> None:
        """Give the order to add a job; it is ours as soon as it has an id."""
        self._ticket = command.ticket
        self._host.submit(command)

    async def order(self, command: Command, job_id: int) -> None:
        """Give an order about a job that is ours from now on; return when it moved, or was refused, or is in line."""
        self._standings.setdefault(job_id, Standing())
        self._ordered = job_id
        self._host.submit(command)
        try:
            async with asyncio.timeout(SECONDS_TO_REFUSE):
                while self._ordered is not None:
                    await self._news.wait()
                    self._news.clear()
                    self._read()
        except TimeoutError:
            self._ordered = None

    async def follow(self) -> dict[int, Outcome]:
        """Return what became of each job, by id. The first Ctrl-C pauses them all."""
        self._interrupt.listener = self._stop
        self._interrupt.last_words = self._reporter.close
        try:
            while not self._is_over():
                # Reading comes first: news that came before we listened are not announced again.
                self._read()
                if self._is_over():
                    break
                if self._is_stopping:
                    await self._wait_for_pause()
                    break
                await self._news.wait()
                self._news.clear()
                await asyncio.sleep(SECONDS_BETWEEN_DRAINS)
        finally:
            self._interrupt.listener = lambda: None
            self._reporter.close()
        return self.outcomes

    def _is_over(self) -> bool:
        return not self._ticket and self._standings.keys() <= self.outcomes.keys()

    def _stop(self) -> None:
        self._is_stopping = True
        for job_id in self._standings.keys() - self.outcomes.keys():
            self._host.submit(PauseJob(job_id))
        self._news.set()

    async def _wait_for_pause(self) -> None:
        """Give the engine a moment to pause; whatever did not end by then counts as interrupted all the same."""
        try:
            async with asyncio.timeout(SECONDS_TO_PAUSE):
                while self._standings.keys() - self.outcomes.keys():
                    await self._news.wait()
                    self._news.clear()
                    self._read()
        except TimeoutError:
            pass
        for job_id in self._standings.keys() - self.outcomes.keys():
            self.outcomes[job_id] = Outcome(End.INTERRUPTED)

    def _read(self) -> None:
        batch = self._host.drain()
        for fact in batch.facts:
            if isinstance(fact, JobFinished):
                self._take_tiles(batch)  # the last line of a job is its end
            self._take(fact)
        self._take_tiles(batch)
        for sample in batch.samples:
            if isinstance(sample, JobRate) and sample.job_id in self._standings.keys() - self.outcomes.keys():
                standing = self._standings[sample.job_id]
                standing.rate = sample
                self._reporter.sample(sample, standing)

    def _take_tiles(self, batch: Batch) -> None:
        for sample in batch.samples:
            if isinstance(sample, TileStanding) and sample.job_id in self._standings.keys() - self.outcomes.keys():
                self._standings[sample.job_id].take_tile(sample)
                self._reporter.sample(sample, self._standings[sample.job_id])

    def _take(self, fact: Fact) -> None:
        if isinstance(fact, JobAdded) and self._ticket and fact.job.ticket == self._ticket:
            self._ticket = ""
            self._standings[fact.job.id] = Standing()
        if isinstance(fact, JobAdded) and any(follows(fact.job.ticket, known) for known in self._standings):
            self._standings.setdefault(fact.job.id, Standing())
            self.outcomes.pop(fact.job.id, None)
        job_id = job_of(fact)
        if job_id is None:
            if isinstance(fact, EngineTrouble):
                self._take_trouble(fact)
            return
        if job_id == self._ordered:
            self._ordered = None
        if job_id not in self._standings or job_id in self.outcomes:
            return
        standing = self._standings[job_id]
        standing.take(fact)
        self._reporter.fact(fact, standing)
        if isinstance(fact, HoldBegan) and needs_a_person(fact.hold) and not self._is_stopping:
            # Only a person can end this wait, and nobody sits here: keep the job and say what to do.
            self._blocked[job_id] = f"{fact.hold.title} {fact.hold.hint}".strip()
            self._host.submit(PauseJob(job_id))
        outcome = self._outcome(job_id, fact)
        if outcome is not None:
            self.outcomes[job_id] = outcome

    def _take_trouble(self, trouble: EngineTrouble) -> None:
        """Take a refusal of what was just ordered as its end; any other trouble is told and nothing more."""
        refused = Outcome(End.STOPPED, why=f"{trouble.title} {trouble.hint}".strip())
        if self._ticket:
            self._ticket = ""
            self._standings[NO_JOB] = Standing()
            self.outcomes[NO_JOB] = refused
        elif self._ordered is not None:
            self.outcomes[self._ordered] = refused
            self._ordered = None
        else:
            self._reporter.fact(trouble, Standing())

    def _outcome(self, job_id: int, fact: Fact) -> Outcome | None:
        match fact:
            case JobFinished(counts=counts):
                job = self._finished(job_id, counts)
                return Outcome(End.FINISHED, problems_of(job, counts), job=job)
            case JobRemoved():
                return Outcome(End.STOPPED, why="The job was removed from the queue.")
            case JobMoved(job) if job.state is JobState.FAILED:
                return Outcome(End.STOPPED, why=job.failure.sentence() if job.failure else "The job stopped.")
            case JobMoved(job) if job.state is JobState.CANCELLED:
                return Outcome(End.STOPPED, why="The job was cancelled. What is finished stays.")
            case JobMoved(job) if job.state is JobState.PAUSED:
                if job_id in self._blocked:
                    return Outcome(End.STOPPED, why=self._blocked[job_id])
                if self._is_stopping:
                    return Outcome(End.INTERRUPTED)
                return Outcome(End.STOPPED, why=f"The job was paused. Go on with: windrow jobs resume {job_id}")
            case _:
                return None

    def _finished(self, job_id: int, counts: JobCounts) -> Job | None:
        job = self._standings[job_id].job
        return None if job is None else dataclasses.replace(job, counts=counts)


def problems_of(job: Job | None, counts: JobCounts) -> int:
    """Return how many things of a finished job did not go as asked.

    What somebody left out of an export is none; a difference that was found when it was read back counts as one.
    """
    if job is None or not isinstance(job.spec, ExportSpec):
        return counts.problems
    return max(counts.failed, int(job.state is JobState.PROBLEMS))


def job_of(fact: Fact) -> int | None:
    """Return the job that a fact is about; None when it is about the engine."""
    if isinstance(fact, JobAdded | JobMoved):
        return fact.job.id
    job_id: int | None = getattr(fact, "job_id", None)
    return job_id


def exit_code(outcomes: Iterable[Outcome], *, was_interrupted: bool) -> Exit:
    """Return the exit code of a command for what became of its jobs."""
    ends = list(outcomes)
    if was_interrupted or any(outcome.end is End.INTERRUPTED for outcome in ends):
        return Exit.INTERRUPTED
    if any(outcome.end is End.STOPPED for outcome in ends):
        return Exit.STOPPED
    if any(outcome.problems for outcome in ends):
        return Exit.PROBLEMS
    return Exit.COMPLETE
