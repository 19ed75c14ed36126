"""How far an export is, and what came of it. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.model.loss import LossReport


class Phase(StrEnum):
    """What an export does now, in this order; a mere check writes nothing."""

    READING = "reading"
    JUDGING = "judging"
    WRITING = "writing"
    VERIFYING = "verifying"
    PLACING = "placing"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an export stands.

    Attributes:
        phase: What is being done.
        done, total: Images in this phase.
        listed: Images of the chosen datasets.
        excluded, failed: Of those: left out by choice; impossible to export. Known after reading.
        size_bytes: Bytes of pictures written anew so far.
        total_bytes: Bytes of pictures that have to be written; 0 where they are linked.
    """

    phase: Phase
    done: int
    total: int
    listed: int = 0
    excluded: int = 0
    failed: int = 0
    size_bytes: int = 0
    total_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export.

    Attributes:
        report: Kept, changed, lost; what was found when it was read back.
        listed: Images of the chosen datasets.
        skipped: Of those: left out by choice.
        failed: Of those: could not be exported, or only without their picture.
    """

    report: LossReport
    listed: int
    skipped: int
    failed: int

    @property
    def has_problems(self) -> bool:
        """Return whether somebody should look at it."""
        return self.failed > 0 or (self.report.verified is not None and self.report.verified.differences > 0)
