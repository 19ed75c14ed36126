"""Facts and samples as the JSON lines of `--json`. Pure."""

from typing import Any

from app.model.coverage import TileStanding
from app.model.events import (
    EngineTrouble,
    Event,
    HoldBegan,
    HoldEnded,
    ItemsPlanned,
    JobAdded,
    JobFinished,
    JobMoved,
    JobNoted,
    JobPlanned,
    JobRate,
    TasksSettled,
)
from app.model.job import Job, JobCounts
from app.model.task import Task, TaskState

FIELDS = """\
With --json, one object per line; "event" says what it is:
  JobAdded       job_id, title, account, destination, state, and the counts
  JobMoved       job_id, state, before, why (a sentence, or null)
  ItemsPlanned   job_id, the counts, bytes_total: so far
  JobPlanned     job_id, the counts, bytes_total, names_changed: now exact
  TasksSettled   job_id, the counts, bytes, problems [{id, path, state, why}]
  HoldBegan      job_id, kind, why, until (UTC seconds, or null)
  HoldEnded      job_id
  JobRate        job_id, bytes_per_second, items_per_second, seconds_left, in_flight
  TileUnread     job_id, tile (z/x/y), why: a coverage tile of a harvest that could not be read
  JobNoted       job_id, at, text
  EngineTrouble  why
  JobFinished    job_id, done, already_here, skipped, failed, tiles_failed, bytes, seconds: the last line
Counts are listed, done, already_here, skipped, failed, tiles_failed. done counts images that this job fetched,
already_here those that were right on disk, skipped those gone or left out with a reason, failed the rest;
the four add up to what was listed. tiles_failed counts coverage tiles that could not be read: their images
are not listed. bytes are those fetched by this job, seconds its working time.
JobFinished comes once per job; a job that was stopped or interrupted has none.
"""


def event_json(event: Event) -> dict[str, Any] | None:
    """Return an event as one object, or None when it is not for scripts."""
    if isinstance(event, JobAdded | JobMoved):
        fields = _state_fields(event)
    elif isinstance(event, ItemsPlanned | JobPlanned | TasksSettled | JobFinished):
        fields = _count_fields(event)
    else:
        fields = _other_fields(event)
    name = "TileUnread" if isinstance(event, TileStanding) else type(event).__name__
    return None if fields is None else {"event": name} | fields


def _state_fields(event: JobAdded | JobMoved) -> dict[str, Any] | None:
    job = event.job
    if isinstance(event, JobAdded):
        return _job(job)
    if job.state is event.before:
        # A fresh snapshot for those who show more than states.
        return None
    why = job.failure.sentence() if job.failure is not None else None
    return {"job_id": job.id, "state": job.state.value, "before": event.before.value, "why": why}


def _count_fields(event: ItemsPlanned | JobPlanned | TasksSettled | JobFinished) -> dict[str, Any]:
    fields: dict[str, Any] = {"job_id": event.job_id, **_counts(event.counts)}
    match event:
        case ItemsPlanned():
            return fields | {"bytes_total": event.bytes_total}
        case JobPlanned():
            return fields | {"bytes_total": event.bytes_total, "names_changed": event.names_changed}
        case TasksSettled():
            problems = [_problem(task) for task in event.tasks if task.state in {TaskState.FAILED, TaskState.SKIPPED}]
            return fields | {"bytes": event.bytes_done, "problems": problems}
        case JobFinished():
            del fields["listed"]
            return fields | {"bytes": event.bytes_done, "seconds": round(event.seconds, 3)}


def _other_fields(event: Event) -> dict[str, Any] | None:
    match event:
        case HoldBegan(job_id, hold):
            why = f"{hold.title} {hold.hint}".strip()
            return {"job_id": job_id, "kind": hold.kind.value, "why": why, "until": hold.until}
        case HoldEnded(job_id):
            return {"job_id": job_id}
        case JobNoted(job_id, at, text):
            return {"job_id": job_id, "at": at, "text": text}
        case EngineTrouble(title, hint):
            return {"why": f"{title} {hint}".strip()}
        case JobRate():
            return {
                "job_id": event.job_id,
                "bytes_per_second": round(event.bytes_per_second),
                "items_per_second": round(event.items_per_second, 1),
                "seconds_left": None if event.seconds_left is None else round(event.seconds_left, 1),
                "in_flight": event.in_flight,
            }
        case TileStanding(job_id=job_id, key=key, title=title) if title:
            return {"job_id": job_id, "tile": key, "why": title}
        case _:
            return None


def _problem(task: Task) -> dict[str, Any]:
    return {
        "id": task.key,
        "path": task.path,
        "state": task.state.value,
        "why": task.failure.sentence() if task.failure is not None else None,
    }


def job_json(job: Job) -> dict[str, Any]:
    """Return a job as `windrow jobs --json` shows it."""
    return _job(job) | {
        "bytes": job.bytes_done,
        "bytes_total": job.bytes_total,
        "why": job.failure.sentence() if job.failure is not None else None,
    }


def _job(job: Job) -> dict[str, Any]:
    return {
        "job_id": job.id,
        "title": job.title,
        "account": job.account,
        "destination": job.destination,
        "state": job.state.value,
        **_counts(job.counts),
    }


def _counts(counts: JobCounts) -> dict[str, int]:
    return {
        "listed": counts.listed,
        "done": counts.done,
        "already_here": counts.already_here,
        "skipped": counts.skipped,
        "failed": counts.failed,
        "tiles_failed": counts.tiles_failed,
    }
