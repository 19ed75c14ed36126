"""What may be done with jobs, and the commands that do it. Pure.

Only orders that do something now are offered. With several jobs chosen an order is offered when one of them can
take it, and goes to those that can.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum

from app.model.commands import (
    AcceptProblems,
    CancelJob,
    Command,
    MoveJob,
    PauseJob,
    RemoveJob,
    ResumeJob,
    RetryHold,
    RetryJob,
    SetJobLimits,
    StartJobNow,
)
from app.model.export_spec import ExportSpec
from app.model.harvest import MapillarySpec
from app.model.job import FINISHED, HoldKind, Job, JobState


class Order(StrEnum):
    """One thing that a person may ask of chosen jobs."""

    PAUSE = "pause"
    RESUME = "resume"
    START_NOW = "start-now"
    RETRY_HOLD = "retry-hold"
    RETRY = "retry"
    ACCEPT = "accept"
    SHOW_ITEMS = "show-items"
    SHOW_PREVIEW = "show-preview"
    SHOW_MAP = "show-map"
    OPEN_FOLDER = "open-folder"
    TOP = "top"
    UP = "up"
    DOWN = "down"
    BOTTOM = "bottom"
    LIMIT = "limit"
    WORKERS = "workers"
    CHANGE_FOLDER = "change-folder"
    COPY_NAME = "copy-name"
    COPY_FOLDER = "copy-folder"
    COPY_ERROR = "copy-error"
    COPY_COMMAND = "copy-command"
    SHOW_LOG = "show-log"
    CANCEL = "cancel"
    REMOVE = "remove"
    TRASH = "trash"


MOVES = frozenset({Order.TOP, Order.UP, Order.DOWN, Order.BOTTOM})
COPIES = frozenset({Order.COPY_NAME, Order.COPY_FOLDER, Order.COPY_ERROR, Order.COPY_COMMAND})
_SINGLE = frozenset({Order.SHOW_ITEMS, Order.SHOW_PREVIEW, Order.SHOW_MAP, Order.SHOW_LOG, Order.CHANGE_FOLDER})
_ALWAYS = frozenset(
    {
        Order.SHOW_ITEMS,
        Order.OPEN_FOLDER,
        Order.COPY_NAME,
        Order.COPY_FOLDER,
        Order.COPY_COMMAND,
        Order.SHOW_LOG,
        Order.REMOVE,
        Order.TRASH,
    }
)
# An export asks no server and has no items of its own; it is made again as a whole.
_OF_DOWNLOADS = frozenset(
    {Order.RETRY, Order.SHOW_ITEMS, Order.LIMIT, Order.WORKERS, Order.RETRY_HOLD, Order.SHOW_MAP, Order.SHOW_PREVIEW}
)
_UNFINISHED = MOVES | {Order.LIMIT, Order.WORKERS, Order.CANCEL}


def takes(job: Job, order: Order) -> bool:
    """Return whether an order does something to a job now."""
    if isinstance(job.spec, ExportSpec) and order in _OF_DOWNLOADS:
        return order is Order.RETRY and job.state is JobState.PROBLEMS
    return _can_take(job, order)


def _can_take(job: Job, order: Order) -> bool:
    if order in _ALWAYS:
        return True
    if order in _UNFINISHED:
        return job.state not in FINISHED
    match order:
        case Order.PAUSE:
            return job.state not in FINISHED and job.state is not JobState.PAUSED
        case Order.RESUME:
            return job.state in {JobState.PAUSED, JobState.CANCELLED, JobState.FAILED}
        case Order.START_NOW:
            return job.state is JobState.QUEUED
        case Order.RETRY_HOLD:
            return job.state is JobState.WAITING and job.hold is not None and job.hold.kind is not HoldKind.SIGN_IN
        case Order.RETRY:
            return job.counts.failed + job.counts.tiles_failed > 0
        case Order.SHOW_PREVIEW | Order.SHOW_MAP:
            return _has_to_show(job, order)
        case Order.ACCEPT:
            return job.state is JobState.PROBLEMS
        case Order.CHANGE_FOLDER:
            return job.state in {JobState.WAITING, JobState.PAUSED, JobState.FAILED}
        case Order.COPY_ERROR:
            return bool(error_text(job))
        case _:
            return False


def _has_to_show(job: Job, order: Order) -> bool:
    if order is Order.SHOW_PREVIEW:
        return job.counts.done + job.counts.already_here > 0
    return isinstance(job.spec, MapillarySpec) and bool(job.spec.regions)


def offered(jobs: Sequence[Job]) -> frozenset[Order]:
    """Return every order that at least one of the chosen jobs can take."""
    orders = frozenset(order for order in Order if any(takes(job, order) for job in jobs))
    return orders if len(jobs) == 1 else orders - _SINGLE


def commands(order: Order, jobs: Sequence[Job]) -> list[Command]:
    """Return the commands that carry out an order; none for an order that is not the engine's."""
    able = [job for job in jobs if takes(job, order)]
    match order:
        case Order.PAUSE:
            return [PauseJob(job.id) for job in able]
        case Order.RESUME:
            return [ResumeJob(job.id) for job in able]
        case Order.START_NOW:
            return [StartJobNow(job.id) for job in able]
        case Order.RETRY_HOLD:
            return [RetryHold(job.id) for job in able]
        case Order.RETRY:
            return [RetryJob(job.id) for job in able]
        case Order.ACCEPT:
            return [AcceptProblems(job.id) for job in able]
        case Order.CANCEL:
            return [CancelJob(job.id) for job in able]
        case Order.REMOVE:
            return [RemoveJob(job.id) for job in able]
        case Order.TRASH:
            return [RemoveJob(job.id, with_files=True) for job in able]
        case _:
            return []


