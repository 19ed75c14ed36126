"""Any folder of the Supervisely format as a project; read-only, served as the service would serve it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from PIL import Image

from app.model.failure import FailedError, Failure, FailureKind
from app.sandbox.pixels import to_service
from app.sandbox.sample import numbers_of, plain_meta
from app.sandbox.shelves import Stock, StoredShelf
from app.sandbox.wire import FileSlice, Piece
from app.sandbox.world import Dataset, Document, Project, World

MIMES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".jpe": "image/jpeg", ".mpo": "image/mpo", ".jfif": "image/jpeg",
    ".png": "image/png", ".webp": "image/webp", ".bmp": "image/bmp", ".tif": "image/tiff", ".tiff": "image/tiff",
    ".gif": "image/gif", ".avif": "image/avif", ".nrrd": "image/nrrd",
}  # fmt: skip
# Bodies up to this size are kept in memory; larger ones are read while they are sent.
SMALL = 1_000_000
_SHADES = ("#E4572E", "#2E86AB", "#F3A712", "#4C9F50", "#9B5DE5", "#D7263D", "#118AB2", "#BC6C25")


def add_folder(world: World, root: Path, project_id: int) -> None:
    """Serve a folder as a project.

    Args:
        world: Gets the project.
        root: Holds meta.json and datasets, or img and ann directly.
        project_id: Id of the project; its datasets count up from ten times that.

    Raises:
        FailedError: There is nothing to serve.
    """
    root = root.resolve()
    found = list(_datasets(root))
    if not found:
        raise FailedError(
            Failure(
                FailureKind.DATA,
                f"There is no Supervisely project in {root}.",
                "Choose a folder that holds meta.json, or img and ann.",
            )
        )
    meta = _meta(root, project_id, [folder for folder, _, _ in found])
    shapes = _shapes(meta)
    numbers = numbers_of(meta)
    world.add_project(Project(project_id, root.name, meta, description=f"Folder {root.name}"))
    ids: dict[Path, int] = {}
    for place, (folder, name, parent) in enumerate(found):
        number = ids[folder] = project_id * 10 + place + 1
        shelf = StoredShelf(len(_names(folder)), _loader(folder, shapes), numbers)
        world.add_dataset(Dataset(number, name, project_id, shelf, parent=ids.get(parent) if parent else None))


def _datasets(root: Path) -> Iterator[tuple[Path, str, Path | None]]:
    """Yield every dataset folder with its name and the folder of its parent, parents first."""
    if (root / "img").is_dir():
        yield root, "ds0", None
        return
    for folder in sorted(root.iterdir()):
        if folder.is_dir() and not folder.name.startswith("."):
            yield from _nested(folder, None)


def _nested(folder: Path, parent: Path | None) -> Iterator[tuple[Path, str, Path | None]]:
    children = folder / "datasets"
    if not (folder / "img").is_dir() and not children.is_dir():
        return
    yield folder, folder.name, parent
    if children.is_dir():
        for child in sorted(children.iterdir()):
            if child.is_dir():
                yield from _nested(child, folder)


def _names(folder: Path) -> list[str]:
    pictures = folder / "img"
    if not pictures.is_dir():
        return []
    return sorted(one.name for one in pictures.iterdir() if one.is_file() and one.suffix.lower() in MIMES)


def _meta(root: Path, project_id: int, folders: Sequence[Path]) -> Document:
    """Return the meta with ids for all classes and tags; made from the objects when the file is missing."""
    path = root / "meta.json"
    raw = msgspec.json.decode(path.read_bytes()) if path.is_file() else _made_meta(folders)
    meta = plain_meta(
        _with_ids(raw.get("classes"), project_id * 1000), _with_ids(raw.get("tags"), project_id * 1000 + 500)
    )
    return {**raw, **meta}


def _with_ids(entries: object, first: int) -> list[Document]:
    """Keep ids that are there and clear; give ids to the rest."""
    found = [dict(one) for one in entries if isinstance(one, Mapping)] if isinstance(entries, list) else []
    taken = [one.get("id") for one in found]
    for place, one in enumerate(found):
        if not isinstance(one.get("id"), int) or taken.count(one["id"]) > 1:
            one["id"] = first + place + 1
    return found


def _made_meta(folders: Sequence[Path]) -> Document:
    """Return a meta made of what the annotations name; a class of two shapes takes any shape."""
    shapes: dict[str, str] = {}
    tags: dict[str, set[type]] = {}
    for folder in folders:
        for name in _names(folder):
            document = _document(folder, name)
            objects = document.get("objects")
            for one in objects if isinstance(objects, list) else ():
                title, kind = str(one.get("classTitle")), str(one.get("geometryType") or one.get("shape") or "any")
                shapes[title] = kind if shapes.get(title, kind) == kind else "any"
                _collect(one.get("tags"), tags)
            _collect(document.get("tags"), tags)
    classes: list[Document] = [
        {"title": title, "shape": kind, "color": _SHADES[place % len(_SHADES)], "geometry_config": {}, "hotkey": ""}
        for place, (title, kind) in enumerate(sorted(shapes.items()))
    ]
    made: list[Document] = [
        {"name": name, "value_type": _value_type(kinds), "color": _SHADES[place % len(_SHADES)], "hotkey": "",
         "applicable_type": "all", "classes": [], "target_type": "all"}
        for place, (name, kinds) in enumerate(sorted(tags.items()))
    ]  # fmt: skip
    return plain_meta(classes, made)


def _collect(entries: object, tags: dict[str, set[type]]) -> None:
    for one in entries if isinstance(entries, list) else ():
        name, value = (one, None) if isinstance(one, str) else (str(one.get("name")), one.get("value"))
        tags.setdefault(name, set()).add(type(value))


def _value_type(kinds: set[type]) -> str:
    if kinds <= {int, float}:
        return "any_number"
    return "none" if kinds == {type(None)} else "any_string"


def _shapes(meta: Document) -> dict[str, str]:
    classes = meta["classes"]
    assert isinstance(classes, list)
    return {str(one["title"]): str(one.get("shape", "any")) for one in classes}


def _loader(folder: Path, shapes: Mapping[str, str]) -> Callable[[], Sequence[Stock]]:
    return lambda: [_stock(folder, name, shapes) for name in _names(folder)]


def _stock(folder: Path, name: str, shapes: Mapping[str, str]) -> Stock:
    path = folder / "img" / name
    length = path.stat().st_size
    body: Piece = path.read_bytes() if length <= SMALL else FileSlice(path, 0, length)
    document = _document(folder, name)
    size = document.get("size")
    width, height = _pixels(path, size if isinstance(size, Mapping) else {})
    document["size"] = {"height": height, "width": width}
    document.setdefault("tags", [])
    objects = document.get("objects")
    document["objects"] = [_served(one, shapes) for one in objects] if isinstance(objects, list) else []
    return Stock(name, MIMES[path.suffix.lower()], width, height, body, document, _image_meta(folder, name))


def _pixels(path: Path, size: Mapping[str, object]) -> tuple[int, int]:
    """Return width and height: as the annotation says, else as the picture says."""
    width, height = size.get("width"), size.get("height")
    if isinstance(width, int) and isinstance(height, int):
        return width, height
    try:
        with Image.open(path) as image:
            return image.size
    except (OSError, ValueError):
        return 0, 0


def _served(entry: Mapping[str, object], shapes: Mapping[str, str]) -> Document:
    """Return an object of a file as the service sends it; its class gives the geometry type that it does not name."""
    kind = str(entry.get("geometryType") or entry.get("shape") or shapes.get(str(entry.get("classTitle")), "any"))
    out = to_service(entry, kind)
    out["geometryType"] = kind
    out.setdefault("tags", [])
    return out


def _document(folder: Path, name: str) -> Document:
    """Return the annotation of an image, an empty one when it has none that can be read."""
    for path in (folder / "ann" / f"{name}.json", folder / "ann" / f"{re.sub(r'[.][^.]+$', '', name)}.json"):
        try:
            found = msgspec.json.decode(path.read_bytes())
        except (OSError, msgspec.DecodeError):
            continue
        if isinstance(found, dict):
            return found
    return {"description": "", "tags": [], "objects": []}


def _image_meta(folder: Path, name: str) -> Document:
    try:
        found = msgspec.json.decode((folder / "meta" / f"{name}.json").read_bytes())
    except (OSError, msgspec.DecodeError):
        return {}
    return found if isinstance(found, dict) else {}
