"""A format of a few lines, whose writer and reader can be told to misbehave."""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.model.exporter import Checked, ExportImage, ExportPlan, Fate, Format, Made, Verdict
from app.model.geometry import Rectangle


@dataclass
class Plain:
    """How writer and reader behave; boxes are kept, everything else is lost.

    Attributes:
        full_at: The disk is full at the image of this number.
        wrong_at: The image of this number is written wrongly.
        undrawn_at: The picture of this number cannot be drawn.
        asked: Numbers that were made.
    """

    full_at: int = -1
    wrong_at: int = -1
    undrawn_at: int = -1

    def __post_init__(self) -> None:
        self.asked: list[int] = []

    @property
    def format(self) -> Format:
        """Return the entry of the registry."""
        return Format(
            "plain",
            "Plain",
            "Holds boxes alone.",
            lambda plan, folder: PlainExporter(self, plan, folder),
            lambda plan, folder: PlainVerifier(plan, folder),
        )


def line_of(image: ExportImage) -> str:
    boxes = [label.label.class_name for label in image.labels if isinstance(label.label.geometry, Rectangle)]
    return f"{image.number} {image.file} {'val' if image.is_val else 'train'} {' '.join(boxes)}".strip()


class PlainExporter:
    """One text for each image, and a list of all."""

    def __init__(self, behaviour: Plain, plan: ExportPlan, folder: Path) -> None:
        self._behaviour = behaviour
        self._plan = plan
        self._folder = folder
        self._lines: list[bytes] = []

    def judge(self, image: ExportImage) -> tuple[Verdict, ...]:
        return tuple(
            Verdict(Fate.KEPT) if isinstance(one.label.geometry, Rectangle) else Verdict(Fate.LOST, "no box")
            for one in image.labels
        )

    def picture_path(self, image: ExportImage) -> str:
        return f"images/{image.file}"

    def make(self, image: ExportImage) -> Made:
        self._behaviour.asked.append(image.number)
        if image.number == self._behaviour.full_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        path = self._folder / "labels" / f"{image.file}.txt"
        path.parent.mkdir(exist_ok=True)
        text = "wrong" if image.number == self._behaviour.wrong_at else line_of(image)
        path.write_text(text + "\n", encoding="utf-8")
        verdicts = self.judge(image)
        kept = sum(one.fate is Fate.KEPT for one in verdicts)
        tags = len(image.tags) + sum(len(one.label.tags) for one in image.labels)
        problem = "picture cannot be drawn" if image.number == self._behaviour.undrawn_at else ""
        return Made(verdicts, 0, tags, kept, (line_of(image).encode(),), problem)

    def begin(self) -> None:
        names = " ".join(one.name for one in self._plan.classes)
        (self._folder / "classes.txt").write_text(f"{names}\n{self._plan.date}\n", encoding="utf-8")

    def add(self, image: ExportImage, made: Made) -> None:
        assert not image.labels
        self._lines += made.fragments

    def end(self) -> None:
        (self._folder / "list.txt").write_bytes(b"\n".join(self._lines))


class PlainVerifier:
    """Compares the texts with what should stand there."""

    def __init__(self, plan: ExportPlan, folder: Path) -> None:
        self._folder = folder

    def check(self, images: Sequence[ExportImage]) -> Checked:
        found = Checked(len(images))
        for image in images:
            text = (self._folder / "labels" / f"{image.file}.txt").read_text(encoding="utf-8").strip()
            shapes = sum(isinstance(one.label.geometry, Rectangle) for one in image.labels)
            found += Checked(shapes=shapes)
            if text != line_of(image):
                found += Checked(differences=1, first=(f"{image.file}.txt differs.",))
        return found

    def totals(self) -> tuple[int, int]:
        lines = (self._folder / "list.txt").read_text(encoding="utf-8").splitlines()
        return len(lines), sum(max(0, len(line.split()) - 3) for line in lines)
