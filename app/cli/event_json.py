"""Facts and samples as the JSON lines of `--json`. Pure."""

from typing import Any

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
from app.model.task import TaskState

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
  JobNoted       job_id, at, text
  EngineTrouble  why
  JobFinished    job_id, done, already_here, skipped, failed, bytes, seconds: the last line
Counts are listed, done, already_here, skipped, failed. done counts images that this job fetched,
already_here those that were right on disk, skipped those gone or left out with a reason, failed the rest;
the four add up to what was listed. bytes are those fetched by this job, seconds its working time.
JobFinished comes once per job; a job that was stopped or interrupted has none.
"""


def event_json(event: Event) -> dict[str, Any] | None:
    """Return an event as one object, or None when it is not for scripts."""
    name = {"event": type(event).__name__}
    match event:
        case JobAdded(job):
            return name | _job(job)
        case JobMoved(job, before) if job.state is before:
            # A fresh snapshot for those who show more than states.
            return None
        case JobMoved(job, before):
            return name | {
                "job_id": job.id,
                "state": job.state.value,
                "before": before.value,
                "why": job.failure.sentence() if job.failure is not None else None,
            }
        case ItemsPlanned(job_id, counts, total):
            return name | {"job_id": job_id, **_counts(counts), "bytes_total": total}
        case JobPlanned(job_id, counts, total, changed):
            return name | {"job_id": job_id, **_counts(counts), "bytes_total": total, "names_changed": changed}
        case TasksSettled(job_id, counts, done, tasks):
            problems = [
                {
                    "id": task.key,
                    "path": task.path,
                    "state": task.state.value,
                    "why": task.failure.sentence() if task.failure is not None else None,
                }
                for task in tasks
                if task.state in {TaskState.FAILED, TaskState.SKIPPED}
            ]
            return name | {"job_id": job_id, **_counts(counts), "bytes": done, "problems": problems}
        case HoldBegan(job_id, hold):
            why = f"{hold.title} {hold.hint}".strip()
            return name | {"job_id": job_id, "kind": hold.kind.value, "why": why, "until": hold.until}
        case HoldEnded(job_id):
            return name | {"job_id": job_id}
        case JobNoted(job_id, at, text):
            return name | {"job_id": job_id, "at": at, "text": text}
        case JobFinished(job_id, counts, done, seconds):
            ends = {key: value for key, value in _counts(counts).items() if key != "listed"}
            return name | {"job_id": job_id, **ends, "bytes": done, "seconds": round(seconds, 3)}
        case EngineTrouble(title, hint):
            return name | {"why": f"{title} {hint}".strip()}
        case JobRate():
            return name | {
                "job_id": event.job_id,
                "bytes_per_second": round(event.bytes_per_second),
                "items_per_second": round(event.items_per_second, 1),
                "seconds_left": event.seconds_left,
                "in_flight": event.in_flight,
            }
        case _:
            return None


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
    }
