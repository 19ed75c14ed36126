"""What goes into a sink and what comes out of it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.model.failure import Failure
from app.model.imprint import Imprint
from app.store.parts import Part

# Width and height of the image in pixels -> further (relative path, bytes), and what is written into the image.
FinishItem: TypeAlias = Callable[[int, int], tuple[tuple[tuple[str, bytes], ...], Imprint | None]]


class Level(StrEnum):
    """How surely an image is what the service listed."""

    HASH = "hash"
    LENGTH = "length"
    STRUCTURE = "structure"
    UNVERIFIED = "unverified"
    NO_IMAGE = "no-image"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One image with its sidecars, complete, before anything is checked.

    Attributes:
        key: Id of the item.
        path: Relative path of the image in the destination, forward slashes. Names the item even when no image comes.
        body: The image; None when only sidecars are wanted (an image that lies there already stays as it is).
        size: Bytes as listed (or as announced by the transfer); None when unknown.
        sha256: Lower-case hex digest as listed; None when unknown.
        sidecars: (relative path, bytes), in the order in which they are put in place.
        version: Compared for equality by `Holdings.is_right`. Let it name what was asked for as well (annotations or
            tags only, image info, pictures or none), so that asking for more is a change.
        finish: Called once the image has passed its check; then the image has to be a whole JPEG.
    """

    key: str
    path: str
    body: bytes | Part | None
    size: int | None
    sha256: str | None
    sidecars: tuple[tuple[str, bytes], ...] = ()
    version: str = ""
    finish: FinishItem | None = None


@dataclass(frozen=True, slots=True)
class Staged:
    """One file in the temporary folder, ready to be put in place.

    Attributes:
        temporary: Name inside the temporary folder of the attempt.
        path: Relative path that it is meant for.
        size: Bytes.
        sha256: Lower-case hex digest.
        mtime_ns: Modification time; a rename keeps it.
    """

    temporary: str
    path: str
    size: int
    sha256: str
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Written:
    """An item that was checked and lies in the temporary folder; hand it to `Sink.commit`.

    Attributes:
        key, path, version: As in `Incoming`.
        sidecars: In the order in which they are put in place.
        image: None when no image came.
        level: What the check proved.
    """

    key: str
    path: str
    version: str
    sidecars: tuple[Staged, ...]
    image: Staged | None
    level: Level


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that did not pass; nothing of it is left under a temporary name.

    Attributes:
        key, path: As in `Incoming`.
        failure: DATA: not what was listed, fetch afresh. DISK: the destination cannot take it, now or at all.
            REFUSED: somebody else's file stands at this very path; the other items are not concerned.
    """

    key: str
    path: str
    failure: Failure


@dataclass(frozen=True, slots=True)
class Committed:
    """An item under its final name and in the receipt.

    Attributes:
        key, path: As in `Incoming`.
        size: Bytes of the image; 0 when there is none.
        sha256: Lower-case hex digest of the image; empty when there is none.
        level: What was proved of it.
        was_adopted: The same bytes lay there already; nothing was moved.
        aside: Where locally edited files were moved to, relative paths; usually empty.
    """

    key: str
    path: str
    size: int
    sha256: str
    level: Level
    was_adopted: bool = False
    aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found of earlier attempts.

    Attributes:
        removed: Attempts whose temporary folder was deleted.
        adopted: Items that stood under their final names but not in the receipt; they are in it now.
        foreign: Temporary folders of nobody we know, relative paths; they stay.
    """

    removed: tuple[str, ...]
    adopted: int
    foreign: tuple[str, ...]
