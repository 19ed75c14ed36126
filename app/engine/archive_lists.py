"""The door to lists of images in archives: the format stays outside the engine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ArchiveLists:
    """How lists of offsets are read and written.

    Attributes:
        read: Path of a list -> name: (first byte, byte behind the last one); empty when there is none.
        write: (name, first byte, byte behind the last one) of each image -> the file.
    """

    read: Callable[[Path], dict[str, tuple[int, int]]]
    write: Callable[[Sequence[tuple[str, int, int]]], bytes]
