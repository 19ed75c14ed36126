"""What of each project lies on this computer: not here, partly, current, or so many images changed since.

Downloads of the queue say where a project was brought. Small projects are compared image by image, one after the other
and in the background; of larger ones their dates and numbers are compared.
"""

import datetime
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.model.failure import Failure
from app.model.job import Job, JobState
from app.model.queries import MakeSurvey
from app.model.spec import SuperviselySpec, covers_everything
from app.model.survey import Survey
from app.model.tree import TreeNode
from ui.ask import Ask
from ui.text import count_text, plural

# A listing of so many images is a few dozen requests.
MOST_LISTED = 20_000
MOST_COMPARED = 8
ENDED = frozenset({JobState.DONE, JobState.PROBLEMS})


class Here(StrEnum):
    """How much of a project lies here."""

    NOT = "not"
    PARTLY = "partly"
    CURRENT = "current"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Badge:
    """What the tree says of a project beside its name.

    Attributes:
        here: How much of it lies here.
        changed: Images that are new, changed or gone since; 0 when nobody counted them.
        folder: Where it lies; empty for one that is not here.
        is_compared: It was compared image by image; else by date and number.
    """

    here: Here
    changed: int = 0
    folder: str = ""
    is_compared: bool = False

    def mark(self, count: str) -> str:
        """Return what the tree shows in place of the number of images."""
        match self.here:
            case Here.NOT:
                return count
            case Here.PARTLY:
                return f"◐ {count}"
            case Here.CURRENT:
                return f"✓ {count}"
            case Here.CHANGED:
                return f"↻ {count_text(self.changed)} changed" if self.changed else f"↻ {count}"

    def words(self) -> str:
        """Return the badge as a sentence for tips and screen readers; empty for a project that is not here."""
        match self.here:
            case Here.NOT:
                return ""
            case Here.PARTLY:
                return f"Partly in {self.folder}"
            case Here.CURRENT:
                return f"Current in {self.folder}" + ("" if self.is_compared else ", by its date and number")
            case Here.CHANGED if self.changed:
                return f"{plural(self.changed, 'image')} changed since it was brought to {self.folder}"
            case Here.CHANGED:
                return f"Changed since it was brought to {self.folder}"


NOT_HERE = Badge(Here.NOT)


def latest_jobs(jobs: Iterable[Job], account: str) -> dict[int, Job]:
    """Return by project the download that says most of it: the latest of the whole project, else the latest of all."""
    found: dict[int, Job] = {}
    for job in sorted(jobs, key=lambda one: one.id):
        spec = job.spec
        if not isinstance(spec, SuperviselySpec) or job.account != account:
            continue
        if not (job.counts.done or job.counts.already_here):
            continue
        before = found.get(spec.project_id)
        if before is None or _is_whole(job) or not _is_whole(before):
            found[spec.project_id] = job
    return found


def by_date(project: TreeNode, job: Job) -> Badge:
    """Return the badge of a project as far as date and number tell."""
    if not _is_whole(job):
        return Badge(Here.PARTLY, folder=job.destination)
    counts = job.counts
    at = _seconds(project.updated_at)
    is_newer = at is not None and job.started_at is not None and at > job.started_at
    has_other_number = project.items_count not in (None, counts.done + counts.already_here)
    return Badge(Here.CHANGED if is_newer or has_other_number else Here.CURRENT, folder=job.destination)


def by_survey(survey: Survey, job: Job) -> Badge:
    """Return the badge of a project whose listing was compared with its folder."""
    difference = survey.difference
    if difference is None:
        # The folder is not there any more, or holds nothing of it.
        return NOT_HERE
    changed = difference.new + difference.changed + difference.gone
    if not survey.already_here and difference.new:
        return NOT_HERE
    return Badge(Here.CHANGED if changed else Here.CURRENT, changed, job.destination, is_compared=True)


class Badges(QObject):
    """Knows the badges of the projects of one account.

    Signals:
        changed(int): The badge of this project is another one now.
    """

    changed = Signal(int)

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._badges: dict[int, Badge] = {}
        self._compared: dict[int, tuple[int, str]] = {}
        self._marks: dict[int, tuple[int, str]] = {}
        self._waiting: deque[Job] = deque()
        self._is_asking = False
        self.jobs: Callable[[], Sequence[Job]] = tuple

    def of(self, project_id: int) -> Badge:
        """Return the badge of a project."""
        return self._badges.get(project_id, NOT_HERE)

    def look(self, account: str, projects: Iterable[TreeNode], *, is_fresh: bool = False) -> None:
        """Look at all projects of an account anew.

        What was compared and has neither a later download nor another date since is compared again only when the tree
        itself `is_fresh`: every comparison is a listing of the project.
        """
        self._ask.forget(self, "badge")
        self._is_asking = False
        jobs = latest_jobs(self.jobs(), account)
        trees = {tree.id: tree for tree in projects}
        marks = {key: (job.id, trees[key].updated_at) for key, job in jobs.items() if key in trees}
        known = {key for key, mark in marks.items() if not is_fresh and self._compared.get(key) == mark}
        self._show({key: self.of(key) if key in known else by_date(trees[key], jobs[key]) for key in marks})
        self._marks = marks
        small = [jobs[key] for key in marks if key not in known and _is_whole(jobs[key]) and _is_small(trees[key])]
        self._waiting = deque(sorted(small, key=lambda job: -job.id)[:MOST_COMPARED])
        self._next()

    def _show(self, badges: Mapping[int, Badge]) -> None:
        before, self._badges = self._badges, dict(badges)
        for key in before.keys() | badges.keys():
            if before.get(key) != badges.get(key):
                self.changed.emit(key)

    def _next(self) -> None:
        if self._is_asking or not self._waiting:
            return
        job = self._waiting.popleft()
        self._is_asking = True

        def on_survey(survey: Survey) -> None:
            self._is_asking = False
            spec = job.spec
            if isinstance(spec, SuperviselySpec):
                self._compared[spec.project_id] = self._marks[spec.project_id]
                self._show({**self._badges, spec.project_id: by_survey(survey, job)})
            self._next()

        def on_failure(failure: Failure) -> None:
            # What date and number said stays.
            del failure
            self._is_asking = False
            self._next()

        query = MakeSurvey(job.spec, job.account, job.destination)
        self._ask.ask(self, query, Survey, on_survey, on_failure, name="badge")


def _is_whole(job: Job) -> bool:
    return covers_everything(job.spec) and job.state in ENDED and not job.counts.problems


def _is_small(project: TreeNode) -> bool:
    return project.items_count is not None and project.items_count <= MOST_LISTED


def _seconds(text: str) -> float | None:
    try:
        return datetime.datetime.fromisoformat(text).timestamp()
    except ValueError:
        return None
