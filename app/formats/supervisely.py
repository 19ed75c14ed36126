"""Reads a project folder in the Supervisely format: meta, datasets, items, annotations, pictures.

What the official SDK would not see (a dataset whose path ends like one of its own folders, an image without
annotation, a file with an unknown extension) is read all the same and named in `problems`. Nothing is written.
"""

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.formats.blob_folder import ArchivePart, Archives, in_both, read_part
from app.formats.item_files import ItemFiles, Items
from app.formats.json_text import JsonError, read_json
from app.model.annotation import Annotation
from app.model.blob_slice import FOLDER as ARCHIVES
from app.model.blob_slice import LIST_ENDING
from app.model.figure_json import annotation_from_json
from app.model.foreign_text import shown
from app.model.label_class import LabelClass
from app.model.layout import META_FILE, OWN_FOLDER, SidecarKind
from app.model.meta_json import Meta, meta_from_json

__all__ = [
    "AnnotationError",
    "DatasetFolder",
    "ItemFiles",
    "ProjectFolder",
    "load_annotation",
    "read_annotation",
    "read_picture",
    "read_project",
]

IMAGES = "img"
NESTED = "datasets"
EXTENSIONS = frozenset({".jpg", ".jpeg", ".mpo", ".bmp", ".png", ".webp", ".tiff", ".tif", ".nrrd", ".jfif"})
HIDDEN_ENDINGS = ("ann", "blob", "datasets", "img", "img_info", "meta", "seg")
# The largest picture that is taken into memory: more than any camera makes.
MOST_PICTURE_BYTES = 256 * 1024 * 1024
DEEPEST = 64


@dataclass(frozen=True, slots=True)
class DatasetFolder:
    """One dataset.

    Attributes:
        name: Names from the root down, joined by "/"; empty when the project folder itself is the dataset.
        path: Its folder.
        items: By name.
    """

    name: str
    path: Path
    items: Items


@dataclass(frozen=True, slots=True)
class ProjectFolder:
    """A project folder.

    Attributes:
        path: The folder.
        meta: Classes and tags.
        datasets: Parents before children, siblings by name.
        problems: Sentences about what is missing or would be passed over by others.
    """

    path: Path
    meta: Meta
    datasets: tuple[DatasetFolder, ...]
    problems: tuple[str, ...]


def read_project(path: Path) -> ProjectFolder:
    """Read a project folder without its annotations; a damaged one is read as far as it goes.

    Raises:
        OSError: The folder cannot be listed.
    """
    problems: list[str] = []
    meta = _read_meta(path, problems)
    archives = Archives(path, _files(path / ARCHIVES))
    datasets = tuple(_datasets(path, archives, problems))
    if not datasets:
        problems.append("The folder holds no dataset.")
    problems.extend(archives.unnamed())
    return ProjectFolder(path, meta, datasets, (*problems, *meta.problems))


class AnnotationError(ValueError):
    """A whole annotation file cannot be read; the text is a sentence."""


def load_annotation(path: Path, classes: Iterable[LabelClass] = ()) -> Annotation:
    """Read an annotation file; labels that cannot be read are named in its `problems`.

    Raises:
        AnnotationError: It is missing, too large, nested too deeply, or no JSON object.
    """
    try:
        parsed = read_json(path)
    except OSError:
        raise AnnotationError("The annotation file cannot be read.") from None
    except JsonError as error:
        raise AnnotationError(f"The annotation file {error}") from None
    if not isinstance(parsed.document, dict):
        raise AnnotationError("The annotation is not a JSON object.")
    annotation = annotation_from_json(parsed.document, classes)
    if parsed.has_doubles:
        return replace(annotation, problems=(_doubles("The annotation file"), *annotation.problems))
    return annotation


def read_annotation(path: Path, classes: Iterable[LabelClass] = ()) -> Annotation:
    """Read an annotation file; what cannot be read is named in its `problems`."""
    try:
        return load_annotation(path, classes)
    except AnnotationError as error:
        return Annotation(0, 0, problems=(str(error),))


def read_picture(item: ItemFiles, most_bytes: int = MOST_PICTURE_BYTES) -> bytes:
    """Return the bytes of an item's picture, from its file or from its archive.

    Raises:
        OSError: There is none, it cannot be read whole, or it is larger than `most_bytes`.
    """
    if item.archive is not None:
        return read_part(item.archive, most_bytes)
    if item.image is None:
        raise FileNotFoundError(errno.ENOENT, "The item has no picture", item.name)
    return read_part(ArchivePart(item.image, 0, item.image.stat().st_size), most_bytes)


