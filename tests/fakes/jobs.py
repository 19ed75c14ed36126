"""Jobs, counts and a desk to stand at, for tests of the command line."""

import io
from dataclasses import dataclass, field

from app.cli.desk import Desk
from app.model.job import Job, JobCounts, JobState
from app.model.spec import SuperviselySpec


def a_job(job_id: int = 1, state: JobState = JobState.RUNNING, **changes: object) -> Job:
    values: dict[str, object] = {
        "title": "Town",
        "source": "supervisely",
        "account": "supervisely@here",
        "destination": "/data/town",
        "spec": SuperviselySpec(project_id=7),
        "position": job_id,
        "counts": JobCounts(240, 100, 10, 1, 2),
        "bytes_done": 1_000_000,
        "bytes_total": 2_000_000,
    }
    return Job(id=job_id, state=state, **(values | changes))


class Screen(io.StringIO):
    """A stream that says whether it is a terminal."""

    def __init__(self, *, is_terminal: bool = False) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@dataclass
class Table:
    """A desk whose streams can be read."""

    environ: dict[str, str] = field(default_factory=dict)
    is_terminal: bool = False

    def __post_init__(self) -> None:
        self.out = Screen(is_terminal=self.is_terminal)
        self.err = Screen()
        self.desk = Desk(self.environ, self.out, self.err)
