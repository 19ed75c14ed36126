"""Pictures that live in an archive of the project: `blob/<stem>.tar`, and a list of offsets in each dataset.

The archive is never unpacked and its own directory never read: a picture is the bytes from `start` to `end`.
"""

import errno
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.formats.offsets import BlobEntry, Offsets, OffsetsError, read_offsets
from app.model.blob_slice import ENDING, FOLDER, LIST_ENDING
from app.model.foreign_text import shown


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """Where a picture lies in an archive.

    Attributes:
        path: The archive; it may be missing.
        start: Byte where the picture begins.
        end: Byte behind its last one; it may lie beyond the archive.
    """

    path: Path
    start: int
    end: int


class Archives:
    """The archives of one project, and which of them a dataset has named."""

    def __init__(self, project: Path, names: Iterable[str]) -> None:
        """Look at the sizes of the archives.

        Args:
            project: The project folder.
            names: Names of the files in its folder of archives.
        """
        self._folder = project / FOLDER
        self._sizes = {n: (self._folder / n).stat().st_size for n in names if n.lower().endswith(ENDING)}
        self._named: set[str] = set()

    def parts(self, dataset: Path, lists: Iterable[str], title: str, problems: list[str]) -> dict[str, ArchivePart]:
        """Return where the pictures of a dataset lie, by name.

        Args:
            dataset: Its folder.
            lists: Names of its lists of offsets.
            title: The dataset as people know it.
            problems: Gets a sentence for whatever is missing, damaged or out of range.
        """
        found: dict[str, ArchivePart] = {}
        for name in sorted(lists):
            place = f"Dataset “{title}”, {shown(name)}:"
            offsets = _read(dataset / name, place, problems)
            archive = name.removesuffix(LIST_ENDING) + ENDING
            self._named.add(archive)
            fresh = [entry for entry in offsets.entries if entry.name not in found]
            if len(fresh) < len(offsets.entries):
                count = len(offsets.entries) - len(fresh)
                problems.append(f"{place} {count:,} names stand in an earlier list, which counts.")
            problems.extend(self._archive_problems(archive, fresh, title))
            found.update((e.name, ArchivePart(self._folder / archive, e.start, e.end)) for e in fresh)
        return found

    def _archive_problems(self, archive: str, entries: Iterable[BlobEntry], title: str) -> Iterator[str]:
        size = self._sizes.get(archive)
        if size is None:
            yield f"Dataset “{title}” has pictures in {FOLDER}/{shown(archive)}, which is missing."
            return
        beyond = sum(entry.end > size for entry in entries)
        if beyond:
            yield f"Dataset “{title}” has {beyond:,} pictures beyond the end of {FOLDER}/{shown(archive)}."

    def unnamed(self) -> Iterator[str]:
        """Yield a sentence for each archive that no list of offsets names."""
        for archive in sorted(self._sizes.keys() - self._named):
            yield f"No list of offsets says what lies in {FOLDER}/{shown(archive)}."


def _read(path: Path, place: str, problems: list[str]) -> Offsets:
    try:
        offsets = read_offsets(path)
    except OSError:
        offsets = Offsets((), ("The list of offsets cannot be read.",))
    except OffsetsError as error:
        offsets = Offsets((), (str(error),))
    problems.extend(f"{place} {sentence}" for sentence in offsets.problems)
    return offsets


def in_both(images: Iterable[str], parts: Mapping[str, ArchivePart], title: str) -> Iterator[str]:
    """Yield a sentence when pictures lie in the folder and in an archive, too."""
    count = sum(name in parts for name in images)
    if count:
        yield f"Dataset “{title}” has {count:,} pictures in an archive and as files, too; the files count."


def read_part(part: ArchivePart, most_bytes: int) -> bytes:
    """Return the bytes of a picture in an archive.

    Raises:
        OSError: The archive is missing or ends before the picture does, or the picture is larger than `most_bytes`.
    """
    size = part.end - part.start
    if size > most_bytes:
        raise OSError(errno.EFBIG, "The picture is too large", str(part.path))
    with part.path.open("rb") as archive:
        archive.seek(part.start)
        body = archive.read(size)
    if len(body) < size:
        raise OSError(errno.EIO, "The archive ends before the picture does", str(part.path))
    return body
