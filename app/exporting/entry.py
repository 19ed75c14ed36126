"""What the processes of an export tell each other of one image: where its files lie, what was decided. Pure.

An entry is small and plain, so that it travels over a pipe; labels never do: whoever needs them reads them.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from app.formats.item_files import ItemFiles
from app.formats.supervisely import DatasetFolder
from app.model.export_spec import image_key
from app.model.exporter import PictureFile
from app.model.layout import OWN_FOLDER, SidecarKind


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """One image of a project.

    Attributes:
        dataset: Names from the root joined by "/"; empty when the folder is the dataset.
        name: File name in the project.
        image: Path of the picture, or of the archive; empty when there is none.
        annotation: Path; empty when there is none.
        beside: Folder that holds `img_info` and `meta`; empty when neither is there.
        start, end: Bytes within an archive; both -1 for a file of its own.
        number, file, is_val: As in `ExportImage`; known after all images were looked at.
        is_duplicate: An earlier image has the same picture; known only when it was asked for.
        bad_masks: Places of labels whose masks do not decode; known after all images were looked at.
    """

    dataset: str
    name: str
    image: str
    annotation: str
    beside: str = ""
    start: int = -1
    end: int = -1
    number: int = -1
    file: str = ""
    is_val: bool = False
    is_duplicate: bool = False
    bad_masks: tuple[int, ...] = ()

    @property
    def was_looked_at(self) -> bool:
        """Return whether the first pass is over: what it decided is not decided again."""
        return self.number >= 0

    @property
    def key(self) -> str:
        """Return how the image is called across datasets."""
        return image_key(self.dataset, self.name)

    @property
    def picture(self) -> PictureFile | None:
        """Return where the bytes of the picture lie."""
        if not self.image:
            return None
        return PictureFile(self.image) if self.start < 0 else PictureFile(self.image, self.start, self.end)


def entries_of(dataset: DatasetFolder) -> Iterator[Entry]:
    """Yield the images of a dataset in order of their names."""
    beside = folder_beside(dataset)
    for item in dataset.items:
        yield entry_of(dataset.name, item, beside)


def entry_of(dataset: str, item: ItemFiles, beside: str = "") -> Entry:
    """Return the entry of one item."""
    note = "" if item.annotation is None else str(item.annotation)
    if item.archive is not None:
        part = item.archive
        return Entry(dataset, item.name, str(part.path), note, beside, part.start, part.end)
    return Entry(dataset, item.name, "" if item.image is None else str(item.image), note, beside)


def folder_beside(dataset: DatasetFolder) -> str:
    """Return the folder with what is known of the images of a dataset; empty when nothing is."""
    folder = dataset.path if dataset.name else dataset.path / OWN_FOLDER
    kinds = (SidecarKind.IMAGE_INFO, SidecarKind.IMAGE_META)
    if not any((folder / kind.value).is_dir() for kind in kinds):
        return ""
    return str(folder)


def path_beside(entry: Entry, kind: SidecarKind) -> Path | None:
    """Return where a file beside an image would lie; None when there are none of any kind."""
    return Path(entry.beside, kind.value, f"{entry.name}.json") if entry.beside else None
