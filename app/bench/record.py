"""What a benchmark measured. Pure."""

import dataclasses
import statistics
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one contestant.

    Attributes:
        seconds: Wall time of the work itself; start-up and imports are not part of it.
        items: Items that arrived and were right.
        size: Bytes of those items.
        cpu_seconds: Processor time of the contestant, user and system.
        peak_bytes: Most resident memory of its process; 0 when unknown.
    """

    seconds: float
    items: int
    size: int
    cpu_seconds: float = 0.0
    peak_bytes: int = 0

    @property
    def items_per_second(self) -> float:
        """Return items per second of wall time."""
        return self.items / self.seconds if self.seconds > 0 else 0.0

    @property
    def cpu_ms_per_item(self) -> float:
        """Return milliseconds of processor time per item."""
        return 1000 * self.cpu_seconds / self.items if self.items else 0.0


@dataclass(slots=True)
class Entry:
    """All runs of one contestant.

    Attributes:
        name: What people read.
        runs: In order.
        missing: Why it did not take part; empty when it did.
    """

    name: str
    runs: list[Run] = field(default_factory=list)
    missing: str = ""

    def median(self, attribute: str) -> float:
        """Return the median of one attribute over all runs; 0 without a run."""
        return statistics.median(getattr(run, attribute) for run in self.runs) if self.runs else 0.0

    def spread(self) -> float:
        """Return (highest − lowest) / median of the items per second."""
        rates = [run.items_per_second for run in self.runs]
        middle = self.median("items_per_second")
        return (max(rates) - min(rates)) / middle if middle else 0.0


@dataclass(frozen=True, slots=True)
class Goal:
    """A number to reach, and what was reached.

    Attributes:
        text: What is asked: "bulk ÷ one by one".
        wanted: "≥ 100" or "≤ 0.6 ms".
        value: What was measured; None when somebody needed for it was missing.
        is_met: Whether it is.
    """

    text: str
    wanted: str
    value: float | None
    is_met: bool | None

    @classmethod
    def at_least(cls, text: str, value: float | None, bound: float, unit: str = "") -> "Goal":
        """Return a goal that a high value meets."""
        return cls(text, f"≥ {bound:g}{unit}", value, None if value is None else value >= bound)

    @classmethod
    def at_most(cls, text: str, value: float | None, bound: float, unit: str = "") -> "Goal":
        """Return a goal that a low value meets."""
        return cls(text, f"≤ {bound:g}{unit}", value, None if value is None else value <= bound)


@dataclass(slots=True)
class Report:
    """One table of a benchmark.

    Attributes:
        title: What was measured, with its conditions.
        entries: Contestants that move items.
        rows: Further figures: (name, columns by name).
        goals: Numbers to reach.
        notes: Sentences: what was missing, what to keep in mind.
    """

    title: str
    entries: list[Entry] = field(default_factory=list)
    rows: list[tuple[str, dict[str, float | str]]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def entry(self, name: str) -> Entry:
        """Return the contestant of this name, made at the first call."""
        for entry in self.entries:
            if entry.name == name:
                return entry
        self.entries.append(Entry(name))
        return self.entries[-1]

    def ratio(self, above: str, below: str) -> float | None:
        """Return how many times the items per second of `below` the contestant `above` reached; None when unknown."""
        top = self.entry(above).median("items_per_second")
        base = self.entry(below).median("items_per_second")
        return top / base if top and base else None


def report_json(report: Report) -> dict[str, Any]:
    """Return a report as builtins, with the medians beside the runs."""
    return {
        "title": report.title,
        "entries": [
            {
                "name": entry.name,
                "missing": entry.missing,
                "items_per_second": entry.median("items_per_second"),
                "cpu_ms_per_item": entry.median("cpu_ms_per_item"),
                "peak_bytes": entry.median("peak_bytes"),
                "runs": [dataclasses.asdict(run) for run in entry.runs],
            }
            for entry in report.entries
        ],
        "rows": [{"name": name, **columns} for name, columns in report.rows],
        "goals": [dataclasses.asdict(goal) for goal in report.goals],
        "notes": report.notes,
    }
