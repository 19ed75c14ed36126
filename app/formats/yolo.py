"""Writes YOLO exports: labels for detection, segmentation or pose beside the pictures, and a data file.

<folder>/data.yaml
<folder>/images/{train,val}/<file>
<folder>/labels/{train,val}/<stem of the file>.txt      always there; empty when nothing is labelled

Classes are numbered by their place in the plan, from 0.
"""

from pathlib import Path, PurePosixPath

from app.formats.boxing import NO_CLASS, lost
from app.formats.yolo_task import Drawn, Task
from app.formats.yolo_yaml import FILE, TRAIN, VAL, data_yaml, folder
from app.model.exporter import ExportImage, ExportLabel, ExportPlan, Made, Verdict


def label_path(image: ExportImage) -> str:
    """Return where the labels of an image lie, relative to the export."""
    return f"labels/{folder(image.is_val)}/{PurePosixPath(image.file).stem}.txt"


class Yolo:
    """A writer; what the lines hold is its task's business."""

    def __init__(self, plan: ExportPlan, root: Path, task: Task, points: int = 0) -> None:
        """Write into a folder.

        Args:
            plan: Of the export.
            root: The folder.
            task: Makes the lines.
            points: Points of each object in a pose export.
        """
        self._plan = plan
        self._root = root
        self._task = task
        self._points = points
        self._numbers = {known.name: number for number, known in enumerate(plan.classes)}

    def judge(self, image: ExportImage) -> tuple[Verdict, ...]:
        """Return the fate of each label."""
        return tuple(
            self._task.judge(label, image.width, image.height) if self._is_known(label) else lost(NO_CLASS)
            for label in image.labels
        )

    def picture_path(self, image: ExportImage) -> str:
        """Return where the picture belongs."""
        return f"images/{folder(image.is_val)}/{image.file}"

    def make(self, image: ExportImage) -> Made:
        """Write the labels of one image.

        Raises:
            OSError: The disk refuses.
        """
        drawn = [self._drawn(label, image) for label in image.labels]
        lines = [
            " ".join((str(self._numbers[label.label.class_name]), *numbers))
            for label, found in zip(image.labels, drawn, strict=True)
            for numbers in found.objects
        ]
        path = self._root / label_path(image)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes("".join(f"{line}\n" for line in lines).encode())
        tags = len(image.tags) + sum(len(label.label.tags) for label in image.labels)
        return Made(tuple(found.verdict for found in drawn), tags_lost=tags, shapes=len(lines))

    def begin(self) -> None:
        """Write the data file and the folders that it names.

        Raises:
            OSError: The disk refuses.
        """
        for split in (TRAIN, VAL) if self._plan.has_val else (TRAIN,):
            for kind in ("images", "labels"):
                (self._root / kind / split).mkdir(parents=True, exist_ok=True)
        (self._root / FILE).write_bytes(data_yaml(self._plan, points=self._points))

    def add(self, image: ExportImage, made: Made) -> None:
        """Take nothing: no file is shared but the data file."""

    def end(self) -> None:
        """Complete nothing."""

    def _drawn(self, label: ExportLabel, image: ExportImage) -> Drawn:
        return self._task.draw(label, image.width, image.height) if self._is_known(label) else Drawn(lost(NO_CLASS))

    def _is_known(self, label: ExportLabel) -> bool:
        return label.label.class_name in self._numbers
