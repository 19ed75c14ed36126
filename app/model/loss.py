"""What an export kept, changed and lost, by class and shape: the report before and after writing. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.model.exporter import Checked, ExportImage, Fate, Made

_LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class LossRow:
    """One line of the report.

    Attributes:
        class_name: Class in the project.
        shape: Field word of the shape.
        kept, changed, lost: Labels.
        left_out: Labels that a person left out; they are none of the other three.
        why: Causes of the last three, most frequent first, each with its count: "holes closed (12)".
    """

    class_name: str
    shape: str
    kept: int
    changed: int
    lost: int
    left_out: int = 0
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LossReport:
    """The report of a whole export.

    Attributes:
        format: Registry key.
        written, excluded: Images.
        excluded_why: (reason, images), most first.
        rows: By class and shape.
        tags_kept, tags_lost: Tags of images and labels.
        train, val: Images for training and for validation.
        size_bytes: Bytes that the export takes anew; links take none.
        verified: What the readers found; None when nothing was read back.
        notes: Sentences about anything else.
        is_complete: Everything was counted; False while counting.
    """

    format: str
    written: int = 0
    excluded: int = 0
    excluded_why: tuple[tuple[str, int], ...] = ()
    rows: tuple[LossRow, ...] = ()
    tags_kept: int = 0
    tags_lost: int = 0
    train: int = 0
    val: int = 0
    size_bytes: int = 0
    verified: Checked | None = None
    notes: tuple[str, ...] = ()
    is_complete: bool = True

    @property
    def kept(self) -> int:
        """Return how many labels are written as they were."""
        return sum(row.kept for row in self.rows)

    @property
    def changed(self) -> int:
        """Return how many labels are written, but not as they were."""
        return sum(row.changed for row in self.rows)

    @property
    def lost(self) -> int:
        """Return how many labels are not in the files."""
        return sum(row.lost for row in self.rows)


@dataclass(slots=True)
class LossCount:
    """Adds up what became of images and labels; two counts can be added."""

    written: int = 0
    train: int = 0
    val: int = 0
    tags_kept: int = 0
    tags_lost: int = 0
    excluded: Counter[str] = field(default_factory=Counter)
    fates: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    def take(self, image: ExportImage, made: Made) -> None:
        """Count one image that is written."""
        self.written += 1
        self.val += image.is_val
        self.train += not image.is_val
        self.tags_kept += made.tags_kept
        self.tags_lost += made.tags_lost
        for label, verdict in zip(image.labels, made.verdicts, strict=True):
            self.fates[(label.class_before, label.shape, verdict.fate.value, verdict.why)] += 1
        for class_name, shape, why in image.lost:
            self.fates[(class_name, shape, Fate.LOST.value, why)] += 1
        for class_name, shape, why in image.left_out:
            self.fates[(class_name, shape, _LEFT_OUT, why)] += 1

    def exclude(self, reason: str) -> None:
        """Count one image that is left out."""
        self.excluded[reason] += 1

    def add(self, other: "LossCount") -> None:
        """Add what another process counted."""
        self.written += other.written
        self.train += other.train
        self.val += other.val
        self.tags_kept += other.tags_kept
        self.tags_lost += other.tags_lost
        self.excluded.update(other.excluded)
        self.fates.update(other.fates)

    def report(self, format_key: str, **more: Any) -> LossReport:
        """Return the report; `more` are further attributes of it."""
        return LossReport(
            format=format_key,
            written=self.written,
            excluded=sum(self.excluded.values()),
            excluded_why=tuple(sorted(self.excluded.items(), key=lambda pair: (-pair[1], pair[0]))),
            rows=_rows(self.fates),
            tags_kept=self.tags_kept,
            tags_lost=self.tags_lost,
            train=self.train,
            val=self.val,
            **more,
        )


def _rows(fates: Mapping[tuple[str, str, str, str], int]) -> tuple[LossRow, ...]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    causes: dict[tuple[str, str], Counter[str]] = {}
    for (class_name, shape, fate, why), count in fates.items():
        counts.setdefault((class_name, shape), Counter())[fate] += count
        if why:
            causes.setdefault((class_name, shape), Counter())[why] += count
    rows = []
    for key in sorted(counts):
        found = counts[key]
        found_why = sorted(causes.get(key, Counter()).items(), key=lambda pair: (-pair[1], pair[0]))
        numbers = (found[Fate.KEPT], found[Fate.CHANGED], found[Fate.LOST], found[_LEFT_OUT])
        rows.append(LossRow(*key, *numbers, tuple(f"{text} ({n:,})" for text, n in found_why)))
    return tuple(rows)


def loss_json(report: LossReport) -> dict[str, Any]:
    """Return the report as `windrow export --report` writes it (the contract of the command line)."""
    found = report.verified
    return {
        "format": report.format,
        "images": {
            "written": report.written,
            "excluded": report.excluded,
            "why": dict(report.excluded_why),
            "train": report.train,
            "val": report.val,
        },
        "shapes": [
            {
                "class": row.class_name,
                "shape": row.shape,
                "kept": row.kept,
                "changed": row.changed,
                "lost": row.lost,
                "left_out": row.left_out,
                "why": list(row.why),
            }
            for row in report.rows
        ],
        "tags": {"kept": report.tags_kept, "lost": report.tags_lost},
        "totals": {"kept": report.kept, "changed": report.changed, "lost": report.lost},
        "verified": None
        if found is None
        else {
            "images": found.images,
            "shapes": found.shapes,
            "differences": found.differences,
            "first": list(found.first),
        },
        "notes": list(report.notes),
    }
