"""`windrow-export.json`: what an export was made of and which files it has, so that a later one may take its place.

No clock and no path of this machine stand in it: the same input gives the same bytes.
"""

import hashlib
import json
import os
from collections.abc import Container, Iterator
from pathlib import Path

import msgspec

from app.model.export_spec import ExportSpec
from app.model.exporter import Checked, ExportPlan
from app.model.loss import LossReport, LossRow, loss_json
from app.model.spec import spec_to_builtins

NAME = "windrow-export.json"
VERSION = 1
# What systems leave in any folder that somebody looks into.
_DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory"})
_BLOCK = 1024 * 1024
_MOST_BYTES = 1 << 30


class _Kept(msgspec.Struct):
    """What we read of a receipt."""

    windrow_export: int
    report: dict[str, object]
    spec: dict[str, object]
    files: list[tuple[str, int, str]]


def spec_words(spec: ExportSpec) -> dict[str, object]:
    """Return a spec as it stands in a receipt: of the folder only its name."""
    return {**spec_to_builtins(spec), "folder": Path(spec.folder).name}


def write_receipt(folder: Path, plan: ExportPlan, report: LossReport, pictures: Container[str]) -> int:
    """Write the receipt of the files that lie in a folder; return the bytes of all files but pictures.

    Args:
        folder: The export, complete.
        plan: What holds for all of it.
        report: What became of the labels.
        pictures: Paths of pictures, whose bytes are those of the source.

    Raises:
        OSError: The disk refuses.
    """
    head = {
        "windrow_export": VERSION,
        "title": plan.title,
        "date": plan.date,
        "spec": spec_words(plan.spec),
        "report": loss_json(report),
    }
    size = 0
    with (folder / NAME).open("x", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(head, ensure_ascii=True, indent=1)[:-2] + ',\n "files": [')
        comma = "\n"
        for path in _files(folder):
            if path == NAME:
                continue
            bytes_of = (folder / path).stat().st_size
            digest = "" if path in pictures else _sha256(folder / path)
            size += 0 if not digest else bytes_of
            file.write(f"{comma}  {json.dumps([path, bytes_of, digest])}")
            comma = ",\n"
        file.write("\n ]\n}\n")
        return size + file.tell()


def in_the_way(folder: Path) -> str | None:
    """Return the first file of a folder that is not ours, or was edited; None when there is none.

    A folder is ours when its receipt names every file in it. What is missing does not matter. An empty path means that
    the folder itself is in the way: it is a file or a link.

    Raises:
        OSError: The folder cannot be read.
    """
    if not os.path.lexists(folder):
        return None
    if folder.is_symlink() or not folder.is_dir():
        return ""
    kept = _read(folder)
    known = {} if kept is None else {path: (size, digest) for path, size, digest in kept.files}
    for path in _files(folder):
        if path.rpartition("/")[2] in _DROPPINGS or (path == NAME and kept is not None):
            continue
        if path not in known or not _is_as_written(folder / path, *known[path]):
            return path
    return None


def read_report(folder: Path, spec: ExportSpec | None = None) -> LossReport | None:
    """Return the report of an export; None when there is none, or when it is not of this spec."""
    kept = _read(folder)
    if kept is None or (spec is not None and kept.spec != json.loads(json.dumps(spec_words(spec)))):
        return None
    try:
        return msgspec.convert(kept.report, _Report).whole()
    except msgspec.ValidationError:
        return None


class _Images(msgspec.Struct):
    written: int
    excluded: int
    why: dict[str, int]
    train: int
    val: int


class _Row(msgspec.Struct):
    class_name: str = msgspec.field(name="class")
    shape: str
    kept: int
    changed: int
    lost: int
    left_out: int
    why: tuple[str, ...]


class _Tags(msgspec.Struct):
    kept: int
    lost: int


class _Report(msgspec.Struct):
    format: str
    images: _Images
    shapes: list[_Row]
    tags: _Tags
    verified: Checked | None
    notes: tuple[str, ...]

    def whole(self) -> LossReport:
        images = self.images
        return LossReport(
            format=self.format,
            written=images.written,
            excluded=images.excluded,
            excluded_why=tuple(images.why.items()),
            rows=tuple(LossRow(*msgspec.structs.astuple(row)) for row in self.shapes),
            tags_kept=self.tags.kept,
            tags_lost=self.tags.lost,
            train=images.train,
            val=images.val,
            verified=self.verified,
            notes=self.notes,
        )


def _read(folder: Path) -> _Kept | None:
    try:
        if (folder / NAME).stat().st_size > _MOST_BYTES:
            return None
        return msgspec.json.decode((folder / NAME).read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError, RecursionError):
        return None


def _files(folder: Path) -> Iterator[str]:
    """Yield every path below a folder that is no folder, with forward slashes; links count as files.

    Always in the same order: files before folders, each by name.
    """
    open_ends = [""]
    while open_ends:
        below = open_ends.pop()
        with os.scandir(folder / below) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        folders = []
        for entry in found:
            path = f"{below}/{entry.name}" if below else entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                yield path
        open_ends.extend(reversed(folders))


def _is_as_written(path: Path, size: int, digest: str) -> bool:
    if path.is_symlink() or path.stat().st_size != size:
        return False
    return not digest or _sha256(path) == digest


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
