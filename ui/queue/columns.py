"""The columns of the queue: title, width, words, order, and what they depend on. Pure.

The first eight are shown at first and fit 940 pixels; the others wait in the chooser. Zero is "0", unknown is "—",
an estimate carries "≈". `needs` names the fields of `changed_fields` that can change a cell.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from app.model.job import FINISHED, JobState
from ui.queue.row import JobRow
from ui.queue.states import look
from ui.text import (
    UNKNOWN,
    bytes_pair_text,
    bytes_text,
    count_text,
    duration_text,
    items_rate_text,
    left_text,
    rate_text,
)


class Column(IntEnum):
    """Logical place of each column in the model. The order of the header is the person's."""

    NAME = 0
    STATUS = 1
    PROGRESS = 2
    SIZE = 3
    RATE = 4
    ITEMS_RATE = 5
    TIME_LEFT = 6
    PROBLEMS = 7
    NUMBER = 8
    SOURCE = 9
    ITEMS = 10
    HERE = 11
    REMAINING = 12
    AVERAGE = 13
    PEAK = 14
    WORKERS = 15
    LIMIT = 16
    ADDED = 17
    STARTED = 18
    FINISHED = 19
    ACTIVE_TIME = 20
    DESTINATION = 21
    JOB_ID = 22


Key = tuple[bool, float] | str


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """How a column is shown.

    Attributes:
        title: Header text.
        width: Pixels at first.
        text: Words of a cell, from the row and UTC seconds.
        key: What puts cells in order; unknown sorts first.
        needs: Fields of the row that the cell depends on.
        is_number: Right-aligned, with figures of one width.
        is_shown: Shown before anybody chose.
    """

    title: str
    width: int
    text: Callable[[JobRow, float], str]
    key: Callable[[JobRow], Key]
    needs: frozenset[str]
    is_number: bool = True
    is_shown: bool = False


def known(value: float | None) -> Key:
    """Return a key that puts the unknown before every number."""
    return (False, 0.0) if value is None else (True, float(value))


def cell_text(row: JobRow, column: Column, now: float) -> str:
    """Return the words of one cell."""
    return COLUMNS[column].text(row, now)


def changed_columns(names: frozenset[str]) -> frozenset[Column]:
    """Return the columns that the change of these fields can touch."""
    return frozenset(column for column, shown in COLUMNS.items() if shown.needs & names)


def source_title(source: str) -> str:
    """Return the name of a source for people."""
    return source.capitalize()


def size_text(row: JobRow) -> str:
    """Return "2.7 / 5.9 GB" on the way, "8.0 GB" at the end, "≈ 3.3 GB" while it is an estimate."""
    about = "≈ " if row.are_bytes_estimated else ""
    if row.bytes_total == 0:
        return UNKNOWN if row.are_bytes_estimated else "0"
    if row.job.state in {JobState.DONE, JobState.PROBLEMS}:
        return bytes_text(row.bytes_done) if row.bytes_done else "0"
    if row.bytes_done == 0:
        return about + bytes_text(row.bytes_total)
    return about + bytes_pair_text(row.bytes_done, row.bytes_total)


def items_text(row: JobRow) -> str:
    """Return "8,741 / 12,431", with "≈" while more may be found."""
    counts = row.job.counts
    if counts.listed == 0 and row.is_estimate:
        return UNKNOWN
    about = "≈ " if row.is_estimate else ""
    return f"{count_text(counts.settled - counts.failed)} / {about}{count_text(counts.listed)}"


def time_text(seconds: float | None) -> str:
    """Return a moment as "21 Nov 14:05" in local time."""
    if not seconds:
        return UNKNOWN
    return f"{datetime.fromtimestamp(seconds).astimezone():%d %b %H:%M}".lstrip("0")


def workers_text(row: JobRow) -> str:
    """Return the fixed number, or "auto" with what is in flight now."""
    if row.job.workers is not None:
        return str(row.job.workers)
    return "auto" if row.live is None else f"auto · {row.live.in_flight}"


def _remaining(row: JobRow) -> int | None:
    if row.are_bytes_estimated and row.bytes_total == 0:
        return None
    return 0 if row.job.state in {JobState.DONE, JobState.PROBLEMS} else row.bytes_total - row.bytes_done


def _remaining_text(row: JobRow) -> str:
    left = _remaining(row)
    if left == 0:
        return "0"
    return ("≈ " if row.are_bytes_estimated and left is not None else "") + bytes_text(left)


def _left(row: JobRow) -> tuple[float | None, float | None]:
    return (None, None) if row.live is None else (row.live.seconds_left, row.live.seconds_left_high)


