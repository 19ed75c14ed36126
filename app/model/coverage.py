"""What the map shows of a service: the images of one tile, packed. Pure data.

Columns are little-endian bytes, one value per image, so that 80,000 images cross a process border in a few
megabytes and become numpy arrays without a copy.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class CoverageTile:
    """The images (and sequence lines) of one tile of the coverage.

    Attributes:
        z, x, y: The tile.
        count: Images in it.
        xy: uint16 pairs: pixel of the 4096 grid of the tile, x right, y down; 4 bytes each.
        captured_at_ms: int64 each.
        compass_angle: float32 each; NaN when unknown.
        ids: int64 each.
        flags: uint8 each: 1 is a panorama, 2 means it does not say, 4 has a quality score of 0.5 or more.
        lines: float32 pairs in the same grid, sequences one after the other, each ended by a NaN pair.
        is_cached: It came from the cache; nothing was asked.
    """

    z: int
    x: int
    y: int
    count: int = 0
    xy: bytes = b""
    captured_at_ms: bytes = b""
    compass_angle: bytes = b""
    ids: bytes = b""
    flags: bytes = b""
    lines: bytes = b""
    is_cached: bool = False


class TileState(StrEnum):
    """Where a tile of a harvest stands: its list and its images together."""

    QUEUED = "queued"
    ACTIVE = "active"
    WAITING = "waiting"
    DONE = "done"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class TileStanding:
    """How far one tile of a harvest is.

    Attributes:
        job_id: The job.
        key: "z/x/y".
        state: All in one.
        listed: Images of the job in it.
        settled: Those that need nothing more.
        failed: Those that were given up.
        title: What happened to the tile itself, one sentence; empty when it could be read.
    """

    job_id: int
    key: str
    state: TileState
    listed: int = 0
    settled: int = 0
    failed: int = 0
    title: str = ""
