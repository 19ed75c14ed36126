"""A job as the command line that does the same. Pure."""

import shlex

from app.model.job import Job
from app.model.spec import SuperviselySpec
from ui.plan.command_text import spec_words


def job_command(job: Job) -> str:
    """Return one `windrow download …` line, quoted for a POSIX shell."""
    spec = job.spec
    project = str(spec.project_id) if isinstance(spec, SuperviselySpec) else ""
    words = ["windrow", "download", project, "--to", job.destination, "--account", job.account]
    if isinstance(spec, SuperviselySpec):
        words += spec_words(spec)
    if job.workers is not None:
        words += ["--workers", str(job.workers)]
    if job.rate_limit is not None:
        words += ["--rate-limit", str(job.rate_limit)]
    return shlex.join(words)