def time_left_text(low: float | None, high: float | None) -> str:
    """Return "4 m 40 s", as a short range "2–4 m" while it is vague, or "—" when it cannot be told."""
    if low is None:
        return UNKNOWN
    if high is None or left_text(low, high) == duration_text(low):
        return duration_text(low)
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m"), (1, "s")):
        if high >= 2 * size or size == 1:
            first, last = int(low // size), -int(-high // size)
            return f"{first}–{last} {unit}" if last > first else duration_text(high)
    return UNKNOWN


def compact(text: str) -> str:
    """Return sizes without the decimal where three figures say enough: "123.4 MB" is "123 MB"."""
    return re.sub(r"(\d{3})\.\d\b", r"\1", text)


_STATE_ORDER = {state: place for place, state in enumerate(JobState)}
_MOVING = frozenset({"rate", "state"})
_BYTES = frozenset({"bytes_done", "bytes_total", "is_planned", "state", "rate"})

COLUMNS: dict[Column, ColumnLook] = {
    Column.NAME: ColumnLook(
        "Name", 168, lambda r, _: r.job.title, lambda r: r.job.title.casefold(), frozenset({"title"}), False, True
    ),
    Column.STATUS: ColumnLook(
        "Status",
        262,
        lambda r, now: look(r, now).text,
        lambda r: known(_STATE_ORDER[r.job.state]),
        frozenset({"state", "hold", "failure", "counts", "rank", "active_seconds", "bytes_done", "bytes_total"}),
        False,
        True,
    ),
    Column.PROGRESS: ColumnLook(
        "Progress", 92, lambda r, _: f"{r.percent} %", lambda r: known(r.percent), _BYTES | {"counts"}, False, True
    ),
    Column.SIZE: ColumnLook(
        "Size", 122, lambda r, _: compact(size_text(r)), lambda r: known(r.bytes_total), _BYTES, is_shown=True
    ),
    Column.RATE: ColumnLook(
        "Rate",
        80,
        lambda r, _: compact(rate_text(r.live.bytes_per_second if r.live else None)),
        lambda r: known(r.live.bytes_per_second if r.live else None),
        _MOVING,
        is_shown=True,
    ),
    Column.ITEMS_RATE: ColumnLook(
        "Items/s",
        64,
        lambda r, _: items_rate_text(r.live.items_per_second if r.live else None),
        lambda r: known(r.live.items_per_second if r.live else None),
        _MOVING,
        is_shown=True,
    ),
    Column.TIME_LEFT: ColumnLook(
        "ETA",
        76,
        lambda r, _: time_left_text(*_left(r)),
        lambda r: known(r.live.seconds_left if r.live else None),
        _MOVING,
        True,
        True,
    ),
    Column.PROBLEMS: ColumnLook(
        "Problems",
        76,
        lambda r, _: count_text(r.job.counts.failed + r.job.counts.tiles_failed),
        lambda r: known(r.job.counts.failed + r.job.counts.tiles_failed),
        frozenset({"counts"}),
        is_shown=True,
    ),
    Column.NUMBER: ColumnLook(
        "#", 44, lambda r, _: "" if r.rank is None else str(r.rank), lambda r: known(r.rank), frozenset({"rank"})
    ),
    Column.SOURCE: ColumnLook(
        "Source",
        104,
        lambda r, _: source_title(r.job.source),
        lambda r: r.job.source,
        frozenset({"source"}),
        False,
    ),
    Column.ITEMS: ColumnLook(
        "Items",
        132,
        lambda r, _: items_text(r),
        lambda r: known(r.job.counts.listed),
        frozenset({"counts", "is_planned", "state"}),
    ),
    Column.HERE: ColumnLook(
        "Already here",
        96,
        lambda r, _: count_text(r.job.counts.already_here),
        lambda r: known(r.job.counts.already_here),
        frozenset({"counts"}),
    ),
    Column.REMAINING: ColumnLook(
        "Remaining", 90, lambda r, _: _remaining_text(r), lambda r: known(_remaining(r)), _BYTES
    ),
    Column.AVERAGE: ColumnLook(
        "Average",
        84,
        lambda r, _: rate_text(r.average),
        lambda r: known(r.average),
        frozenset({"rate", "active_seconds", "bytes_done"}),
    ),
    Column.PEAK: ColumnLook(
        "Peak",
        84,
        lambda r, _: rate_text(r.rate.peak if r.rate else None),
        lambda r: known(r.rate.peak if r.rate else None),
        frozenset({"rate"}),
    ),
    Column.WORKERS: ColumnLook(
        "Workers", 84, lambda r, _: workers_text(r), lambda r: known(r.job.workers), _MOVING | {"workers"}
    ),
    Column.LIMIT: ColumnLook(
        "Limit",
        84,
        lambda r, _: rate_text(r.job.rate_limit) if r.job.rate_limit else "off",
        lambda r: known(r.job.rate_limit),
        frozenset({"rate_limit"}),
    ),
    Column.ADDED: ColumnLook(
        "Added", 104, lambda r, _: time_text(r.job.added_at), lambda r: known(r.job.added_at), frozenset({"added_at"})
    ),
    Column.STARTED: ColumnLook(
        "Started",
        104,
        lambda r, _: time_text(r.job.started_at),
        lambda r: known(r.job.started_at),
        frozenset({"started_at"}),
    ),
    Column.FINISHED: ColumnLook(
        "Finished",
        104,
        lambda r, _: time_text(r.job.finished_at) if r.job.state in FINISHED else UNKNOWN,
        lambda r: known(r.job.finished_at if r.job.state in FINISHED else None),
        frozenset({"finished_at", "state"}),
    ),
    Column.ACTIVE_TIME: ColumnLook(
        "Active time",
        92,
        lambda r, _: duration_text(r.job.active_seconds) if r.job.active_seconds else UNKNOWN,
        lambda r: known(r.job.active_seconds),
        frozenset({"active_seconds"}),
    ),
    Column.DESTINATION: ColumnLook(
        "Destination",
        260,
        lambda r, _: r.job.destination,
        lambda r: r.job.destination,
        frozenset({"destination"}),
        False,
    ),
    Column.JOB_ID: ColumnLook("Job ID", 64, lambda r, _: str(r.job.id), lambda r: known(r.job.id), frozenset({"id"})),
}

SHOWN = tuple(column for column, shown in COLUMNS.items() if shown.is_shown)
