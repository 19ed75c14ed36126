"""Draws one picture of a project folder into a PNG. Loaded with the command that does it, not before."""

import argparse
import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

from app.bootstrap.demo import own_command, own_environment
from app.cli.desk import Desk, Exit
from app.cli.words import count_text, printable
from app.formats.supervisely import DatasetFolder, ItemFiles, ProjectFolder, read_annotation, read_project
from app.gallery.decoding import Decoder
from app.gallery.paint import is_drawn
from app.gallery.painted import MOST_VIEW_PIXELS, full_size, painted_view
from app.gallery.picture import Decoded
from app.model.annotation import Annotation
from app.model.export_spec import image_key
from app.model.exporter import PictureFile
from app.model.failure import FailedError, Failure, FailureKind
from app.model.gallery import Paint, Painted, ShowView

MOST_SHOWN = 5


def draw_picture(options: argparse.Namespace, desk: Desk) -> int:
    """Find the picture, decode it, draw its labels, and write the PNG.

    Raises:
        FailedError: Something stops us; it says what.
    """
    folder = Path(options.folder)
    target: Path = options.to
    _refuse_inside(folder, target)
    project = _project(folder)
    key, item = find_item(project, options.image)
    annotation = Annotation(0, 0) if item.annotation is None else read_annotation(item.annotation, project.meta.classes)
    _refuse_unknown(options.classes, project, annotation)
    usual = Paint()
    paint = Paint(
        opacity=usual.opacity if options.opacity is None else options.opacity, only_classes=tuple(options.classes)
    )
    decoded = _decoded(item, annotation)
    if decoded.problem:
        raise _stop(f"“{printable(key)}”: {decoded.problem}", "")
    painted = drawn(decoded, annotation, options.width, paint)
    if painted.problem:
        raise _stop(f"“{printable(key)}”: {painted.problem}", "")
    _write(target, painted)
    count = sum(is_drawn(label.class_name, paint) for label in annotation.labels)
    desk.say(f"{printable(str(target))}: {painted.width:,} × {painted.height:,} pixels, {count_text(count, 'label')}.")
    for problem in annotation.problems:
        desk.complain(f"“{printable(key)}”: {printable(problem)}")
    return Exit.PROBLEMS if annotation.problems else Exit.COMPLETE


def find_item(project: ProjectFolder, name: str) -> tuple[str, ItemFiles]:
    """Return the key and the files of a picture.

    Args:
        project: The folder.
        name: "dataset/name", or a name that no other dataset has.

    Raises:
        FailedError: There is none, or several; the sentence names what could be meant.
    """
    found: list[tuple[str, ItemFiles]] = []
    for dataset, item in _items(project):
        key = image_key(dataset.name, item.name)
        if key == name:
            return key, item
        if item.name == name:
            found.append((key, item))
    if len(found) == 1:
        return found[0]
    if found:
        keys = [key for key, _ in found]
        raise _stop(f"{len(keys):,} pictures are called “{printable(name)}”.", f"Say which: {_some(keys)}.")
    raise _stop(f"There is no picture “{printable(name)}” in this folder.", _meant(name, _names(project)))


def drawn(decoded: Decoded, annotation: Annotation, width: int | None, paint: Paint) -> Painted:
    """Return a whole picture with its labels as the window shows it, so many pixels wide; None means all of them."""
    across, down = full_size(decoded, annotation)
    scale = 1.0 if width is None or not across else width / across
    # What is too large for any screen gets as large as that allows.
    scale = min(scale, (MOST_VIEW_PIXELS / max(1, across * down)) ** 0.5 * 0.999)
    size = max(1, round(across * scale)), max(1, round(down * scale))
    return painted_view(decoded, annotation, ShowView("", 0, 0.0, 0.0, scale, *size, paint=paint))


def _project(folder: Path) -> ProjectFolder:
    if not folder.is_dir():
        raise _stop(f"There is no folder {printable(str(folder))}.", "Name the folder of a project.")
    project = read_project(folder)
    if not any(dataset.items for dataset in project.datasets):
        raise _stop(
            f"{printable(str(folder))} holds no pictures of a project.",
            "Name a folder with meta.json and datasets, or one with img and ann.",
        )
    return project


def _items(project: ProjectFolder) -> Iterable[tuple[DatasetFolder, ItemFiles]]:
    return ((dataset, item) for dataset in project.datasets for item in dataset.items)


def _names(project: ProjectFolder) -> list[str]:
    return [image_key(dataset.name, item.name) for dataset, item in _items(project)]


def _meant(name: str, keys: Sequence[str]) -> str:
    """Return a sentence with names that are like the one that was asked for."""
    by_end: dict[str, list[str]] = {}
    for key in keys:
        for short in {key, key.rpartition("/")[2], key.rpartition("/")[2].rpartition(".")[0]}:
            by_end.setdefault(short.casefold(), []).append(key)
    close = get_close_matches(name.casefold(), by_end, n=MOST_SHOWN, cutoff=0.6)
    meant = list(dict.fromkeys(key for short in close for key in by_end[short]))
    return f"Did you mean {_some(meant)}?" if meant else f"There are {len(keys):,}, such as {_some(keys[:2])}."


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{printable(name)}”" for name in names[:MOST_SHOWN])
    return f"{shown} and {len(names) - MOST_SHOWN:,} more" if len(names) > MOST_SHOWN else shown


def _refuse_unknown(classes: Sequence[str], project: ProjectFolder, annotation: Annotation) -> None:
    known = dict.fromkeys([kind.name for kind in project.meta.classes] + [one.class_name for one in annotation.labels])
    for name in classes:
        if name not in known:
            hint = f"Its classes are {_some(list(known))}." if known else "It has no classes at all."
            close = get_close_matches(name, known, n=1)
            raise _stop(
                f"There is no class “{printable(name)}” in this project.",
                f"Did you mean {_some(close)}?" if close else hint,
            )


def _refuse_inside(folder: Path, target: Path) -> None:
    if target.is_dir():
        raise _stop(f"{printable(str(target))} is a folder.", "Name the file that is to be written.")
    if target.resolve().is_relative_to(folder.resolve()):
        raise _stop(f"{printable(str(target))} lies in the project folder.", "Choose another place for it.")


def _decoded(item: ItemFiles, annotation: Annotation) -> Decoded:
    if item.archive is not None:
        file = PictureFile(str(item.archive.path), item.archive.start, item.archive.end)
    elif item.image is not None:
        file = PictureFile(str(item.image))
    else:
        raise _stop(f"“{printable(item.name)}” has labels but no picture in this folder.", "Download it with pictures.")
    decoder = Decoder(own_command("decode"), own_environment())
    try:
        return decoder.picture(file, None, (annotation.width, annotation.height))
    finally:
        decoder.close()


def _write(target: Path, painted: Painted) -> None:
    """Write a PNG beside its place and put it there as a whole. Raise OSError when that is not possible."""
    from PIL import Image

    target.parent.mkdir(parents=True, exist_ok=True)
    premultiplied = Image.frombytes("RGBa", (painted.width, painted.height), painted.data, "raw", "BGRa")
    image = premultiplied.convert("RGBA")
    if image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".preview-", suffix=".png")
    try:
        with os.fdopen(handle, "wb") as file:
            image.save(file, "PNG")
        # As other new files, not for the owner alone.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _stop(title: str, hint: str) -> FailedError:
    return FailedError(Failure(FailureKind.REFUSED, title, hint))
