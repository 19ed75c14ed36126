"""Puts what a person wants to keep of jobs on the clipboard."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication

from app.model.harvest import MapillarySpec
from app.model.job import Job
from ui.desk import Desk
from ui.plan.regions_file import keep_regions
from ui.queue.job_command import job_command
from ui.queue.orders import Order, error_text
from ui.shell.messages import Message


def copy(order: Order, jobs: Sequence[Job], desk: Desk) -> None:
    """Copy names, folders, errors or commands, one line for each job."""
    if order is Order.COPY_COMMAND:
        copy_command(*jobs, desk=desk)
        return
    words = {Order.COPY_NAME: _name, Order.COPY_FOLDER: _folder}.get(order, error_text)
    QGuiApplication.clipboard().setText("\n".join(words(job) for job in jobs))


def copy_command(*jobs: Job, desk: Desk) -> None:
    """Copy the commands of jobs, and write the files that they name."""
    home = desk.backend.state_file.parent
    try:
        for job in jobs:
            if isinstance(job.spec, MapillarySpec):
                keep_regions(job.spec.regions, home)
    except OSError:
        hint = "Make room on the disk and try again."
        desk.messages.post(Message("copy", "err", "The regions cannot be written to a file.", hint))
        return
    QGuiApplication.clipboard().setText("\n".join(job_command(job, home) for job in jobs))


def _name(job: Job) -> str:
    return job.title


def _folder(job: Job) -> str:
    return job.destination
