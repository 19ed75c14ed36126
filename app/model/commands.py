"""Every order that the window or the command line may give. Pure."""

from dataclasses import dataclass
from typing import TypeAlias

from app.model.account import Account
from app.model.spec import Spec


@dataclass(frozen=True, slots=True)
class UseAccount:
    """Know an account from now on; the token stays in the memory of the engine."""

    account: Account
    token: str

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"UseAccount({self.account.key!r}, token=…)"


@dataclass(frozen=True, slots=True)
class ForgetAccount:
    """Drop an account and its token; its jobs wait for sign-in."""

    account: str


@dataclass(frozen=True, slots=True)
class AddJob:
    """Put a job into the queue.

    Attributes:
        account: Key of a known account.
        destination: Absolute folder.
        title: Name for people.
        workers: Fixed number of requests at once; None lets the limiter learn.
        rate_limit: Bytes per second; None is unlimited.
        ticket: Chosen by the caller; the same ticket is added once.
    """

    spec: Spec
    account: str
    destination: str
    title: str
    workers: int | None = None
    rate_limit: int | None = None
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class PauseJob:
    """Stop handing out tasks; what is in flight may end."""

    job_id: int


@dataclass(frozen=True, slots=True)
class ResumeJob:
    """Go on where it stopped; nothing finished is fetched again."""

    job_id: int


@dataclass(frozen=True, slots=True)
class StartJobNow:
    """Run at once, whatever the queue says."""

    job_id: int


@dataclass(frozen=True, slots=True)
class CancelJob:
    """End for good; finished files stay."""

    job_id: int


@dataclass(frozen=True, slots=True)
class RetryJob:
    """Try the failed items again; `kinds` limits it to these failure kinds."""

    job_id: int
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RetryTile:
    """Read one tile of a harvest again if it could not be read, and try its failed images again."""

    job_id: int
    tile: str


@dataclass(frozen=True, slots=True)
class SetBasemap:
    """Take basemap tiles from an address with {z}, {x} and {y} in it; empty switches the basemap off."""

    address: str


@dataclass(frozen=True, slots=True)
class AcceptProblems:
    """Take the failed items as they are; the job counts as done, the items as skipped."""

    job_id: int


@dataclass(frozen=True, slots=True)
class RemoveJob:
    """Take a job off the list; its files stay unless `with_files`, which moves own files to the trash folder."""

    job_id: int
    with_files: bool = False


@dataclass(frozen=True, slots=True)
class MoveJob:
    """Give a job another place: before `before_id`, or last when None."""

    job_id: int
    before_id: int | None


@dataclass(frozen=True, slots=True)
class PauseAll:
    """Pause every job that is not finished."""


@dataclass(frozen=True, slots=True)
class ResumeAll:
    """Resume every paused job."""


@dataclass(frozen=True, slots=True)
class SetRateLimit:
    """Limit all jobs together to so many bytes per second; None lifts it."""

    bytes_per_second: int | None


@dataclass(frozen=True, slots=True)
class SetJobsAtOnce:
    """Let so many jobs run side by side; further ones wait in line."""

    count: int


@dataclass(frozen=True, slots=True)
class SetJobLimits:
    """Change workers and rate limit of a job."""

    job_id: int
    workers: int | None
    rate_limit: int | None


@dataclass(frozen=True, slots=True)
class ChangeDestination:
    """Let an unfinished job write to another folder; what is already here is planned again."""

    job_id: int
    destination: str


@dataclass(frozen=True, slots=True)
class RetryHold:
    """Do not wait any longer: try the held job now."""

    job_id: int


Command: TypeAlias = (
    UseAccount
    | ForgetAccount
    | AddJob
    | PauseJob
    | ResumeJob
    | StartJobNow
    | CancelJob
    | RetryJob
    | RetryTile
    | SetBasemap
    | AcceptProblems
    | RemoveJob
    | MoveJob
    | PauseAll
    | ResumeAll
    | SetRateLimit
    | SetJobsAtOnce
    | SetJobLimits
    | ChangeDestination
    | RetryHold
)
