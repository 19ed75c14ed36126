"""Reads `<stem>_offsets.pkl`: where in a project's archive each image lies. Nothing in the file is ever run.

The file is a row of pickles. `pickle` would obey it, so the few steps such a file needs (protocols 2 to 5, one class
by its name) are followed here on a stack of plain values, one pass over the bytes, and every other step is refused.
A file that breaks off is read up to the break.

Source: the opcodes as `pickletools` documents them; our reference of the format, "Blob layout".
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.formats.offsets_machine import DamagedError, Machine, RefusedError, State
from app.model.foreign_text import shown

# An image takes 60 bytes or so.
MOST_BYTES = 64 * 1024 * 1024
MOST_ENTRIES = 1_000_000
MOST_NAME = 1024
# The name of a file and nothing more: no way to another folder, no drive.
_NO_FILE_NAME = re.compile(r"[/\\\0]|^[A-Za-z]:|^\.{0,2}\Z")


class OffsetsError(ValueError):
    """The file is no list of offsets, or holds more than one; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class BlobEntry:
    """One image of an archive.

    Attributes:
        name: File name of the image, with its extension.
        start: Byte of the archive where the image begins.
        end: Byte behind its last one.
    """

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Offsets:
    """What a file of offsets says.

    Attributes:
        entries: In the order of the file; no name twice.
        problems: Sentences about what could not be used.
    """

    entries: tuple[BlobEntry, ...]
    problems: tuple[str, ...] = ()


def read_offsets(path: Path) -> Offsets:
    """Read a file of offsets; a damaged one is read up to the damage.

    Raises:
        OSError: The file cannot be read.
        OffsetsError: It is something else, or asks for more than a list of offsets needs.
    """
    with path.open("rb") as stream:
        if path.stat().st_size > MOST_BYTES:
            raise OffsetsError(f"The list of offsets is larger than {MOST_BYTES // 2**20} MiB.")
        return offsets_from(stream)


def offsets_from(stream: BinaryIO, most_entries: int = MOST_ENTRIES) -> Offsets:
    """Return the entries of an open file; see `read_offsets`."""
    problems: Counter[str] = Counter()
    entries: dict[str, BlobEntry] = {}
    twice: dict[str, None] = {}
    ends: list[str] = []
    for entry in _entries(_states(stream, ends), problems):
        if entry.name in entries:
            twice.setdefault(entry.name)
        elif len(entries) >= most_entries:
            ends.append(f"The list of offsets has more than {most_entries:,} images; the rest is left out.")
            break
        else:
            entries[entry.name] = entry
    sentences = [f"{count:,} × {sentence}" if count > 1 else sentence for sentence, count in problems.items()]
    if twice:
        sentences.append(
            f"{len(twice):,} names stand twice, “{shown(next(iter(twice)))}” first; the first place counts."
        )
    return Offsets(tuple(entries.values()), (*sentences, *ends))


def _states(stream: BinaryIO, ends: list[str]) -> Iterator[State]:
    """Yield what each instance was told to be; the damage that ended the list goes to `ends`."""
    machine = Machine(stream)
    try:
        yield from machine.states()
    except RefusedError as error:
        raise OffsetsError(str(error)) from None
    except DamagedError as error:
        ends.append(str(error))


def _entries(states: Iterable[State], problems: Counter[str]) -> Iterator[BlobEntry]:
    for state in states:
        name, start, end = state.get("name"), state.get("offset_start"), state.get("offset_end")
        if not isinstance(name, str) or not isinstance(start, int) or not isinstance(end, int):
            problems["An entry lacks its name or its place."] += 1
        elif len(name) > MOST_NAME or _NO_FILE_NAME.search(name):
            problems["An entry is not named like a file."] += 1
        elif not 0 <= start <= end:
            problems["An entry ends before it begins."] += 1
        else:
            yield BlobEntry(name, start, end)
