"""The pictures of a folder by name, and how to find the files of each: all that is known when a folder opens."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.formats.item_files import Items
from app.formats.supervisely import ItemFiles, ProjectFolder, read_project
from app.gallery.reading import place_of, read_record
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest_record import HarvestRecord
from app.model.layout import OWN_FOLDER, SidecarKind
from app.store.receipt import RECEIPT

# The list of renamed pictures in a receipt may be long.
MOST_RECEIPT_BYTES = 64 * 1024 * 1024
_TRIES = 5


class _Receipt(msgspec.Struct):
    title: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A project folder as it was listed.

    Attributes:
        project: Classes, tags, datasets, sentences.
        title: Name for people.
        items: By name of the dataset.
        has_places: Records of a harvest lie beside the pictures.
    """

    project: ProjectFolder
    title: str
    items: Mapping[str, Items]
    has_places: bool

    def item(self, dataset: str, name: str) -> ItemFiles:
        """Return the files of a picture; one that is gone has none."""
        items = self.items.get(dataset)
        return ItemFiles(name, None, None) if items is None else items.named(name)

    def record(self, dataset: str, name: str) -> HarvestRecord | None:
        """Return what is known of a harvested picture."""
        items = self.items.get(dataset)
        if not self.has_places or items is None:
            return None
        return read_record(_record_path(items, name))


def list_folder(path: str) -> Listing:
    """List a folder.

    Args:
        path: Absolute.

    Raises:
        FailedError: It is no folder, or it cannot be listed.
    """
    folder = Path(path)
    if not folder.is_absolute():
        raise FailedError(Failure(FailureKind.REFUSED, "This is no folder.", "Choose a folder.", detail=path))
    try:
        project = read_project(folder)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise FailedError(
            Failure(
                FailureKind.NOT_FOUND, f"There is no folder “{folder.name}”.", "Choose another folder.", detail=path
            )
        ) from None
    except OSError as error:
        raise FailedError(
            Failure(
                FailureKind.DISK,
                f"The folder “{folder.name}” cannot be read.",
                "Check the rights to it, or choose another folder.",
                detail=str(error),
            )
        ) from None
    items = {dataset.name: dataset.items for dataset in project.datasets}
    return Listing(project, _title(folder), items, any(_knows_places(one) for one in items.values()))


def _title(folder: Path) -> str:
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        with (folder / OWN_FOLDER / RECEIPT).open("rb") as file:
            title = msgspec.json.decode(file.read(MOST_RECEIPT_BYTES), type=_Receipt).title
        if title:
            return title
    return folder.name or str(folder)


def _record_path(items: Items, name: str) -> Path:
    return items.notes_folder.parent / SidecarKind.IMAGE_META.value / f"{name}.json"


def _knows_places(items: Items) -> bool:
    """Return whether one of the first pictures has a record that says where it was taken."""
    if not (items.notes_folder.parent / SidecarKind.IMAGE_META.value).is_dir():
        return False
    return any(record is not None and place_of(record) is not None for record in _first_records(items))


def _first_records(items: Items) -> Iterator[HarvestRecord | None]:
    for name in items.names[:_TRIES]:
        yield read_record(_record_path(items, name))
