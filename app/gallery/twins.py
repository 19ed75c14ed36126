"""Which pictures are exact duplicates: only files whose size, beginning and end agree are hashed as a whole."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.formats.supervisely import ItemFiles
from app.model.layout import OWN_FOLDER, image_path
from app.store.manifest import Manifest
from app.store.receipt import MANIFEST
from app.store.sink_paths import Visit, open_root

_BLOCK = 1024 * 1024


def candidates(sizes: NDArray[np.int64], prints: NDArray[np.int64], is_there: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the numbers of pictures that may be duplicates, in ascending order.

    Args:
        sizes: Bytes of each file.
        prints: Checksums of beginning and end.
        is_there: Pictures that could be looked into.
    """
    numbers = np.flatnonzero(is_there & (sizes > 0))
    order = numbers[np.lexsort((numbers, prints[numbers], sizes[numbers]))]
    same = (sizes[order][1:] == sizes[order][:-1]) & (prints[order][1:] == prints[order][:-1])
    has_twin = np.zeros(len(order), bool)
    has_twin[1:] |= same
    has_twin[:-1] |= same
    return np.sort(order[has_twin])


def firsts(hashes: Sequence[tuple[int, bytes]]) -> dict[int, int]:
    """Return for each duplicate the number of the first picture with the same bytes.

    Args:
        hashes: (number, hash) in ascending order; pictures without a hash are no duplicates.
    """
    seen: dict[bytes, int] = {}
    found = {}
    for number, digest in hashes:
        first = seen.setdefault(digest, number)
        if first != number:
            found[number] = first
    return found


def hash_of(item: ItemFiles, *, has_to_stop: Callable[[], bool] = lambda: False) -> bytes | None:
    """Return the SHA-256 of a picture; None when it cannot be read, or reading had to stop."""
    part = item.archive
    path = item.image if part is None else part.path
    if path is None:
        return None
    running = hashlib.sha256()
    try:
        with path.open("rb") as file:
            file.seek(0 if part is None else part.start)
            left = os.fstat(file.fileno()).st_size if part is None else part.end - part.start
            while left > 0 and (block := file.read(min(left, _BLOCK))):
                if has_to_stop():
                    return None
                running.update(block)
                left -= len(block)
    except OSError:
        return None
    return running.digest()


def known_hashes(folder: Path, wanted: Mapping[tuple[str, str], tuple[int, int]]) -> dict[tuple[str, str], bytes]:
    """Return the hashes that our receipt knows of pictures that did not change since.

    Args:
        folder: The project folder.
        wanted: Size and modification time (nanoseconds) by dataset and name.
    """
    keys = {image_path(dataset.replace("/", "/datasets/"), name): (dataset, name) for dataset, name in wanted}
    found: dict[tuple[str, str], bytes] = {}
    try:
        root, handle = open_root(folder)
        visit = Visit(root, handle)
        try:
            manifest = Manifest(visit.place(f"{OWN_FOLDER}/{MANIFEST}"), is_writable=False)
        finally:
            visit.end()
            if handle is not None:
                os.close(handle)
    except OSError:
        return found
    try:
        for _, line in manifest.lines():
            key = None if line is None else keys.get(line.path)
            if line is None or key is None:
                continue
            found.pop(key, None)  # a later line counts, also when it knows no hash
            if (line.size, line.mtime_ns) == wanted[key] and len(line.sha256) == 64:
                found[key] = bytes.fromhex(line.sha256)
    except (OSError, ValueError):
        return found
    finally:
        manifest.close()
    return found
