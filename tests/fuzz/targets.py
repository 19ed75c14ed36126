"""What is fuzzed: where its inputs come from, how they are spoiled, and what its answers must be like.

A target raises for whatever its reader may not do: an exception that the reader does not name, or an answer that
breaks a promise. Real annotations are used where they are.
"""

import io
import json
import random
import struct
import tempfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from app.formats.json_text import JsonError, parse
from app.formats.offsets import OffsetsError, offsets_from
from app.formats.supervisely import read_annotation
from app.model.figure_json import MOST_PROBLEMS
from app.model.geometry import Mask
from app.model.label_class import LabelClass
from app.model.mask import decode_mask, encode_mask, mask_size
from app.model.meta_json import meta_from_json
from tests.fakes.blob import BlobImageInfo, offsets, pickled
from tests.fuzz.mutate import spoiled, spoiled_json

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "supervisely"
MOST_REAL = 60
MASK_PIXELS = 4_000_000
COORDINATE = 10**9
_CHUNKS = (
    b"PLTE", b"tRNS", b"zTXt", b"iTXt", b"tEXt", b"iCCP", b"acTL", b"fcTL", b"fdAT", b"eXIf", b"gAMA", b"cHRM", b"pHYs",
    b"sRGB", b"IDAT", b"IEND", b"abcd",
)  # fmt: skip
_SIGNATURE = b"\x89PNG\r\n\x1a\n"

Seeds = Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Target:
    """One reader under fire.

    Attributes:
        seeds: Inputs to begin with.
        make: Makes an input from them.
        call: Reads an input; raises when the reader did what it may not.
    """

    seeds: Callable[[], Seeds]
    make: Callable[[random.Random, Seeds], bytes]
    call: Callable[[bytes], None]


class BrokenPromiseError(Exception):
    """The answer of a reader is not what it promises."""


def promise(kept: object, words: str) -> None:
    if not kept:
        raise BrokenPromiseError(words)


