"""Which exports follow a download. Pure."""

from app.model.commands import AddJob
from app.model.export_spec import ExportSpec
from app.model.export_title import export_title
from app.model.job import Job, JobState


def exports_after(job: Job) -> tuple[AddJob, ...]:
    """Return the exports that were asked for together with a job, in order; none unless it came to a good end.

    The tickets are those of the job, so that each export is in the list once, however often the job runs.
    """
    if job.state not in {JobState.DONE, JobState.PROBLEMS}:
        return ()
    wanted: tuple[str, ...] = tuple(dict.fromkeys(getattr(job.spec, "then", ())))
    return tuple(
        AddJob(
            ExportSpec(job.destination, key),
            "",
            f"{job.destination}-{key}",
            export_title(job.title, key),
            ticket=ticket_after(job.id, key),
        )
        for key in wanted
    )


def ticket_after(job_id: int, key: str) -> str:
    """Return the ticket of the export in a format that follows a job."""
    return f"then-{job_id}-{key}"


def follows(ticket: str, job_id: int) -> bool:
    """Return whether a ticket is that of an export after a job."""
    return ticket.startswith(f"then-{job_id}-")
