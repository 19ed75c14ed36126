"""What can be looked at: folders of downloads, folders that were opened lately, and what is chosen in the tree."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QSettings

from app.model.export_spec import ExportSpec
from app.model.job import Job, JobState

STATE_KEY = "preview/recent"
MOST_RECENT = 8
MOST_JOBS = 30


class SourceKind(StrEnum):
    """Where the pictures come from."""

    JOB = "job"
    FOLDER = "folder"
    SELECTION = "selection"


@dataclass(frozen=True, slots=True)
class ViewSource:
    """One entry of the list.

    Attributes:
        kind: Where it comes from.
        words: Name for people.
        path: Absolute folder; empty for a selection that was not fetched yet.
        is_growing: A download writes into it.
    """

    kind: SourceKind
    words: str
    path: str = ""
    is_growing: bool = False


def job_sources(jobs: Iterable[Job]) -> list[ViewSource]:
    """Return the folders of downloads, newest first, each once; a job that has brought nothing yet has none.

    A folder that several jobs with different titles share is called by its own name.
    """
    found: dict[str, ViewSource] = {}
    for job in sorted(jobs, key=lambda one: -one.id):
        is_empty = not (job.counts.done or job.counts.already_here)
        if isinstance(job.spec, ExportSpec) or is_empty:
            continue
        growing = job.state in (JobState.RUNNING, JobState.PLANNING, JobState.WAITING)
        other = found.get(job.destination)
        words = job.title if other is None or other.words == job.title else Path(job.destination).name
        is_growing = growing or (other is not None and other.is_growing)
        found[job.destination] = ViewSource(SourceKind.JOB, words, job.destination, is_growing)
    return list(found.values())[:MOST_JOBS]


class RecentFolders:
    """Folders that were opened lately, newest first."""

    def __init__(self, state: QSettings) -> None:
        """Keep them in the private home."""
        self._state = state

    def all(self) -> list[str]:
        """Return the folders."""
        try:
            found = json.loads(str(self._state.value(STATE_KEY, "[]")))
        except ValueError:
            return []
        return [str(path) for path in found] if isinstance(found, list) else []

    def note(self, path: str) -> None:
        """Put a folder first."""
        newest = [path, *(one for one in self.all() if one != path)][:MOST_RECENT]
        self._state.setValue(STATE_KEY, json.dumps(newest))


def all_sources(jobs: Iterable[Job], recent: Iterable[str], selection: str) -> list[ViewSource]:
    """Return everything that can be looked at.

    Args:
        jobs: Of the queue.
        recent: Folders that were opened lately.
        selection: Name of what is chosen in the tree; empty when nothing is.
    """
    sources = job_sources(jobs)
    known = {source.path for source in sources}
    sources += [ViewSource(SourceKind.FOLDER, Path(path).name, path) for path in recent if path not in known]
    if selection:
        sources.append(ViewSource(SourceKind.SELECTION, f"First look at {selection}"))
    return sources
