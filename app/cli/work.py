"""Runs jobs in the foreground and says what became of them: the end of `download`, `harvest` and `jobs resume`."""

import argparse
import dataclasses
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from app.cli.desk import Desk, Exit
from app.cli.export_end import is_export, tell_export
from app.cli.follow import End, Follower, Outcome, exit_code
from app.cli.harvest_end import look_back
from app.cli.interrupt import Interrupt
from app.cli.reporters import choose_reporter
from app.cli.words import printable
from app.engine.host import Host
from app.model.commands import AddJob
from app.model.job import Job
from app.model.queries import ListFailures

if TYPE_CHECKING:
    from app.model.task import FailureGroup

GROUPS_SHOWN = 10


async def carry_on(
    host: Host,
    options: argparse.Namespace,
    desk: Desk,
    interrupt: Interrupt,
    begin: Callable[[Follower], Awaitable[None]],
) -> Exit:
    """Follow the jobs that `begin` starts, then tell the failures of each; return the exit code."""
    follower = Follower(host, choose_reporter(options, desk, time.monotonic), interrupt)
    await begin(follower)
    outcomes = await follower.follow()
    for job_id, outcome in outcomes.items():
        if outcome.end is End.STOPPED:
            desk.complain(outcome.why)
        elif outcome.end is End.INTERRUPTED:
            desk.complain(interrupted_text(job_id))
        elif outcome.problems and not is_export(outcome.job):
            groups: tuple[FailureGroup, ...] = await host.call(ListFailures(job_id))
            for line in failure_lines(groups, job_id):
                desk.complain(line)
        if outcome.job is not None:
            outcomes[job_id] = await _look_back(host, options, desk, outcome, outcome.job)
    if interrupt.was_hit and not outcomes:
        desk.complain("Interrupted. Run the same command again to go on.")
    return exit_code(outcomes.values(), was_interrupted=interrupt.was_hit and _is_cut_short(outcomes))


async def follow_order(
    host: Host, options: argparse.Namespace, desk: Desk, interrupt: Interrupt, order: AddJob
) -> Exit:
    """Give an order and stay with its job; the engine goes on with an unfinished job that asks the very same."""
    order = dataclasses.replace(order, workers=options.workers, rate_limit=options.rate_limit, ticket=uuid.uuid4().hex)

    async def begin(follower: Follower) -> None:
        follower.add(order)

    return await carry_on(host, options, desk, interrupt, begin)


async def _look_back(host: Host, options: argparse.Namespace, desk: Desk, outcome: Outcome, job: Job) -> Outcome:
    """Tell what is special about the end of a harvest or an export; return what became of it."""
    if is_export(job):
        await tell_export(host, options, desk, job)
        return outcome
    end = await look_back(host, job)
    for line in end.complaints:
        desk.complain(line)
    if end.sentence and not options.quiet:
        (desk.complain if options.json else desk.say)(end.sentence)
    return dataclasses.replace(outcome, end=End.STOPPED) if end.is_shut_out else outcome


def interrupted_text(job_id: int) -> str:
    """Return the sentence that says how an interrupted job goes on."""
    return f"Paused; nothing is lost. Run the same command again, or: windrow jobs resume {job_id}"


def failure_lines(groups: "tuple[FailureGroup, ...]", job_id: int) -> list[str]:
    """Return one line per cause, and how to try again where that may help."""
    lines = []
    for group in groups[:GROUPS_SHOWN]:
        examples = ", ".join(printable(path) for path in group.examples)
        more = ", …" if group.count > len(group.examples) else ""
        lines.append(
            f"{group.count:,} × {group.title} {group.hint}".rstrip() + (f" ({examples}{more})" if examples else "")
        )
    if len(groups) > GROUPS_SHOWN:
        lines.append(f"… and {len(groups) - GROUPS_SHOWN:,} further causes")
    if any(group.can_retry for group in groups):
        lines.append(f"Try these again with: windrow jobs retry {job_id}")
    return lines


def _is_cut_short(outcomes: dict[int, Outcome]) -> bool:
    """Return whether the interruption took anything away: a job that finished meanwhile is finished."""
    return not outcomes or any(outcome.end is not End.FINISHED for outcome in outcomes.values())