def set_workers(jobs: Sequence[Job], workers: int | None) -> list[Command]:
    """Return the commands that fix the workers of jobs, or let the limiter learn (None)."""
    return [SetJobLimits(job.id, workers, job.rate_limit) for job in jobs if takes(job, Order.WORKERS)]


def set_rate_limit(jobs: Sequence[Job], rate_limit: int | None) -> list[Command]:
    """Return the commands that limit jobs to bytes per second each, or lift the limit (None)."""
    return [SetJobLimits(job.id, job.workers, rate_limit) for job in jobs if takes(job, Order.LIMIT)]


def moves(order: Order, line: Sequence[int], chosen: Collection[int]) -> list[MoveJob]:
    """Return the moves that shift chosen jobs within the line; what is chosen keeps its own order.

    Args:
        order: One of `MOVES`.
        line: Ids of the unfinished jobs in queue order.
        chosen: Ids to move.
    """
    picked = [job_id for job_id in line if job_id in chosen]
    others = [job_id for job_id in line if job_id not in chosen]
    match order:
        case Order.TOP:
            target = picked + others
        case Order.BOTTOM:
            target = others + picked
        case Order.UP:
            target = _shifted(line, chosen)
        case _:
            target = _shifted(line[::-1], chosen)[::-1]
    return [] if target == list(line) else moves_before(target, picked)


def moves_before(target: Sequence[int], picked: Collection[int]) -> list[MoveJob]:
    """Return the moves that bring picked jobs to where `target` has them, last one first."""
    result: list[MoveJob] = []
    following: int | None = None
    for job_id in reversed(target):
        if job_id in picked:
            result.append(MoveJob(job_id, following))
        following = job_id
    return result


def dragged(ids: Sequence[int], before: int | None) -> list[MoveJob]:
    """Return the moves that put dragged jobs, in their order, before another one or last."""
    target = [*ids] if before is None else [*ids, before]
    return moves_before(target, ids)


def error_text(job: Job) -> str:
    """Return why a job stopped or waits, for the clipboard; empty when nothing is wrong."""
    if job.failure is not None:
        return "\n".join(part for part in (job.failure.sentence(), job.failure.detail) if part)
    if job.hold is not None:
        return f"{job.hold.title} {job.hold.hint}".strip()
    return ""


def _shifted(line: Sequence[int], chosen: Collection[int]) -> list[int]:
    """Return the line with each chosen job one place earlier, unless it is blocked by chosen ones."""
    result = list(line)
    for place in range(1, len(result)):
        if result[place] in chosen and result[place - 1] not in chosen:
            result[place - 1], result[place] = result[place], result[place - 1]
    return result
