"""One image to bring home, as its source lists it. Pure."""

from dataclasses import dataclass

from app.model.failure import Failure


@dataclass(frozen=True, slots=True)
class Dataset:
    """The folder that an item belongs to.

    Attributes:
        key: Id of the dataset in its source, as text.
        path: (key, name) of every dataset from the root down to this one, names as the
            server spells them; the last pair is this dataset itself. Empty: the destination itself, where the
            images lie without any folder.
        is_plain: Its files lie right in a folder of that very name, which the source chose and not the server.
    """

    key: str
    path: tuple[tuple[str, str], ...]
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One image and what belongs to it.

    Attributes:
        key: Id of the image in its source, as text; unique within a job.
        name: File name with extension, as the server means it; not yet safe for a disk.
        size: Bytes of the image; None when the source does not say.
        sha256: Lower-case hex digest of the image; None when the source does not say.
        version: Changes whenever image or labels change (an updated-at text); compared for equality only.
        payload: JSON text with what the source needs to locate the item later. Never an address, never a token.
    """

    key: str
    name: str
    size: int | None
    sha256: str | None
    version: str
    payload: str = "{}"


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Items of one dataset, in listing order, as they come from the source.

    Attributes:
        dataset: Where they belong.
        items: Possibly empty: an empty dataset still gets its folders.
        tile: Key "z/x/y" of the tile they were found in; empty for sources that list as a whole.
        ends_tile: Nothing more comes of this tile.
        failure: The tile could not be read; then there are no items and nothing more comes of it.
    """

    dataset: Dataset
    items: tuple[Item, ...]
    tile: str = ""
    ends_tile: bool = False
    failure: Failure | None = None