def _read_meta(path: Path, problems: list[str]) -> Meta:
    try:
        parsed = read_json(path / META_FILE)
    except FileNotFoundError:
        problems.append(f"{META_FILE} is missing.")
    except OSError:
        problems.append(f"{META_FILE} cannot be read.")
    except JsonError as error:
        problems.append(f"{META_FILE} {error}")
    else:
        if parsed.has_doubles:
            problems.append(_doubles(META_FILE))
        return meta_from_json(parsed.document)
    return Meta()


def _doubles(what: str) -> str:
    return f"{what} says something twice under one name; the last one counts."


def _datasets(root: Path, archives: Archives, problems: list[str]) -> Iterator[DatasetFolder]:
    open_ends: list[tuple[Path, tuple[str, ...]]] = [(root, ())]
    while open_ends:
        path, names = open_ends.pop()
        try:
            folders, files = _listed(path)
        except OSError:
            if not names:
                raise
            problems.append(f"Dataset “{shown('/'.join(names))}” cannot be listed.")
            continue
        lists = {name for name in files if name.endswith(LIST_ENDING)}
        # A list alone does not make the project folder a dataset: its datasets would be passed over.
        is_dataset = SidecarKind.ANNOTATION.value in folders or IMAGES in folders or bool(names and lists)
        if not names and not is_dataset and _is_flat(path):
            yield _flat_dataset(path, files, problems)
            return
        if is_dataset:
            yield _dataset(path, "/".join(names), archives, lists, problems)
        below = path / NESTED if names and NESTED in folders else path if not names and not is_dataset else None
        if below is None or len(names) >= DEEPEST:
            continue
        children = [name for name in _folders(below) if name != OWN_FOLDER and not (below == root and name == ARCHIVES)]
        open_ends.extend((below / name, (*names, name)) for name in sorted(children, reverse=True))


def _listed(path: Path) -> tuple[set[str], set[str]]:
    """Return the names of folders and of files; links are neither."""
    folders: set[str] = set()
    files: set[str] = set()
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.add(entry.name)
            elif entry.is_file(follow_symlinks=False):
                files.add(entry.name)
    return folders, files


def _dataset(path: Path, name: str, archives: Archives, lists: set[str], problems: list[str]) -> DatasetFolder:
    title = shown(name) or "the project folder"
    if name.endswith(HIDDEN_ENDINGS):
        problems.append(f"Dataset “{title}” is invisible to the official SDK because of the end of its name.")
    images = _files(path / IMAGES)
    parts = archives.parts(path, lists, title, problems)
    problems.extend(in_both(images, parts, title))
    notes = path / SidecarKind.ANNOTATION.value
    items = Items(path / IMAGES, images, notes, _files(notes), parts)
    problems.extend(_dataset_problems(title, items))
    return DatasetFolder(name, path, items)


def _is_flat(path: Path) -> bool:
    """Return whether pictures lie in the project folder itself: then our own folder holds the files beside them."""
    return any((path / OWN_FOLDER / kind.value).is_dir() for kind in SidecarKind)


def _flat_dataset(path: Path, files: set[str], problems: list[str]) -> DatasetFolder:
    images = {name for name in files if _ending(name) in EXTENSIONS}
    notes = path / OWN_FOLDER / SidecarKind.ANNOTATION.value
    items = Items(path, images, notes, _files(notes))
    problems.extend(_dataset_problems("the project folder", items))
    return DatasetFolder("", path, items)


def _files(path: Path) -> set[str]:
    """Return the names of the files in a folder; none when it is missing or may not be listed."""
    try:
        return _listed(path)[1]
    except OSError:
        return set()


def _folders(path: Path) -> set[str]:
    try:
        return _listed(path)[0]
    except OSError:
        return set()


def _dataset_problems(title: str, items: Items) -> Iterator[str]:
    bare = sum(items.note_of(name) is None for name in items.names)
    if bare:
        yield f"Dataset “{title}” has {_some(bare, 'image')} without annotation."
    missing = len(items) - len(items.pictures) if items.pictures else 0
    if missing:
        yield f"Dataset “{title}” has {_some(missing, 'annotation')} without image."
    unknown = sum(_ending(name) not in EXTENSIONS for name in items.pictures or items.names)
    if unknown:
        yield f"Dataset “{title}” has {_some(unknown, 'image')} whose extension the official SDK does not know."


def _some(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def _ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""
