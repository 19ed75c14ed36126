"""Reads a YOLO export back and compares it with what should be in it. Written apart from the writer.

Every line is parsed strictly: a class of the data file, then finite numbers from 0 to 1. What an object must be like is
said by its task.
"""

from collections.abc import Callable, Iterator, Sequence
from math import isfinite
from pathlib import Path

from app.model.exporter import MOST_SENTENCES, Checked, ExportImage, ExportLabel, ExportPlan

# Says what is wrong with the numbers behind the class; empty when they are right.
Complain = Callable[[Sequence[float]], str]
# Returns one judgement for each line that a label must have become, in order.
Expect = Callable[[ExportLabel, int, int], Sequence[Complain]]
_LARGEST_DATA_FILE = 16 * 1024 * 1024
_KEYS = frozenset({"path", "train", "val", "test", "nc", "names", "kpt_shape", "flip_idx"})


class YoloReader:
    """Compares label files and the data file with images."""

    def __init__(self, plan: ExportPlan, root: Path, expect: Expect, points: int = 0) -> None:
        """Read a folder.

        Args:
            plan: Of the export.
            root: The folder.
            expect: Says what a label must have become.
            points: Points that the data file must name; 0 for tasks without.
        """
        self._plan = plan
        self._root = root
        self._expect = expect
        self._points = points
        self._names = [known.name for known in plan.classes]

    def check(self, images: Sequence[ExportImage]) -> Checked:
        """Compare images with their label files; the data file is compared along with the very first image."""
        total = Checked()
        for image in images:
            if image.number == 0:
                total += _checked(0, 0, self._data_complaints())
            total += self._check(image)
        return total

    def totals(self) -> tuple[int, int]:
        """Return how many label files and how many lines there are."""
        files = [path for path in (self._root / "labels").glob("*/*.txt") if path.is_file()]
        return len(files), sum(len(path.read_bytes().split(b"\n")) - 1 for path in files)

    def _check(self, image: ExportImage) -> Checked:
        place = ("labels", "val" if image.is_val else "train", image.file.rpartition(".")[0] + ".txt")
        path = self._root.joinpath(*place)
        shown = "/".join(place)
        try:
            lines = path.read_bytes().decode("ascii").splitlines()
        except OSError:
            return _checked(1, 0, [f"{shown}: the file cannot be read."])
        except UnicodeDecodeError:
            return _checked(1, 0, [f"{shown}: the file holds more than numbers."])
        complaints = [f"{shown}: {words}" for words in self._compare(lines, image)]
        return _checked(1, len(lines), complaints)

    def _compare(self, lines: Sequence[str], image: ExportImage) -> Iterator[str]:
        wanted = [
            (label.label.class_name, complain)
            for label in image.labels
            if label.label.class_name in self._names
            for complain in self._expect(label, image.width, image.height)
        ]
        if len(lines) != len(wanted):
            yield f"{len(lines)} objects where {len(wanted)} were expected."
        for number, (line, (name, complain)) in enumerate(zip(lines, wanted, strict=False), 1):
            words = self._complaint(line, name, complain)
            if words:
                yield f"line {number}: {words}"

    def _complaint(self, line: str, name: str, complain: Complain) -> str:
        fields = line.split(" ")
        if not fields[0].isdecimal() or int(fields[0]) >= len(self._names):
            return f"“{fields[0][:20]}” is no class."
        if self._names[int(fields[0])] != name:
            return f"class “{self._names[int(fields[0])]}” where “{name}” was expected."
        try:
            numbers = [float(field) for field in fields[1:]]
        except ValueError:
            return "something else than numbers."
        if not all(isfinite(number) for number in numbers):
            return "numbers that are not finite."
        return complain(numbers)

    def _data_complaints(self) -> Iterator[str]:
        import yaml

        body = b""
        try:
            body = (self._root / "data.yaml").read_bytes()
            found = yaml.safe_load(body) if len(body) <= _LARGEST_DATA_FILE else None
        except (OSError, ValueError, yaml.YAMLError):
            found = None
        if not isinstance(found, dict):
            yield "data.yaml: the file cannot be read."
            return
        if body.startswith(b"#") == self._plan.has_val:
            yield "data.yaml: it does not say rightly whether there are pictures for validation."
        if unknown := sorted(str(key) for key in found if key not in _KEYS):
            yield f"data.yaml: unknown key “{unknown[0]}”."
        if found.get("names") != self._names or found.get("nc") != len(self._names):
            yield "data.yaml: other classes than expected."
        shape = [self._points, 3] if self._points else None
        if found.get("kpt_shape") != shape:
            yield f"data.yaml: kpt_shape {found.get('kpt_shape')} where {shape} was expected."
        if found.get("flip_idx") != (list(range(self._points)) if self._points else None):
            yield "data.yaml: flip_idx does not leave each point in its place."
        for split, folder in (("train", "train"), ("val", "val" if self._plan.has_val else "train")):
            if found.get(split) != f"images/{folder}":
                yield f"data.yaml: {split} does not name images/{folder}."


def _checked(images: int, shapes: int, complaints: Sequence[str] | Iterator[str]) -> Checked:
    found = tuple(complaints)
    return Checked(images, shapes, len(found), found[:MOST_SENTENCES])
