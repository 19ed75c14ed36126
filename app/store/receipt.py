"""The receipt: one line per item in `.windrow_meta/manifest`, and `.windrow_meta/receipt.json` for the whole job.

A line is JSON with a checksum in front: {"crc":"89abcdef","k":…}. A torn line fails its
checksum and is passed over. Of several lines with one key the last one counts.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from app.model.layout import OWN_FOLDER, SidecarKind, image_path, sidecar_path

MANIFEST = "manifest"
RECEIPT = "receipt.json"
MOST_LINE = 1 << 20
_PREFIX = len(b'{"crc":"89abcdef",')


class FileLine(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One file beside an image.

    Attributes:
        name: The kind ("ann") where it lies as the layout says, else its whole relative path.
        size: Bytes.
        sha256: Lower-case hex digest.
        mtime_ns: Modification time when it was put in place.
    """

    name: str
    size: int
    sha256: str
    mtime_ns: int


class Line(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One item. Keys are short: there may be a million lines.

    Attributes:
        key: Id of the item; a file of the whole project has "/" and its path.
        path: Relative path of the image, also where only sidecars lie; empty when the item was taken away again.
        size: Bytes of the image; None when there is none.
        sha256: Lower-case hex digest of the image; empty when there is none.
        version: As it was handed to the sink.
        mtime_ns: Of the image, when it was put in place.
        level: Value of `sink_records.Level`.
        sidecars: Files beside it.
    """

    key: str = msgspec.field(name="k")
    path: str = msgspec.field(name="p")
    size: int | None = msgspec.field(name="s", default=None)
    sha256: str = msgspec.field(name="h", default="")
    version: str = msgspec.field(name="v", default="")
    mtime_ns: int = msgspec.field(name="m", default=0)
    level: str = msgspec.field(name="l", default="")
    sidecars: tuple[FileLine, ...] = msgspec.field(name="a", default=())


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Line)


def encode_line(line: Line) -> bytes:
    """Return a line of the manifest, newline included."""
    body = _encoder.encode(line)
    return b'{"crc":"%08x",%b\n' % (zlib.crc32(body), body[1:])


def decode_line(text: bytes) -> Line | None:
    """Return the item of a line, with or without its newline; None when it is torn or not ours."""
    if not text.startswith(b'{"crc":"'):
        return None
    body = b"{" + text[_PREFIX:].rstrip(b"\n")
    try:
        if zlib.crc32(body) != int(text[8:16], 16):
            return None
        return _decoder.decode(body)
    except (ValueError, msgspec.DecodeError):
        return None


def short_name(image: str, path: str) -> str:
    """Return how a line names a file beside an image: its kind where the layout says so, else the path."""
    folder, _, rest = path.rpartition("/")
    kind = folder.rpartition("/")[2]
    if kind in _KINDS and rest.endswith(".json") and full_path(image, kind) == path:
        return kind
    return path


def full_path(image: str, name: str) -> str:
    """Return the relative path of a file that a line names."""
    if name not in _KINDS:
        return name
    dataset, _, file_name = image.rpartition("/img/")
    return sidecar_path(dataset, file_name, SidecarKind(name))


def image_beside(path: str) -> str | None:
    """Return the path of the image that a sidecar path belongs to by the layout; None when it is no such path."""
    folder, _, name = path.rpartition("/")
    dataset, _, kind = folder.rpartition("/")
    if kind not in _KINDS or not dataset or not name.endswith(".json"):
        return None
    return image_path("" if dataset == OWN_FOLDER else dataset, name.removesuffix(".json"))


_KINDS = frozenset(kind.value for kind in SidecarKind)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a finished job leaves for the reader of the folder.

    Attributes:
        program: Name and version, such as "Windrow 0.1.0".
        finished_at: UTC, ISO 8601.
        account: Address of the service; never a token.
        spec: Canonical text of the spec.
        title: What people call the project.
        licence: As the service words it; empty when it names none.
        counts: For instance {"done": 240, "skipped": 1, "failed": 0}.
        size_bytes: Bytes of all images.
        renamed: (name of the service, relative path) of every item whose name was changed.
        notes: Sentences worth knowing later.
        gone: Images that were kept though the project does not list them any more, relative paths.
    """

    program: str
    finished_at: str
    account: str
    spec: str
    title: str
    licence: str
    counts: dict[str, int]
    size_bytes: int
    renamed: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    gone: Sequence[str] = ()


def spec_of_receipt(destination: Path) -> dict[str, Any]:
    """Return the spec, taken apart, of the job that finished last in a folder; empty when that cannot be told."""
    try:
        text = msgspec.json.decode((destination / OWN_FOLDER / RECEIPT).read_bytes(), type=dict[str, Any])["spec"]
        return msgspec.json.decode(text, type=dict[str, Any])
    except (OSError, KeyError, TypeError, msgspec.DecodeError):
        return {}


def receipt_text(receipt: Receipt) -> bytes:
    """Return `receipt.json`: indented, for people as well as programs."""
    return msgspec.json.format(msgspec.json.encode(receipt), indent=2) + b"\n"
