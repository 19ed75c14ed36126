"""Files that a check found to have other bytes: the next download hashes these, whatever size and time say."""

import json
import os
from collections.abc import Collection
from contextlib import suppress
from typing import Final

from app.model.layout import OWN_FOLDER
from app.store.sink_paths import NO_FOLLOW, Visit, opened

SUSPECTS: Final = f"{OWN_FOLDER}/suspects"


def read_suspects(visit: Visit) -> set[str]:
    """Return the relative paths that were marked; none when there is no readable mark."""
    try:
        with opened(visit.place(SUSPECTS)) as descriptor:
            paths = json.loads(b"".join(iter(lambda: os.read(descriptor, 1 << 20), b"")))
    except (OSError, ValueError, RecursionError):
        return set()
    return {path for path in paths if isinstance(path, str)} if isinstance(paths, list) else set()


def mark_suspects(visit: Visit, paths: Collection[str]) -> bool:
    """Replace the mark, or take it away when no path is left; return False where that cannot be written."""
    try:
        place = visit.place(SUSPECTS)
        if not paths:
            with suppress(FileNotFoundError):
                os.unlink(place.path, dir_fd=place.handle)
            return True
        fresh = f"{place.path}.new"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | NO_FOLLOW
        with os.fdopen(os.open(fresh, flags, 0o666, dir_fd=place.handle), "wb") as file:
            file.write(json.dumps(sorted(paths)).encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, place.path, src_dir_fd=place.handle, dst_dir_fd=place.handle)
    except OSError:
        return False
    return True
