"""The items of one dataset, by name. Paths are joined only for an item that is asked for: 100,000 cost little."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from app.formats.blob_folder import ArchivePart

_ENDING = ".json"


@dataclass(frozen=True, slots=True)
class ItemFiles:
    """One item of a dataset.

    Attributes:
        name: File name of the image, with its extension.
        image: The image; None in a project without pictures, or when it lies in an archive.
        annotation: The annotation file; None when there is none.
        archive: Where the image lies in an archive of the project.
    """

    name: str
    image: Path | None
    annotation: Path | None
    archive: ArchivePart | None = None


class Items(Sequence[ItemFiles]):
    """Items in order of their names; made anew whenever one is asked for.

    Attributes:
        names: In order.
        pictures: Names of those that have one; a dataset without any came without pictures.
        notes_folder: Where annotations lie.
    """

    __slots__ = ("_images", "_images_folder", "_notes", "_parts", "names", "notes_folder", "pictures")

    def __init__(
        self,
        images_folder: Path,
        images: AbstractSet[str],
        notes_folder: Path,
        notes: AbstractSet[str],
        parts: Mapping[str, ArchivePart] | None = None,
    ) -> None:
        """Join pictures and annotations by name; an annotation whose picture is missing is an item, too.

        Args:
            images_folder: Where pictures lie.
            images: Names of the files there.
            notes_folder: Where annotations lie.
            notes: Names of the files there.
            parts: Pictures in archives, by name; files of the same name come before them.
        """
        self._images_folder = images_folder
        self._images = images
        self.notes_folder = notes_folder
        self._notes = notes
        self._parts = parts or {}
        self.pictures = images | self._parts.keys() if self._parts else images
        used = {self.note_of(name) for name in self.pictures}
        alone = {note.removesuffix(_ENDING) for note in notes - used if note.endswith(_ENDING) and note != _ENDING}
        self.names = sorted(self.pictures | alone)

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self.names)

    @overload
    def __getitem__(self, place: int) -> ItemFiles: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[ItemFiles, ...]: ...
    def __getitem__(self, place: int | slice) -> ItemFiles | tuple[ItemFiles, ...]:
        """Return one item, or several."""
        if isinstance(place, slice):
            return tuple(self.named(name) for name in self.names[place])
        return self.named(self.names[place])

    def __iter__(self) -> Iterator[ItemFiles]:
        """Yield the items by name."""
        return map(self.named, self.names)

    def note_of(self, name: str) -> str | None:
        """Return the name of an item's annotation file; None when there is none."""
        note = name + _ENDING
        if note in self._notes:
            return note
        # Older projects leave the extension of the image out of the name of the annotation.
        stem, dot, _ = name.rpartition(".")
        older = (stem if dot and stem else name) + _ENDING
        return older if older in self._notes else None

    def named(self, name: str) -> ItemFiles:
        """Return an item by its name; one that is not there has no files."""
        note = self.note_of(name)
        is_file = name in self._images
        return ItemFiles(
            name,
            self._images_folder / name if is_file else None,
            None if note is None else self.notes_folder / note,
            None if is_file else self._parts.get(name),
        )
