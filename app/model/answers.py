"""Answers to queries that are not records of their own elsewhere. Pure."""

from dataclasses import dataclass

from app.model.annotation import Annotation
from app.model.task import Task


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Some items of a job and how many there are in all under the same filter."""

    tasks: tuple[Task, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Look:
    """One image with its labels, for a first look.

    Attributes:
        name: As the service spells it.
        image: Encoded image bytes, at most a few megabytes.
        annotation: Labels in pixels of that image.
    """

    name: str
    image: bytes
    annotation: Annotation


@dataclass(frozen=True, slots=True)
class DestinationCheck:
    """What was found at a destination.

    Attributes:
        can_write: A job may write there.
        reason: Why not, one sentence; empty when it may.
        foreign: Relative path of the first file of somebody else; empty when there is none.
        is_ours: A folder that Windrow filled before.
        free: Bytes free on that disk.
        total: Bytes of that disk.
    """

    can_write: bool
    reason: str
    foreign: str
    is_ours: bool
    free: int
    total: int
