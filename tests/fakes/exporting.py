"""Drives a writer as the export does, in this process: make in any order, then add in the order of numbers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.model.exporter import Checked, ExportImage, ExportPlan, Format, Made


def write(
    kind: Format, plan: ExportPlan, images: Sequence[ExportImage], folder: Path, *, is_backwards: bool = False
) -> list[Made]:
    """Write an export; images are made by one writer and added by another, as over several processes.

    Returns:
        What became of each image, in the order of the images.
    """
    folder.mkdir(parents=True, exist_ok=True)
    order = list(reversed(range(len(images)))) if is_backwards else list(range(len(images)))
    maker = kind.exporter(plan, folder)
    made = {at: maker.make(images[at]) for at in order}
    writer = kind.exporter(plan, folder)
    writer.begin()
    for at, image in enumerate(images):
        # What comes back from another process has no labels and no verdicts.
        writer.add(replace(image, labels=(), lost=(), left_out=()), replace(made[at], verdicts=()))
    writer.end()
    return [made[at] for at in range(len(images))]


def verify(kind: Format, plan: ExportPlan, images: Sequence[ExportImage], folder: Path, *, batch: int = 3) -> Checked:
    """Read an export back in batches, as several processes do, and compare the totals, too."""
    checked = Checked()
    for start in range(0, len(images), batch):
        checked += kind.verifier(plan, folder).check(images[start : start + batch])
    images_there, shapes_there = kind.verifier(plan, folder).totals()
    if (images_there, shapes_there) != (checked.images, checked.shapes):
        told = f"totals: {images_there} images and {shapes_there} shapes, not {checked.images} and {checked.shapes}"
        checked += Checked(differences=1, first=(told,))
    return checked


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by relative path."""
    there = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in there}
