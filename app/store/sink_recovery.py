"""After a crash: finish what was put in place but not noted, and clear away our own leftovers."""

import os
import re
from collections.abc import Sequence
from contextlib import suppress

from app.model.failure import FailedError, Failure, FailureKind
from app.model.layout import OWN_FOLDER
from app.store.disk_words import disk_errors
from app.store.holdings import Holdings, files_of
from app.store.manifest import Manifest
from app.store.receipt import Line, decode_line, encode_line
from app.store.sink_lines import partial_line
from app.store.sink_paths import Place, Visit, opened
from app.store.sink_records import Recovered

TEMPORARY = f"{OWN_FOLDER}/tmp"
INTENT = "intent-"  # a file of receipt lines, written before the files get their names
_ATTEMPT = re.compile(r"[A-Za-z0-9_-]{1,64}")


def checked_attempt(attempt: str) -> str:
    """Return an attempt that is fit for a folder name. Raise FailedError (INTERNAL)."""
    if not _ATTEMPT.fullmatch(attempt):
        failure = Failure(FailureKind.INTERNAL, "An attempt has no proper name.", detail=repr(attempt))
        raise FailedError(failure)
    return attempt


def recover(attempts: Sequence[str], current: str, visit: Visit, holdings: Holdings, manifest: Manifest) -> Recovered:
    """Note what earlier attempts left in place, then delete their temporary folders.

    Args:
        attempts: Names from our own ledger; nothing else is touched.
        current: The attempt that is running.
        visit: For the folders of the destination.
        holdings: Learns what is noted.
        manifest: Gets the lines.
    """
    with disk_errors(TEMPORARY):
        ours = [name for name in dict.fromkeys(attempts) if checked_attempt(name) != current]
        there = _names(visit, TEMPORARY)
        adopted, removed = 0, []
        for attempt in ours:
            if attempt in there:
                folder = f"{TEMPORARY}/{attempt}"
                adopted += _finish(folder, visit, holdings, manifest)
                if clear(folder, visit):
                    removed.append(attempt)
        foreign = tuple(f"{TEMPORARY}/{name}" for name in there if name != current and name not in removed)
        return Recovered(tuple(removed), adopted, foreign)


def clear(folder: str, visit: Visit) -> bool:
    """Delete a flat folder of ours with its files; False when something in it is not a plain file."""
    for name in _names(visit, folder):
        place = visit.place(f"{folder}/{name}")
        with suppress(OSError):  # a folder inside is none of ours; rmdir below will say so
            os.unlink(place.path, dir_fd=place.handle)
    visit.end()
    place = visit.place(folder)
    try:
        os.rmdir(place.path, dir_fd=place.handle)
    except OSError:
        return False
    return True


def _names(visit: Visit, folder: str) -> list[str]:
    place = visit.place(f"{folder}/.")
    return sorted(os.listdir(place.handle if place.handle is not None else place.path))  # noqa: PTH208


def _finish(folder: str, visit: Visit, holdings: Holdings, manifest: Manifest) -> int:
    count = 0
    noted: list[Line] = []
    for name in _names(visit, folder):
        if name.startswith(INTENT):
            for planned in _read(visit.place(f"{folder}/{name}")):
                held = holdings.line(planned.key)
                if held == planned:
                    continue
                files = files_of(planned)
                there = [file for file in files if holdings.lies_there(file)]
                line = planned if len(there) == len(files) else partial_line(planned, there, held)
                if line is not None:
                    noted.append(line)
                    count += line is planned
    if noted:
        offsets = manifest.append([encode_line(line) for line in noted])
        manifest.sync()
        for line, offset in zip(noted, offsets, strict=True):
            holdings.note(line, offset)
    return count


def _read(place: Place) -> list[Line]:
    with opened(place) as descriptor:
        body = b"".join(iter(lambda: os.read(descriptor, 1 << 20), b""))
    return [line for text in body.split(b"\n") if (line := decode_line(text)) is not None]
