"""How each state of a job is said: icon, colour token and words. Pure.

Icon, word and colour always come together, so that colour is never alone. Icons are `mdi6` names.
"""

from dataclasses import dataclass
from typing import assert_never

from app.model.export_spec import ExportSpec
from app.model.export_title import format_title
from app.model.harvest import MapillarySpec
from app.model.job import Hold, HoldKind, JobState
from ui.queue.row import JobRow
from ui.text import about_text, count_text, countdown_text, plural


@dataclass(frozen=True, slots=True)
class StateLook:
    """How a state is shown.

    Attributes:
        icon: Name in Material Design Icons.
        token: Colour token of icon and words.
        text: The words.
    """

    icon: str
    token: str
    text: str


_HOLD_LOOKS = {
    HoldKind.SERVER: ("cloud-off-outline", "warn"),
    HoldKind.QUOTA: ("timer-sand", "warn"),
    HoldKind.NETWORK: ("lan-disconnect", "warn"),
    HoldKind.DISK: ("harddisk", "warn"),
    HoldKind.SIGN_IN: ("shield-key-outline", "err"),
}


def look(row: JobRow, now: float) -> StateLook:
    """Return how a row says its state at `now` (UTC seconds)."""
    job = row.job
    if isinstance(job.spec, ExportSpec) and (shown := _export_look(row, job.spec)) is not None:
        return shown
    match job.state:
        case JobState.QUEUED:
            return StateLook("clock-outline", "muted", _line_text(row.rank))
        case JobState.PLANNING:
            return StateLook("magnify", "info", f"Counting · {count_text(job.counts.listed)} found")
        case JobState.RUNNING:
            return StateLook("progress-clock", "accent", "Downloading")
        case JobState.WAITING:
            return _hold_look(job.hold, now)
        case JobState.PAUSED:
            return StateLook("pause", "paused", "Paused")
        case JobState.DONE:
            return StateLook("check-circle-outline", "ok", _done_text(row))
        case JobState.PROBLEMS:
            return StateLook(
                "alert-outline", "err", f"Done · {plural(job.counts.failed + job.counts.tiles_failed, 'problem')}"
            )
        case JobState.FAILED:
            return StateLook("alert-circle-outline", "err", _stopped_text(row))
        case JobState.CANCELLED:
            return StateLook("close-circle-outline", "muted", f"Cancelled at {row.percent} %")
        case _:
            assert_never(job.state)


def _export_look(row: JobRow, spec: ExportSpec) -> StateLook | None:
    """Return how an export says its state; None where it says the same as a download."""
    counts = row.job.counts
    match row.job.state:
        case JobState.PLANNING:
            return StateLook("magnify", "info", f"Reading · {plural(counts.listed, 'image')}")
        case JobState.RUNNING if counts.pending > 0:
            return StateLook("export-variant", "info", f"Writing {format_title(spec.format)}")
        case JobState.RUNNING:
            return StateLook("file-check-outline", "info", "Verifying" if spec.is_verified else "Putting it in place")
        case JobState.DONE:
            words = "verified " if spec.is_verified else ""
            return StateLook("check-circle-outline", "ok", f"Done · {words}{plural(counts.done, 'image')}")
        case JobState.PROBLEMS:
            words = plural(counts.failed, "problem") if counts.failed else "differences found"
            return StateLook("alert-outline", "err", f"Done · {words}")
        case JobState.CANCELLED:
            return StateLook("close-circle-outline", "muted", "Cancelled")
        case _:
            return None


def counts_down(row: JobRow) -> bool:
    """Return whether the words of a row change with time alone."""
    hold = row.job.hold
    return (
        row.job.state is JobState.WAITING
        and hold is not None
        and hold.until is not None
        and hold.kind in {HoldKind.SERVER, HoldKind.QUOTA}
    )


def _line_text(rank: int | None) -> str:
    if rank is None:
        return "Queued"
    return "Queued · starts next" if rank == 1 else f"Queued · {ordinal(rank)} in line"


def ordinal(number: int) -> str:
    """Return "1st", "2nd", "3rd", "11th"."""
    if number % 100 in {11, 12, 13}:
        return f"{count_text(number)}th"
    return f"{count_text(number)}" + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _hold_look(hold: Hold | None, now: float) -> StateLook:
    if hold is None:
        return StateLook("timer-sand", "warn", "Waiting")
    icon, token = _HOLD_LOOKS[hold.kind]
    rest = None if hold.until is None else max(0.0, hold.until - now)
    match hold.kind:
        case HoldKind.SERVER:
            text = "Server not answering" + ("" if rest is None else f" · retry in {countdown_text(rest)}")
        case HoldKind.QUOTA:
            text = "Waiting for quota" + ("" if rest is None else f" · {countdown_text(rest)}")
        case HoldKind.NETWORK:
            text = "Offline · resumes by itself"
        case HoldKind.DISK:
            text = _clause(hold.title) or "Disk nearly full"
        case HoldKind.SIGN_IN:
            text = "Token refused"
        case _:
            assert_never(hold.kind)
    return StateLook(icon, token, text)


def _done_text(row: JobRow) -> str:
    counts = row.job.counts
    if isinstance(row.job.spec, MapillarySpec) and not counts.listed:
        return "Done · no images here"
    if counts.done == 0:
        return f"Done · all {count_text(counts.already_here)} already here" if counts.already_here else "Done"
    seconds = row.job.active_seconds
    if seconds <= 0:
        return f"Done · {count_text(counts.done)}"
    if seconds < 50:
        return f"Done · {count_text(counts.done)} in {max(1, round(seconds))} s"
    return f"Done · {count_text(counts.done)} in {about_text(seconds).removeprefix('≈ ')}"


def _stopped_text(row: JobRow) -> str:
    failure = row.job.failure
    if failure is None:
        return "Stopped"
    reason = _clause(failure.title)
    is_word = len(reason) > 1 and reason[0].isupper() and reason[1].islower()
    return f"Stopped · {reason[0].lower() + reason[1:] if is_word else reason}"


def _clause(sentence: str) -> str:
    """Return a sentence without its full stop."""
    return sentence.strip().removesuffix(".")
