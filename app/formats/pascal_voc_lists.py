"""The image sets of Pascal VOC: lists of stems, and one list a class that says in which pictures it is.

They grow with every image, and there are three for each class: lines are held back and written in turns, so that
neither memory nor open files grow with the export.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from app.formats.pascal_voc_layout import BOTH, MAIN_SETS, MASK_SETS, TRAIN, VAL

_MOST_HELD_BYTES = 4 * 1024 * 1024
SETS = (TRAIN, VAL, BOTH)


class Lists:
    """Text files that get lines by and by. Close it in the end."""

    def __init__(self, root: Path, names: Iterable[str]) -> None:
        """Make the files, empty.

        Args:
            root: Of the export.
            names: Relative paths.

        Raises:
            OSError: The disk refuses.
        """
        self._root = root
        self._held: dict[str, list[bytes]] = {}
        self._held_bytes = 0
        for name in names:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"")

    def add(self, name: str, line: str) -> None:
        """Add a line to a file. Raise OSError."""
        body = f"{line}\n".encode("utf-8", "replace")
        self._held.setdefault(name, []).append(body)
        self._held_bytes += len(body)
        if self._held_bytes > _MOST_HELD_BYTES:
            self.close()

    def close(self) -> None:
        """Write what is held back. Raise OSError."""
        for name, lines in self._held.items():
            with (self._root / name).open("ab") as file:
                file.writelines(lines)
        self._held.clear()
        self._held_bytes = 0


def set_paths(classes: Mapping[str, str]) -> list[str]:
    """Return all files of image sets.

    Args:
        classes: What the lists of each class are called by.
    """
    plain = [f"{folder}/{name}.txt" for folder in (MAIN_SETS, MASK_SETS) for name in SETS]
    return plain + [class_path(stem, name) for stem in classes.values() for name in SETS]


def class_path(stem: str, name: str) -> str:
    """Return where the list of a class lies."""
    return f"{MAIN_SETS}/{stem}_{name}.txt"


def presence(stem: str, value: int) -> str:
    """Return the line that says whether a class is in a picture: 1 yes, 0 only in what is difficult, -1 no."""
    return f"{stem} {value:2d}"
