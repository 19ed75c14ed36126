"""Orders about jobs that are in the queue already, given from a terminal."""

import argparse
import asyncio
from collections.abc import Callable, Sequence

from app.bootstrap.accounts import engine_accounts
from app.cli.desk import Desk, Exit
from app.cli.follow import Follower
from app.cli.interrupt import Interrupt
from app.cli.work import carry_on
from app.config.paths import find_home
from app.engine.host import Host
from app.model.commands import Command, PauseJob, RemoveJob, ResumeJob, RetryJob, UseAccount
from app.model.events import EngineTrouble, Fact, JobMoved, JobRemoved
from app.model.export_spec import ExportSpec
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import FINISHED, Job, JobState

SECONDS_TO_OBEY = 5.0


async def pause(host: Host, job: Job) -> None:
    """Pause a job and wait until it is. Raise FailedError when that is not possible."""
    if job.state in FINISHED:
        raise FailedError(Failure(FailureKind.REFUSED, f"Job {job.id} is {job.state.value} already."))
    if job.state is not JobState.PAUSED:
        await _obey(
            host, PauseJob(job.id), lambda fact: isinstance(fact, JobMoved) and fact.job.state is JobState.PAUSED, job
        )


async def remove(host: Host, job: Job) -> None:
    """Take a job off the list and wait until it is. Raise FailedError when that is not possible."""
    await _obey(host, RemoveJob(job.id), lambda fact: isinstance(fact, JobRemoved) and fact.job_id == job.id, job)


async def go_on(host: Host, options: argparse.Namespace, desk: Desk, interrupt: Interrupt, jobs: Sequence[Job]) -> Exit:
    """Resume or retry jobs here, and follow them to their end.

    Raises:
        FailedError: A job has nothing left to do, or nobody is signed in for it.
    """
    known = {
        credentials.account.key: credentials for credentials in engine_accounts(find_home(desk.environ), desk.environ)
    }
    for job in jobs:
        refuse_useless(job, options.action)
        if isinstance(job.spec, ExportSpec):
            continue  # it asks nobody
        if job.account not in known:
            raise FailedError(
                Failure(
                    FailureKind.AUTH,
                    f"Job {job.id} uses {job.account}, whose token is not at hand.",
                    token_hint(job),
                )
            )
    for key in {job.account for job in jobs if job.account in known}:
        host.submit(UseAccount(known[key].account, known[key].token))

    async def begin(follower: Follower) -> None:
        for job in jobs:
            await follower.order(RetryJob(job.id) if options.action == "retry" else ResumeJob(job.id), job.id)

    return await carry_on(host, options, desk, interrupt, begin)


def refuse_useless(job: Job, action: str) -> None:
    """Raise FailedError when an order would change nothing and waiting for it would never end."""
    has_failures = job.counts.failed or job.counts.tiles_failed or job.state is JobState.FAILED
    if isinstance(job.spec, ExportSpec) and job.state is JobState.PROBLEMS:
        has_failures = True
    if action == "retry" and not has_failures:
        raise FailedError(Failure(FailureKind.REFUSED, f"No item of job {job.id} failed."))
    if action == "resume" and job.state in FINISHED - {JobState.FAILED}:
        has_failures = job.counts.failed or job.counts.tiles_failed
        again = f"Try what failed with: windrow jobs retry {job.id}" if has_failures else ""
        raise FailedError(Failure(FailureKind.REFUSED, f"Job {job.id} is {job.state.value} already.", again))


def token_hint(job: Job) -> str:
    """Return what to do when the token of a job is not at hand."""
    if job.source == "mapillary":
        return "Set MLY_TOKEN, write it to .env in this folder, or connect in the window."
    return "Set SERVER_ADDRESS and API_TOKEN, or connect in the window."


async def _obey(host: Host, command: Command, is_done: Callable[[Fact], bool], job: Job) -> None:
    """Give an order and wait for the fact that it was carried out. Raise FailedError when it is refused."""
    news = asyncio.Event()
    host.on_news = news.set
    host.drain()
    host.submit(command)
    try:
        async with asyncio.timeout(SECONDS_TO_OBEY):
            while True:
                for fact in host.drain().facts:
                    if is_done(fact):
                        return
                    if isinstance(fact, EngineTrouble):
                        raise FailedError(Failure(FailureKind.REFUSED, fact.title, fact.hint))
                await news.wait()
                news.clear()
    except TimeoutError:
        raise FailedError(
            Failure(FailureKind.INTERNAL, f"Job {job.id} did not obey.", "Try again; the log says more.")
        ) from None
