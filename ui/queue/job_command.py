"""A job as the command line that does the same. Pure."""

import shlex
from pathlib import Path

from app.model.export_spec import ExportSpec
from app.model.harvest import MapillarySpec
from app.model.job import Job
from app.model.spec import SuperviselySpec
from ui.export.command import export_command
from ui.plan.command_text import spec_words
from ui.plan.harvest_command import harvest_command
from ui.plan.regions_file import regions_path


def job_command(job: Job, home: Path) -> str:
    """Return one `windrow …` line, quoted for a POSIX shell.

    Args:
        job: The job.
        home: The private home, below which a file with several regions lies; `keep_regions` writes it.
    """
    spec = job.spec
    if isinstance(spec, ExportSpec):
        return export_command(spec, job.destination)
    if isinstance(spec, MapillarySpec):
        path = regions_path(spec.regions, home)
        return harvest_command(spec, job.account, job.destination, path, job.workers, job.rate_limit)
    project = str(spec.project_id) if isinstance(spec, SuperviselySpec) else ""
    words = ["windrow", "download", project, "--to", job.destination, "--account", job.account, *spec_words(spec)]
    if job.workers is not None:
        words += ["--workers", str(job.workers)]
    if job.rate_limit is not None:
        words += ["--rate-limit", str(job.rate_limit)]
    return shlex.join(words)
