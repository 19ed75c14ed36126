"""How one job stands, put together from facts and samples, and the words for it. Pure."""

import datetime
from dataclasses import dataclass, field

from app.cli.words import bytes_text, count_text, duration_text, rate_text
from app.model.coverage import TileStanding, TileState
from app.model.events import (
    Fact,
    HoldBegan,
    HoldEnded,
    ItemsPlanned,
    JobAdded,
    JobFinished,
    JobMoved,
    JobPlanned,
    JobRate,
    TasksSettled,
)
from app.model.export_spec import ExportSpec
from app.model.job import Hold, Job, JobCounts, JobState

# A wait that is longer is worth saying how to leave it.
LONG_WAIT_SECONDS = 3600.0


@dataclass(slots=True)
class Standing:
    """What is known of a job right now.

    Attributes:
        job: The newest snapshot; None before the first.
        counts: Items.
        bytes_done, bytes_total: Of what has to be fetched.
        is_planned: Totals are exact.
        rate: The newest sample.
        hold: Why it waits.
        tiles: Of a harvest, by key: whether the list of each was read, or could not be.
    """

    job: Job | None = None
    counts: JobCounts = field(default_factory=JobCounts)
    bytes_done: int = 0
    bytes_total: int = 0
    is_planned: bool = False
    rate: JobRate | None = None
    hold: Hold | None = None
    tiles: dict[str, bool] = field(default_factory=dict)

    def take_tile(self, tile: TileStanding) -> None:
        """Learn how a tile stands; one that was read stays read while its images wait."""
        is_read = tile.state in {TileState.ACTIVE, TileState.DONE, TileState.PROBLEM}
        self.tiles[tile.key] = self.tiles.get(tile.key, False) or is_read

    @property
    def tiles_read(self) -> int:
        """Return how many tiles of a harvest need not be asked for any more."""
        return sum(self.tiles.values())

    def take(self, fact: Fact) -> None:
        """Learn from a fact about this very job."""
        match fact:
            case JobAdded(job) | JobMoved(job):
                self.job = job
                self.counts, self.bytes_done, self.bytes_total = job.counts, job.bytes_done, job.bytes_total
                self.is_planned, self.hold = job.is_planned, job.hold
            case ItemsPlanned(counts=counts, bytes_total=total):
                self.counts, self.bytes_total = counts, total
            case JobPlanned(counts=counts, bytes_total=total):
                self.counts, self.bytes_total, self.is_planned = counts, total, True
            case TasksSettled(counts=counts, bytes_done=done) | JobFinished(counts=counts, bytes_done=done):
                self.counts, self.bytes_done = counts, done
            case HoldBegan(hold=hold):
                self.hold = hold
            case HoldEnded():
                self.hold = None
            case _:
                pass

    @property
    def state(self) -> JobState:
        """Return the state of the newest snapshot."""
        return self.job.state if self.job is not None else JobState.QUEUED


def progress_text(standing: Standing) -> str:
    """Return one line: "120 of 240 images · 12.3 MB of 24.6 MB · 3.1 MB/s · about 4 s left"."""
    if standing.hold is not None:
        return hold_text(standing.hold)
    counts, rate = standing.counts, standing.rate
    if standing.tiles and not standing.is_planned:
        found = count_text(counts.listed, "image")
        parts = [f"{standing.tiles_read:,} of {count_text(len(standing.tiles), 'tile')} read", f"{found} so far"]
    elif standing.is_planned:
        parts = [f"{counts.settled:,} of {count_text(counts.listed, 'image')}"]
    else:
        parts = [f"{counts.settled:,} of at least {count_text(counts.listed, 'image')}"]
    if standing.bytes_total:
        parts.append(f"{bytes_text(standing.bytes_done)} of {bytes_text(standing.bytes_total)}")
    if rate is not None:
        parts.append(images_text(rate) if is_export(standing) else rate_text(rate.bytes_per_second))
        if rate.seconds_left is not None:
            parts.append(f"about {duration_text(rate.seconds_left)} left")
    if counts.failed:
        parts.append(f"{counts.failed:,} failed")
    if counts.tiles_failed:
        parts.append(f"{count_text(counts.tiles_failed, 'tile')} not read")
    return " · ".join(parts)


def images_text(rate: JobRate) -> str:
    """Return how fast an export goes, such as "820 images/s"."""
    return f"{rate.items_per_second:,.0f} images/s"


def hold_text(hold: Hold) -> str:
    """Return why a job waits, as one sentence or two."""
    return f"Waiting: {hold.title} {hold.hint}".strip()


def is_long(hold: Hold) -> bool:
    """Return whether a wait takes so long that nobody sits by."""
    return hold.until is not None and hold.until - hold.since >= LONG_WAIT_SECONDS


def long_wait_text(hold: Hold, job_id: int) -> str:
    """Return until when a job waits, and how to leave it; empty for a short wait."""
    if hold.until is None or not is_long(hold):
        return ""
    when = datetime.datetime.fromtimestamp(hold.until, datetime.UTC)
    return (
        f"That is until {when:%Y-%m-%d %H:%M} UTC, {duration_text(hold.until - hold.since)} from now. "
        f"Leave with Ctrl-C, which keeps everything; later: windrow jobs resume {job_id}"
    )


def is_export(standing: Standing | None) -> bool:
    """Return whether a job is an export."""
    return standing is not None and standing.job is not None and isinstance(standing.job.spec, ExportSpec)


def export_finished_text(finished: JobFinished) -> str:
    """Return the closing line of an export."""
    counts = finished.counts
    parts = [f"{counts.done:,} exported"]
    if counts.skipped:
        parts.append(f"{counts.skipped:,} left out")
    if counts.failed:
        parts.append(f"{counts.failed:,} not exported")
    size, time = bytes_text(finished.bytes_done), duration_text(finished.seconds)
    return f"{count_text(counts.listed, 'image')}: {', '.join(parts)} · {size} in {time}"


def finished_text(finished: JobFinished) -> str:
    """Return the closing line of a download."""
    counts = finished.counts
    parts = [f"{counts.done:,} fetched", f"{counts.already_here:,} already here"]
    if counts.skipped:
        parts.append(f"{counts.skipped:,} skipped")
    if counts.failed:
        parts.append(f"{counts.failed:,} failed")
    if counts.tiles_failed:
        parts.append(f"{count_text(counts.tiles_failed, 'tile')} not read")
    if counts.unverified:
        parts.append(f"{counts.unverified:,} that the service gave no checksum for")
    size, time = bytes_text(finished.bytes_done), duration_text(finished.seconds)
    return f"{count_text(counts.listed, 'image')}: {', '.join(parts)} · {size} in {time}"
