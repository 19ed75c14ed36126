"""Pictures of a first look as a small project folder, so that they are looked at like any other.

They live in the cache: a few of the latest are kept. A folder is there whole or not at all.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from app.model.answers import Look
from app.model.figure_write import annotation_to_json
from app.model.label_class import LabelClass
from app.model.layout import META_FILE, OWN_FOLDER, SidecarKind, image_path, sidecar_path
from app.model.meta_write import meta_to_json
from app.store.disk_words import disk_errors
from app.store.names import NameMap, safe_name
from app.store.receipt import RECEIPT

DATASET = "first look"
MOST_FOLDERS = 8


def write_looks(root: Path, title: str, looks: Sequence[Look], classes: Sequence[LabelClass]) -> Path:
    """Write pictures and annotations below a folder of the cache; return the project folder.

    Args:
        root: Where such folders lie; made when it is missing. An older one of the same title is replaced.
        title: What people call the selection; the folder is called like it as far as a disk allows.
        looks: Pictures with their labels.
        classes: Of the project.

    Raises:
        FailedError: DISK, they cannot be written.
    """
    with disk_errors(str(root)):
        root.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".part-", dir=root))
        try:
            for path, body in _files(title, looks, classes):
                (part / path).parent.mkdir(parents=True, exist_ok=True)
                (part / path).write_bytes(body)
            place = root / safe_name(title, "look")
            shutil.rmtree(place, ignore_errors=True)
            part.replace(place)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        _make_room(root, place)
    return place


def _files(title: str, looks: Sequence[Look], classes: Sequence[LabelClass]) -> Iterator[tuple[str, bytes]]:
    """Yield the relative path and the content of every file."""
    yield META_FILE, msgspec.json.encode(meta_to_json(classes))
    yield f"{OWN_FOLDER}/{RECEIPT}", msgspec.json.encode({"title": title})
    names = NameMap()
    for number, look in enumerate(looks):
        name = names.take(look.name, str(number))
        yield image_path(DATASET, name), look.image
        annotation = msgspec.json.encode(annotation_to_json(look.annotation))
        yield sidecar_path(DATASET, name, SidecarKind.ANNOTATION), annotation


def _make_room(root: Path, latest: Path) -> None:
    """Remove the oldest folders beyond the number that is kept, and what a crash has left."""
    folders = []
    for folder in root.iterdir():
        with suppress(OSError):
            folders.append((folder.name.startswith("."), -folder.stat().st_mtime_ns, folder))
    # Half-written ones come last, so that they go first.
    for _, _, folder in [entry for entry in sorted(folders) if entry[2] != latest][MOST_FOLDERS - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)
