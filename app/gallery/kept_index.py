"""What was read of a folder, kept in the cache, so that it opens at once the next time.

Each picture is taken over only as long as time and size of its files are those that were noted; the walk looks at them
all. A file that is damaged, of another version or for other classes counts as absent, and trouble with the disk is
never an error: then the folder is read again.
"""

import os
import tempfile
import zlib
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

import app
from app.gallery.columns import PictureRows
from app.gallery.index import IMAGE_BITS, NONE, Index, Words
from app.gallery.listing import Listing
from app.model.problem import ProblemKind

MAGIC = b"WGI1"
# Folders are read again when the rules change by which problems are found.
RULES = 1
MOST_BYTES = 512 * 1024 * 1024
_HEAD_BYTES = 8
_HASH_BYTES = 32
# Speed counts: the least effort takes three quarters away already.
_EFFORT = 1

Number = TypeVar("Number", bound=np.generic)


class _Rows(msgspec.Struct, array_like=True):
    pictures: bytes
    values: list[bytes]


class _Kept(msgspec.Struct, array_like=True):
    version: str
    rules: int
    path: str
    classes: list[tuple[str, str]]
    datasets: list[str]
    names: list[str]
    words: list[list[str]]
    columns: list[bytes]
    rows: list[_Rows]
    hashed: bytes
    hashes: bytes


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Kept)


class KeptIndexes:
    """A folder of the cache. Any thread."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        """Touch nothing yet."""
        self._folder = folder
        self._most_bytes = most_bytes

    def keep(self, path: str, listing: Listing, index: Index) -> None:
        """Keep what is known of a folder."""
        with index.lock:
            kept = _taken(path, listing, index)
        try:
            body = zlib.compress(_encoder.encode(kept), _EFFORT)
        except UnicodeEncodeError:
            return  # names that are no text; such a folder is read each time
        if len(body) <= self._most_bytes:
            with suppress(OSError):
                self._write(self._path(path), MAGIC + zlib.crc32(body).to_bytes(4, "big") + body)
                self._make_room()

    def restore(self, path: str, listing: Listing, index: Index) -> bool:
        """Take over what is kept of a folder; return whether anything was."""
        kept = self._read(self._path(path))
        if kept is None or (kept.path, kept.classes) != (path, _classes(listing)):
            return False
        with index.lock:
            try:
                _give_back(kept, index)
            except (ValueError, IndexError):
                index.state.view[:] = 0  # what was taken over in part is read again
                index.problem_bits.view[:] = 0
                return False
            index.revision += 1
        return True

    def _path(self, path: str) -> Path:
        return self._folder / sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:32]

    def _read(self, file: Path) -> _Kept | None:
        try:
            content = file.read_bytes()
            body = content[_HEAD_BYTES:]
            if content[:_HEAD_BYTES] != MAGIC + zlib.crc32(body).to_bytes(4, "big"):
                return None
            kept = _decoder.decode(zlib.decompress(body))
        except (OSError, zlib.error, msgspec.MsgspecError):
            return None
        return kept if (kept.version, kept.rules) == (app.__version__, RULES) else None

    def _write(self, file: Path, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(content)
            Path(name).replace(file)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise

    def _make_room(self) -> None:
        """Remove the oldest when there is too much."""
        files = []
        for file in self._folder.iterdir():
            with suppress(OSError):
                status = file.stat()
                files.append((status.st_mtime, status.st_size, file))
        left = sum(size for _, size, _ in files)
        for _, size, file in sorted(files):
            if left <= self._most_bytes:
                break
            with suppress(OSError):
                file.unlink()
            left -= size


def _classes(listing: Listing) -> list[tuple[str, str]]:
    return [(one.name, one.shape) for one in listing.project.meta.classes]


def _tables(index: Index) -> tuple[Words, ...]:
    return (index.classes, index.shapes, index.tags, index.values, index.reasons)


def _row_tables(index: Index) -> tuple[tuple[PictureRows, tuple[Words | None, ...]], ...]:
    """Return all rows with the table that each of their values is a number of."""
    return (
        (index.label_rows, (index.classes, index.shapes, None)),
        (index.tag_rows, (index.tags, index.values, None, None)),
        (index.problem_rows, (None, None)),
    )


def _taken(path: str, listing: Listing, index: Index) -> _Kept:
    rows = []
    for some, _ in _row_tables(index):
        alive = some.picture.view >= 0
        rows.append(_Rows(some.picture.view[alive].tobytes(), [c.view[alive].tobytes() for c in some.values]))
    return _Kept(
        app.__version__,
        RULES,
        path,
        _classes(listing),
        list(index.datasets.texts),
        list(index.names),
        [list(words.texts) for words in _tables(index)],
        [column.view.tobytes() for column in index.columns()],
        rows,
        np.fromiter(index.hashes, np.int32, len(index.hashes)).tobytes(),
        b"".join(index.hashes.values()),
    )


def _give_back(kept: _Kept, index: Index) -> None:
    """Take over the pictures that are still listed; the index has no rows yet.

    Raises:
        ValueError, IndexError: What is kept does not fit together.
    """
    numbers = _numbers(kept, index)
    is_there = numbers >= 0
    here = numbers[is_there]
    # The dataset stands first: its number may be another one now.
    for column, body in zip(index.columns()[1:], kept.columns[1:], strict=True):
        column.view[here] = np.frombuffer(body, column.view.dtype)[is_there]
    maps = {
        id(words): np.array([words.id_of(text) for text in texts] or [0], np.int32)
        for words, texts in zip(_tables(index), kept.words, strict=True)
    }
    for reasons in (index.note_reason, index.file_reason):
        reasons.view[here] = maps[id(index.reasons)][reasons.view[here]]
    for (rows, tables), had in zip(_row_tables(index), kept.rows, strict=True):
        pictures = numbers[np.frombuffer(had.pictures, np.int32)]
        values = [np.frombuffer(one, np.int32)[pictures >= 0] for one in had.values]
        rows.fill(
            pictures[pictures >= 0],
            [one if words is None else maps[id(words)][one] for one, words in zip(values, tables, strict=True)],
        )
    for place, number in enumerate(numbers[np.frombuffer(kept.hashed, np.int32)].tolist()):
        if number >= 0:
            index.hashes[number] = kept.hashes[place * _HASH_BYTES : (place + 1) * _HASH_BYTES]
    _give_back_twins(index, here, numbers)


def _give_back_twins(index: Index, here: NDArray[np.int32], numbers: NDArray[np.int32]) -> None:
    """Let duplicates point to the present numbers; the first of two may be gone."""
    before = index.twin.view[here]
    index.twin.view[here] = np.where(before == NONE, NONE, numbers[before])
    bit = IMAGE_BITS[ProblemKind.DUPLICATE]
    index.problem_bits.view[:] &= ~bit
    index.problem_bits.view[index.twin.view != NONE] |= bit


def _numbers(kept: _Kept, index: Index) -> NDArray[np.int32]:
    """Return the number that each kept picture has now; -1 when it is not listed any more."""
    if kept.names == index.names and kept.datasets == index.datasets.texts:
        datasets = np.frombuffer(kept.columns[0], np.int32)
        if np.array_equal(datasets, index.dataset.view):
            return np.arange(len(kept.names), dtype=np.int32)
    by_dataset = [index.numbers_of(dataset) for dataset in kept.datasets]
    datasets_of = np.frombuffer(kept.columns[0], np.int32).tolist()
    return np.array(
        [by_dataset[dataset].get(name, NONE) for dataset, name in zip(datasets_of, kept.names, strict=True)], np.int32
    )
