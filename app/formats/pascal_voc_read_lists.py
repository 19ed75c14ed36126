"""Reads the image sets of a Pascal VOC export, all of them at once, and compares images with them.

The lists of each class must name the pictures of the whole set in the same order; they are kept as one number a line.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SETS = ("train", "val", "trainval")
VALUES: Mapping[bytes, int] = {b"  1": 1, b"  0": 0, b" -1": -1}
_TOP = "VOCdevkit/VOC/ImageSets"


class ListReader:
    """The image sets of one export."""

    def __init__(self, root: Path, stems: Sequence[str], values: Mapping[bytes, int] = VALUES) -> None:
        """Read all lists.

        Args:
            root: Of the export.
            stems: What the lists of each class are called by.
            values: What stands behind a picture in a list of a class, and what it means.
        """
        self.complaints: list[str] = []
        self._root = root
        self._meanings = values
        self._main = {name: self._set(f"{_TOP}/Main/{name}.txt") for name in _SETS}
        self._masks = {name: self._set(f"{_TOP}/Segmentation/{name}.txt") for name in _SETS}
        for kind, sets in (("Main", self._main), ("Segmentation", self._masks)):
            if len(sets["trainval"]) != len(sets["train"]) + len(sets["val"]):
                self.complaints.append(
                    f"{_TOP}/{kind}/trainval.txt: it does not name each picture of the other two once."
                )
        self._classes = [{name: self._values(stem, name) for name in _SETS} for stem in stems]

    def compare(
        self, stem: str, presence: Sequence[int], *, is_val: bool, has_masks: bool, is_listed: bool
    ) -> Iterator[str]:
        """Yield what is wrong about one image.

        Args:
            stem: Of its files.
            presence: For each class: 1, 0 or -1.
            is_val: It belongs to the set for validation.
            has_masks: It must be in the lists of masks.
            is_listed: It must be in lists at all.
        """
        key = stem.encode("utf-8", "replace")
        mine = {"val" if is_val else "train", "trainval"} if is_listed else set()
        for name in _SETS:
            at = self._main[name].get(key)
            if (at is not None) != (name in mine):
                yield f"{_TOP}/Main/{name}.txt: “{stem}” is {'missing' if at is None else 'too many'}."
            if (key in self._masks[name]) != (has_masks and name in mine):
                words = "too many" if key in self._masks[name] else "missing"
                yield f"{_TOP}/Segmentation/{name}.txt: “{stem}” is {words}."
            if at is not None:
                yield from self._presence(stem, name, at, presence)

    def _presence(self, stem: str, name: str, at: int, presence: Sequence[int]) -> Iterator[str]:
        for values, right in zip(self._classes, presence, strict=True):
            found = values[name]
            if found is not None and int(found.numbers[at]) != right:
                yield f"{found.path}: “{stem}” has {int(found.numbers[at])} where {right} was expected."

    def _lines(self, path: str) -> list[bytes]:
        try:
            body = (self._root / path).read_bytes()
        except OSError:
            self.complaints.append(f"{path}: the file cannot be read.")
            return []
        if body and not body.endswith(b"\n"):
            self.complaints.append(f"{path}: the file is cut off.")
        return body.split(b"\n")[:-1]

    def _set(self, path: str) -> Mapping[bytes, int]:
        lines = self._lines(path)
        found = {line: at for at, line in enumerate(lines)}
        if len(found) != len(lines):
            self.complaints.append(f"{path}: a picture is named twice.")
        return found

    def _values(self, stem: str, name: str) -> "_Values | None":
        import numpy as np

        path = f"{_TOP}/Main/{stem}_{name}.txt"
        lines = self._lines(path)
        keys = self._main[name]
        pairs = zip(lines, keys, strict=False)
        if len(lines) != len(keys) or not all(line.startswith(key) for line, key in pairs):
            self.complaints.append(f"{path}: other pictures than in {name}.txt.")
            return None
        # A number that stands for nothing is found where its picture is compared.
        pairs = zip(lines, keys, strict=True)
        return _Values(path, np.array([self._meanings.get(line[len(key) :], 9) for line, key in pairs], np.int8))


class _Values:
    """The numbers of one list of a class, in the order of its lines."""

    def __init__(self, path: str, numbers: "NDArray[np.int8]") -> None:
        self.path = path
        self.numbers = numbers
