"""Check a folder against its receipt, years later if need be: hashes every file, changes none.

Files with other bytes are marked for the next download, see `app.store.suspects`.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import msgspec

from app.model.failure import FailedError, Failure, FailureKind
from app.model.layout import OWN_FOLDER, SidecarKind
from app.store.disk_words import disk_errors
from app.store.holdings import PARTIAL, Holdings, OwnFile, files_of, is_unchanged
from app.store.manifest import Manifest
from app.store.receipt import MANIFEST, Line
from app.store.sink_check import HARMLESS
from app.store.sink_paths import Visit, found_at, open_root, opened
from app.store.sink_records import Level
from app.store.suspects import mark_suspects

_LINES_PER_TURN = 256  # handed to a thread at once; keeps memory flat and one folder handle serves many files
_MOST_JSON = 64 * 1024 * 1024
_UNPROVED = frozenset((Level.STRUCTURE.value, Level.UNVERIFIED.value))


@dataclass(slots=True)
class VerifyReport:
    """What was found. Paths are relative to the destination, forward slashes.

    Attributes:
        checked: Files that the receipt names.
        checked_bytes: Their bytes as noted.
        right: Files that lie there with the noted hash.
        changed: Files whose bytes are other ones.
        missing: Files that are not there.
        broken: Annotations and other JSON files that cannot be read, though their bytes are the noted ones.
        lonely: Images that were taken without an annotation, or whose item a crash left half.
        unverified: Images of which the service listed neither length nor hash.
        foreign: Files that the receipt does not name.
        is_marked: The next download believes what was found; False where the folder cannot be written.
        torn: Lines of the receipt that a crash cut off; their items count as foreign or were noted again.
    """

    checked: int = 0
    checked_bytes: int = 0
    right: int = 0
    changed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    lonely: list[str] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    torn: int = 0
    is_marked: bool = False

    @property
    def is_right(self) -> bool:
        """Whether everything that the receipt names is as it should be."""
        return not (self.changed or self.missing or self.broken)


@dataclass(frozen=True, slots=True)
class VerifyProgress:
    """How far it is.

    Attributes:
        files: Checked so far.
        size: Bytes checked so far.
    """

    files: int
    size: int


def verify_tree(
    destination: Path, on_progress: Callable[[VerifyProgress], None] = lambda _: None, *, threads: int = 0
) -> VerifyReport:
    """Hash everything that the receipt of a folder names, and look for what it does not name.

    Args:
        destination: A folder that Windrow filled.
        on_progress: Called now and then, in the calling thread. An exception from it ends the check.
        threads: How many hash at once; 0 takes one per core, at most eight.

    Raises:
        FailedError: DISK, the folder has no receipt or cannot be read.
    """
    with disk_errors(str(destination)):
        if not (destination / OWN_FOLDER / MANIFEST).is_file():
            title = "This folder has no receipt of Windrow."
            raise FailedError(Failure(FailureKind.DISK, title, "Choose a folder that Windrow filled."))
        root, handle = open_root(destination)
        try:
            visit = Visit(root, handle)
            manifest = Manifest(visit.place(f"{OWN_FOLDER}/{MANIFEST}"), is_writable=False)
            try:
                holdings = Holdings(manifest, visit)
                report = VerifyReport(torn=holdings.torn)
                with ThreadPoolExecutor(threads or min(8, os.cpu_count() or 1)) as pool:
                    for found in _turns(pool, holdings, root, handle):
                        _add(report, found)
                        on_progress(VerifyProgress(report.checked, report.checked_bytes))
                report.foreign = list(_foreign(Path(root), holdings))
                report.is_marked = mark_suspects(visit, report.changed)
            finally:
                holdings.close()
                manifest.close()
        finally:
            if handle is not None:
                os.close(handle)
        for paths in (report.changed, report.missing, report.broken, report.lonely, report.unverified):
            paths.sort()
        return report


def _turns(pool: ThreadPoolExecutor, holdings: Holdings, root: str, handle: int | None) -> Iterator[VerifyReport]:
    """Yield the findings of every turn, a few turns ahead of the reader and no more."""
    waiting: list[Future[VerifyReport]] = []
    lines = holdings.current()
    try:
        while turn := list(islice(lines, _LINES_PER_TURN)):
            waiting.append(pool.submit(_check, turn, root, handle))
            if len(waiting) > 16:
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()
    finally:
        for future in waiting:
            future.cancel()


def _check(lines: list[Line], root: str, handle: int | None) -> VerifyReport:
    found = VerifyReport()
    with Visit(root, handle) as visit:
        for line in lines:
            for file in files_of(line):
                found.checked += 1
                found.checked_bytes += file.size
                _judge(visit, file, found)
            has_annotation = any(beside.name == SidecarKind.ANNOTATION.value for beside in line.sidecars)
            # The flat layout has no annotations at all.
            wants_annotation = line.size is not None and not line.key.startswith("/") and "/img/" in line.path
            if line.level == PARTIAL or (wants_annotation and not has_annotation):
                found.lonely.append(line.path)
            if line.level in _UNPROVED:
                found.unverified.append(line.path)
    return found


def _judge(visit: Visit, file: OwnFile, found: VerifyReport) -> None:
    if is_unchanged(visit, file, always_hash=True):
        if file.path.endswith(".json") and not _is_json(visit, file):
            found.broken.append(file.path)
        else:
            found.right += 1
    elif _is_there(visit, file.path):
        found.changed.append(file.path)
    else:
        found.missing.append(file.path)


def _is_there(visit: Visit, path: str) -> bool:
    try:
        return found_at(visit.place(path)) is not None
    except OSError:
        return False


def _is_json(visit: Visit, file: OwnFile) -> bool:
    if file.size > _MOST_JSON:
        return False
    try:
        with opened(visit.place(file.path)) as descriptor:
            body = b"".join(iter(lambda: os.read(descriptor, 1 << 20), b""))
        msgspec.json.decode(body)
    except (OSError, msgspec.DecodeError, RecursionError, ValueError):
        return False
    return True


def _add(report: VerifyReport, found: VerifyReport) -> None:
    report.checked += found.checked
    report.checked_bytes += found.checked_bytes
    report.right += found.right
    report.changed += found.changed
    report.missing += found.missing
    report.broken += found.broken
    report.lonely += found.lonely
    report.unverified += found.unverified


def _foreign(root: Path, holdings: Holdings) -> Iterator[str]:
    """Yield every file that is not ours, in the order of their paths; our own folder is not looked into."""
    folders = [root]
    while folders:
        folder = folders.pop()
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        below = []
        for entry in found:
            path = Path(entry.path).relative_to(root).as_posix()
            if path == OWN_FOLDER or entry.name.casefold() in HARMLESS:
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append(Path(entry.path))
            elif entry.is_symlink() or holdings.file_at(path) is None:
                yield path
        folders.extend(reversed(below))