def real_annotations() -> list[bytes]:
    if not REAL.is_dir():
        return []
    files = sorted(path for path in REAL.rglob("*.json") if path.parent.name == "ann" or path.name == "meta.json")
    # Evenly over the projects, so that each shape is among them.
    return [path.read_bytes() for path in files[:: max(1, len(files) // MOST_REAL)]]


def _points(*ring: tuple[float, float]) -> dict[str, object]:
    return {"points": {"exterior": [list(xy) for xy in ring], "interior": []}}


def made_annotations() -> list[bytes]:
    """Return one document with every shape, and a meta."""
    corners = {
        f"face{face}-{at}": {"loc": [face, 2]}
        for face in (1, 2)
        for at in ("topleft", "topright", "bottomright", "bottomleft")
    }
    ring = {"exterior": [[0, 0], [9, 0], [9, 9]], "interior": [[[1, 1], [2, 1], [2, 2]]]}
    shapes: dict[str, dict[str, object]] = {
        "point": _points((8, 7)),
        "rectangle": _points((20, 30), (10, 5)),
        "line": _points((0, 0), (5.5, 5)),
        "polygon": {"points": ring},
        "multipolygon": {"parts": [ring, ring]},
        "bitmap": {"bitmap": {"origin": [2, 3], "data": "eJzrDPBz5w=="}},
        "alpha_mask": {"bitmap": {"origin": [2, 3], "data": "eJzrDPBz5w=="}},
        "graph": {"nodes": {"a": {"loc": [1, 2]}, "b": {"loc": [3, 4], "disabled": True}}},
        "cuboid": {"points": [[0, 0], [4, 0], [4, 4], [0, 4]], "faces": [[0, 1, 2, 3]]},
        "cuboid_2d": {"vertices": corners},
        "oriented_bbox": {"points": [[1, 2], [5, 6]], "angle": 0.5},
    }
    tags = [{"name": "speed", "value": 5, "createdAt": "2024-01-01T00:00:00Z"}, "bare"]
    entries = [{"id": 7, "classTitle": "car", "tags": tags, "geometryType": k, **v} for k, v in shapes.items()]
    size = {"height": 60, "width": 100}
    template = {"nodes": {"a": {"label": "nose"}}, "edges": [{"src": "a", "dst": "a"}]}
    classes = [{"id": 1, "title": "car", "shape": "graph", "color": "#FF0000", "geometry_config": template}]
    documents: list[object] = [{"size": size, "tags": tags, "objects": [entry]} for entry in entries]
    documents.append({"size": size, "tags": tags, "objects": entries, "description": "", "customBigData": {}})
    documents.append({"classes": classes, "tags": tags, "projectType": "images"})
    return [json.dumps(document).encode() for document in documents]


def annotation_seeds() -> Seeds:
    return [*made_annotations(), *real_annotations()]


def make_annotation(rng: random.Random, seeds: Seeds) -> bytes:
    body = rng.choice(seeds)
    way = rng.random()
    if way < 0.75:
        body = spoiled_json(rng, body)
    if way > 0.65:
        body = spoiled(rng, body, rng.choice(seeds))
    return body


CLASSES = (LabelClass("car", "graph", "#FF0000", edges=(("a", "b"),)), LabelClass("thing", "any", "#0000FF"))
_scratch = Path(tempfile.gettempdir())


def numbers(value: object) -> Iterator[float]:
    """Yield every number inside a shape."""
    waiting = [value]
    while waiting:
        inside = waiting.pop()
        if is_dataclass(inside):
            waiting.extend(getattr(inside, field.name) for field in fields(inside))
        elif isinstance(inside, tuple):
            waiting.extend(inside)
        elif isinstance(inside, int | float):
            yield inside


def call_annotation(body: bytes) -> None:
    """Read as an annotation from disk, and as a meta."""
    with tempfile.NamedTemporaryFile(dir=_scratch, suffix=".json") as file:
        file.write(body)
        file.flush()
        annotation = read_annotation(Path(file.name), CLASSES)
    promise(len(annotation.problems) <= MOST_PROBLEMS + 1, "too many problems")
    promise(all(p.isprintable() and len(p) < 500 for p in annotation.problems), "a problem cannot be shown")
    promise(0 <= annotation.width <= COORDINATE and 0 <= annotation.height <= COORDINATE, "size")
    for label in annotation.labels:
        promise(all(abs(n) <= COORDINATE for n in numbers(label.geometry)), "a number beyond all pictures")
        promise(all(isinstance(tag.value, str) for tag in label.tags), "a tag is not text")
    with suppress(JsonError):
        meta = meta_from_json(parse(body).document)
        promise(all(isinstance(text, str) for c in meta.classes for text in (c.name, c.shape, c.key)), "no text")
        promise(all(isinstance(text, str) for tag in meta.tags for text in (tag.name, *tag.values)), "no text")


def _png(pixels: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]", **options: object) -> bytes:
    body = io.BytesIO()
    Image.fromarray(pixels).save(body, "PNG", **options)
    return body.getvalue()


def bitmap_seeds() -> Seeds:
    """Return masks as the text that stands in annotations."""
    rows = np.arange(60, dtype=np.uint8).reshape(6, 10)
    blob = np.zeros((40, 50), np.uint8)
    blob[5:30, 7:33] = 200
    pictures = [
        _png(rows), _png(rows > 9), _png(rows.astype(np.uint16) * 900), _png(np.dstack([rows] * 3)),
        _png(np.dstack([rows] * 4)), _png(np.dstack([rows] * 2)), _png(rows, transparency=0), _png(rows, interlace=1),
    ]  # fmt: skip
    found = [b64encode(zlib.compress(picture)) for picture in pictures]
    found += [b64encode(pictures[0]), encode_mask(blob).data.encode(), encode_mask(blob, is_alpha=True).data.encode()]
    for body in real_annotations():
        for entry in json.loads(body).get("objects", ()):
            if "bitmap" in entry and len(entry["bitmap"]["data"]) < 20_000:
                found.append(entry["bitmap"]["data"].encode())
    return found[:200]


def make_bitmap(rng: random.Random, seeds: Seeds) -> bytes:
    """Spoil the text, what it holds, the picture, or the parts of the picture with right sums."""
    text, other = rng.choice(seeds), rng.choice(seeds)
    way = rng.random()
    if way < 0.15:
        return spoiled(rng, text, other)
    packed = b64decode(text)
    if way < 0.3:
        return b64encode(spoiled(rng, packed, b64decode(other)))
    png = packed if packed.startswith(_SIGNATURE) else zlib.decompress(packed)
    if way < 0.5:
        png = spoiled(rng, png, zlib.compress(other))
    elif way < 0.98:
        png = _spoiled_chunks(rng, png)
    else:
        png += bytes(rng.choice((10**6, 3 * 10**7)))
    return b64encode(zlib.compress(png, 1) if rng.random() < 0.8 else png)


def _spoiled_chunks(rng: random.Random, png: bytes) -> bytes:
    chunks: list[tuple[bytes, bytes]] = []
    at = 8
    while at + 8 <= len(png):
        (length,) = struct.unpack_from(">I", png, at)
        chunks.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += 12 + length
    for _ in range(rng.choice((1, 1, 2, 4))):
        place = rng.randrange(len(chunks))
        kind, body = chunks[place]
        way = rng.randrange(7)
        if way == 0 and len(chunks) > 1:
            del chunks[place]
        elif way == 1:
            chunks.insert(rng.randrange(len(chunks) + 1), (kind, body))
        elif way == 2:
            chunks.insert(place, _extra_chunk(rng))
        elif way == 3 and kind == b"IDAT":
            with suppress(zlib.error):
                body = zlib.compress(spoiled(rng, zlib.decompress(body), body))
            chunks[place] = (kind, body)
        elif way == 4:
            chunks.insert(rng.randrange(1, len(chunks) + 1), (b"IHDR", _header(rng)))
        elif way == 5:
            chunks[0] = (b"IHDR", _header(rng))
        else:
            chunks[place] = (kind, spoiled(rng, body, body))
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def _header(rng: random.Random) -> bytes:
    sides = (0, 1, 2, 10, 50, 1999, 2001, 60_000, 2**31 - 1, 2**32 - 1)
    return struct.pack(
        ">IIBBBBB",
        rng.choice(sides), rng.choice(sides), rng.choice((1, 2, 4, 8, 16, 7)), rng.choice((0, 2, 3, 4, 6, 5)),
        rng.choice((0, 0, 1)), rng.choice((0, 0, 1)), rng.choice((0, 0, 1, 2)),
    )  # fmt: skip


def _extra_chunk(rng: random.Random) -> tuple[bytes, bytes]:
    kind = rng.choice(_CHUNKS)
    body = rng.randbytes(rng.choice((0, 1, 2, 3, 4, 6, 8, 9, 26, 255, 256, 768, 900)))
    if kind == b"tEXt" and rng.random() < 0.5:
        body = rng.choice((b"bbox", b"transparency", b"interlace", b"exif", b"gamma", b"icc_profile")) + b"\0" + body
    if kind in (b"zTXt", b"iCCP") and rng.random() < 0.7:
        body = rng.choice((b"name", b"bbox")) + b"\0\0" + zlib.compress(bytes(rng.choice((10, 5_000_000))))
    return kind, body


def call_bitmap(text: bytes) -> None:
    """Decode as a mask of one kind or the other; which of them, its sum says."""
    is_alpha = bool(zlib.crc32(text) & 1)
    mask = Mask((0, 0), text.decode("latin-1"), is_alpha)
    try:
        size = mask_size(mask)
        pixels = decode_mask(mask, MASK_PIXELS)
    except ValueError as error:
        promise(str(error).startswith("The mask ") and str(error).isprintable(), f"not a sentence: {error}")
        return
    promise(pixels.shape == (size[1], size[0]), "two sizes")
    promise(pixels.ndim == 2 and pixels.dtype == np.uint8, f"{pixels.shape} {pixels.dtype}")
    promise(0 < pixels.size <= MASK_PIXELS, f"{pixels.shape}")
    promise(is_alpha or not (np.unique(pixels).tolist() not in ([0], [255], [0, 255])), "neither inside nor outside")


def offsets_seeds() -> Seeds:
    few = (("a.jpg", 512, 700), ("дорога.png", 70_000, 3_000_000), ("b.png", 2**32, 2**33))
    many = [(f"{n}.jpg", n * 500, n * 500 + 400) for n in range(120)]
    found = []
    for protocol in (2, 3, 4, 5):
        found += [offsets(*few, protocol=protocol), offsets(*many, protocol=protocol)]
        found += [pickled(BlobImageInfo("a.jpg", 1, 2), protocol), pickled({"a": (1, 2.5, None)}, protocol)]
        found += [offsets(*few, protocol=protocol) * 2, pickled([pickled, b"x", bytearray(9)], protocol)]
    return found


_OPCODES = tuple(bytes((code,)) for code in b"()]}.JKMXqrhjcbsuae0RioPQN") + tuple(
    bytes((code,)) for code in (0x80, 0x81, 0x82, 0x85, 0x8A, 0x8B, 0x8C, 0x8D, 0x92, 0x93, 0x94, 0x95, 0x96)
)
_PHRASES = (
    b"\x8c\x19supervisely.api.image_api\x8c\x0dBlobImageInfo\x93",
    b"csupervisely.api.image_api\nBlobImageInfo\n",
    b")\x81",
    b"}(\x8c\x04nameX\x05\x00\x00\x00a.jpg\x8c\x0coffset_startK\x01\x8c\x0aoffset_endK\x09ub",
    b"]\x94", b"h\x00",
    b"cos\nsystem\n", b"\x94h\x00" * 30, b"(" * 50, b"\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f", b".\x80\x04",
)  # fmt: skip


def make_offsets(rng: random.Random, seeds: Seeds) -> bytes:
    """Spoil a list that was written, or make up a pickle from steps."""
    if rng.random() < 0.5:
        return spoiled(rng, rng.choice(seeds), rng.choice(seeds))
    steps = rng.choices(_OPCODES + _PHRASES * 3, k=rng.randint(1, 60))
    return bytes((0x80, rng.choice((2, 3, 4, 5)))) + b"".join(steps) + b"."


def call_offsets(body: bytes) -> None:
    try:
        found = offsets_from(io.BytesIO(body))
    except OffsetsError as error:
        promise(str(error).endswith(".") and str(error).isprintable(), f"not a sentence: {error}")
        return
    promise(len({entry.name for entry in found.entries}) == len(found.entries), "a name stands twice")
    promise(all(0 <= entry.start <= entry.end < 2**63 for entry in found.entries), "a place out of range")
    promise(all(p.isprintable() and len(p) < 500 for p in found.problems), "a problem cannot be shown")


TARGETS = {
    "annotation": Target(annotation_seeds, make_annotation, call_annotation),
    "bitmap": Target(bitmap_seeds, make_bitmap, call_bitmap),
    "offsets": Target(offsets_seeds, make_offsets, call_offsets),
}
