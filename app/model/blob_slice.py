"""Where an image lies inside an archive of its project, as the ledger remembers it. Pure."""

from dataclasses import dataclass

import msgspec

FOLDER = "blob"
ENDING = ".tar"
LIST_ENDING = "_offsets.pkl"


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of an archive.

    Attributes:
        archive: Stem of the archive: it lies at `blob/<archive>.tar`.
        start: Byte of the archive where the image begins.
        end: Byte behind its last one.
        sha256: Lower-case hex digest of the image; None when the source does not say.
    """

    archive: str
    start: int
    end: int
    sha256: str | None = None


class _Holder(msgspec.Struct):
    slice: Slice | None = None


_HOLDER = msgspec.json.Decoder(_Holder)
_MARK = '"slice":'


def slice_of(payload: str) -> Slice | None:
    """Return the slice that the payload of an item names; None for an image that travels as a file."""
    if _MARK not in payload:
        return None
    try:
        return _HOLDER.decode(payload).slice
    except msgspec.DecodeError:
        return None


def archive_key(archive: str) -> str:
    """Return the key of an archive as an item of its own."""
    return f"{FOLDER}:{archive}"


def archive_path(archive: str) -> str:
    """Return where an archive lies in the project folder."""
    return f"{FOLDER}/{archive}{ENDING}"


def list_path(dataset: str, archive: str) -> str:
    """Return where the list of the images of one dataset in one archive lies in the project folder."""
    return f"{dataset}/{archive}{LIST_ENDING}"
