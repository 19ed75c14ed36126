"""`windrow jobs`: the queue of this user, shared with the window."""

import argparse
import json
from collections.abc import Sequence

from app.cli import values
from app.cli.desk import Desk, Exit
from app.cli.event_json import FIELDS
from app.cli.interrupt import Interrupt, run_async
from app.cli.parser import SubParsers, add_progress
from app.cli.words import bytes_text, count_text, printable
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import FINISHED, Job, JobState

EPILOG = f"""\
  list              every job (the default)
  pause  JOB_ID     stop handing out items; what is in flight may end
  resume [JOB_ID]   go on here until it is finished; without an id all unfinished jobs
  retry  JOB_ID     try the failed items, and coverage tiles that could not be read, again, here
  remove JOB_ID     take a job off the list; its files stay

list --json prints one object per job: job_id, title, account, destination, state, listed, done,
already_here, skipped, failed, tiles_failed, bytes, bytes_total, why. resume and retry tell what download tells.

{FIELDS}"""

ACTIONS = ("list", "pause", "resume", "retry", "remove")


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("jobs", help="list, pause, resume, retry or remove jobs", epilog=EPILOG)
    parser.add_argument("action", nargs="?", choices=ACTIONS, default="list")
    parser.add_argument("job", nargs="?", type=values.identifier, metavar="JOB_ID")
    parser.add_argument("--allow-http", action="store_true", help="send the token over plain http to another machine")
    add_progress(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Do what is asked of the queue."""
    if options.action in {"pause", "retry", "remove"} and options.job is None:
        desk.complain(f"Which job? windrow jobs {options.action} JOB_ID (windrow jobs lists them)")
        return Exit.USAGE
    return run_async(lambda interrupt: _work(options, desk, interrupt))


async def _work(options: argparse.Namespace, desk: Desk, interrupt: Interrupt) -> int:
    from app.cli.queue import go_on, pause, remove
    from app.cli.session import engine_session
    from app.model.queries import ListJobs

    async with engine_session(desk, allow_http=options.allow_http) as host:
        jobs: tuple[Job, ...] = await host.call(ListJobs())
        if options.action == "list":
            for line in list_lines(jobs, options.job, as_json=options.json):
                desk.say(line)
            return Exit.COMPLETE
        chosen = choose(jobs, options.job)
        if options.action == "pause":
            await pause(host, chosen[0])
            if not options.quiet:
                desk.say(f"Job {chosen[0].id} is paused. Go on with: windrow jobs resume {chosen[0].id}")
            return Exit.COMPLETE
        if options.action == "remove":
            await remove(host, chosen[0])
            if not options.quiet:
                desk.say(f"Job {chosen[0].id} is off the list. Its files stay in {chosen[0].destination}")
            return Exit.COMPLETE
        if not chosen:
            desk.say("No job is unfinished.")
            return Exit.COMPLETE
        return await go_on(host, options, desk, interrupt, chosen)


def choose(jobs: Sequence[Job], job_id: int | None) -> list[Job]:
    """Return the job with this id, or all unfinished ones. Raise FailedError when there is no such job."""
    if job_id is None:
        return [job for job in jobs if job.state not in FINISHED or job.state is JobState.FAILED]
    found = [job for job in jobs if job.id == job_id]
    if not found:
        raise FailedError(
            Failure(FailureKind.NOT_FOUND, f"There is no job {job_id}.", "windrow jobs lists those there are.")
        )
    return found


def list_lines(jobs: Sequence[Job], only: int | None, *, as_json: bool) -> list[str]:
    """Return the list of jobs, one line each."""
    from app.cli.event_json import job_json

    shown = jobs if only is None else choose(jobs, only)
    if as_json:
        return [json.dumps(job_json(job), ensure_ascii=False) for job in shown]
    return [job_text(job) for job in shown] or ["The queue is empty."]


def job_text(job: Job) -> str:
    """Return one job as one line."""
    counts = job.counts
    parts = [f"{counts.settled:,} of {count_text(counts.listed, 'image')}", bytes_text(job.bytes_done)]
    if counts.failed:
        parts.append(f"{counts.failed:,} failed")
    if counts.skipped:
        parts.append(f"{counts.skipped:,} skipped")
    if counts.tiles_failed:
        parts.append(f"{count_text(counts.tiles_failed, 'tile')} not read")
    line = f"{job.id:>5}  {job.state.value:<9}  {printable(job.title)}  {' · '.join(parts)}  → {job.destination}"
    if job.failure is not None:
        line += f"\n       {job.failure.sentence()}"
    return line
