"""Four ways to tell how a download goes: bars, plain lines, JSON lines, silence."""

import argparse
import json
from collections.abc import Callable
from typing import Protocol

from app.cli.desk import Desk
from app.cli.event_json import event_json
from app.cli.standing import (
    Standing,
    export_finished_text,
    finished_text,
    hold_text,
    is_export,
    is_long,
    long_wait_text,
    progress_text,
)
from app.cli.words import bytes_text, count_text, printable
from app.model.coverage import TileStanding
from app.model.events import (
    EngineTrouble,
    Fact,
    HoldBegan,
    JobAdded,
    JobFinished,
    JobNoted,
    JobPlanned,
    JobRate,
    Sample,
)

# Often enough to see that it lives, seldom enough for the log of a nightly run.
SECONDS_BETWEEN_LINES = 5.0
SECONDS_BETWEEN_RATES = 1.0


class Reporter(Protocol):
    """Tells somebody what happens to the jobs of this command."""

    def fact(self, fact: Fact, standing: Standing) -> None:
        """Tell a fact; `standing` knows it already."""
        ...

    def sample(self, sample: Sample, standing: Standing) -> None:
        """Tell a sample, or leave it."""
        ...

    def close(self) -> None:
        """Leave the terminal as it was; harmless when called twice."""
        ...


class Silence:
    """Tells nothing but trouble."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def fact(self, fact: Fact, standing: Standing) -> None:
        """Tell trouble of our own and waits of hours; everything else is kept back."""
        if isinstance(fact, EngineTrouble):
            self._desk.complain(f"{fact.title} {fact.hint}".strip())
        if isinstance(fact, HoldBegan) and is_long(fact.hold):
            for line in fact_lines(fact):
                self._desk.complain(line)

    def sample(self, sample: Sample, standing: Standing) -> None:
        """Tell nothing."""

    def close(self) -> None:
        """Nothing is open."""


class JsonLines:
    """One JSON object per line; rates at most once a second and job."""

    def __init__(self, desk: Desk, monotonic: Callable[[], float]) -> None:
        self._desk = desk
        self._monotonic = monotonic
        self._told: dict[int, float] = {}
        self._unread: set[tuple[int, str]] = set()

    def fact(self, fact: Fact, standing: Standing) -> None:
        """Write a fact."""
        values = event_json(fact)
        if values is not None:
            self._desk.say(json.dumps(values, ensure_ascii=False))

    def sample(self, sample: Sample, standing: Standing) -> None:
        """Write how fast a job goes, and each tile that could not be read, once."""
        if isinstance(sample, TileStanding):
            self._tile(sample)
        if not isinstance(sample, JobRate):
            return
        now = self._monotonic()
        if now - self._told.get(sample.job_id, -SECONDS_BETWEEN_RATES) >= SECONDS_BETWEEN_RATES:
            self._told[sample.job_id] = now
            self._desk.say(json.dumps(event_json(sample), ensure_ascii=False))

    def close(self) -> None:
        """Nothing is open."""

    def _tile(self, tile: TileStanding) -> None:
        mark = (tile.job_id, tile.key)
        if tile.title and mark not in self._unread:
            self._unread.add(mark)
            self._desk.say(json.dumps(event_json(tile), ensure_ascii=False))


class PlainLines:
    """Lines for a log file: what begins, what waits, now and then how far it is, what came of it."""

    def __init__(self, desk: Desk, monotonic: Callable[[], float]) -> None:
        self._desk = desk
        self._monotonic = monotonic
        self._last = monotonic()

    def fact(self, fact: Fact, standing: Standing) -> None:
        """Write a line for the facts that a person wants to know."""
        for line in fact_lines(fact, standing):
            self._say(line)
        if isinstance(fact, EngineTrouble):
            self._desk.complain(f"{fact.title} {fact.hint}".strip())

    def sample(self, sample: Sample, standing: Standing) -> None:
        """Write how far it is when nothing was said for a while."""
        if isinstance(sample, JobRate | TileStanding) and self._monotonic() - self._last >= SECONDS_BETWEEN_LINES:
            self._say(progress_text(standing))

    def close(self) -> None:
        """Nothing is open."""

    def _say(self, line: str) -> None:
        self._last = self._monotonic()
        self._desk.say(line)


def fact_lines(fact: Fact, standing: Standing | None = None) -> list[str]:
    """Return the lines that a fact is worth for people; most are worth none. `standing` is that of its job."""
    match fact:
        case JobAdded(job):
            return [f"Job {job.id}: {printable(job.title)} → {job.destination}"]
        case JobPlanned(counts=counts) if is_export(standing):
            return [f"{count_text(counts.listed - counts.skipped - counts.failed, 'image')} to export"]
        case JobPlanned(counts=counts, bytes_total=total, names_changed=changed):
            lines = [f"{count_text(counts.listed, 'image')}, {bytes_text(total)} to fetch"]
            if changed:
                lines.append(f"{count_text(changed, 'name')} adjusted for this disk; the receipt says how")
            return lines
        case HoldBegan(job_id, hold) if hold.until is not None:
            return [text for text in (hold_text(hold), long_wait_text(hold, job_id)) if text]
        case JobNoted(text=text, matters=True):
            return [printable(text)]
        case JobFinished():
            return [export_finished_text(fact) if is_export(standing) else finished_text(fact)]
        case _:
            return []


def choose_reporter(options: argparse.Namespace, desk: Desk, monotonic: Callable[[], float]) -> Reporter:
    """Return the way that the options and the terminal ask for."""
    if options.json:
        return JsonLines(desk, monotonic)
    if options.quiet:
        return Silence(desk)
    if desk.is_terminal:
        from app.cli.bars import Bars

        return Bars(desk)
    return PlainLines(desk, monotonic)
