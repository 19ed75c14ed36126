"""Fields of an image: which there are, and how an image is written. Absent values are absent keys."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from app.sandbox.street_addresses import address_of
from app.sandbox.street_detections import Detections, document, is_known, point
from app.sandbox.street_errors import StreetRefusalError
from app.sandbox.street_index import Index
from app.sandbox.street_pictures import Size, rendered_size
from app.sandbox.street_roll import Roll
from app.sandbox.world import Document

Getter = Callable[[Roll, int], object]
THUMBS: Mapping[str, Size] = {
    "thumb_256_url": Size.SMALL,
    "thumb_1024_url": Size.MEDIUM,
    "thumb_2048_url": Size.LARGE,
    "thumb_original_url": Size.ORIGINAL,
}
_LACKS = {Size.ORIGINAL: 1, Size.LARGE: 2}
_SUBFIELDS = ("id", "value", "geometry", "image", "created_at")
# Names that some client asks for and nobody saw a value of.
_EMPTY = ("on_foot", "best_image", "worst_image", "mesh", "sfm_cluster")


def _creator(roll: Roll, row: int) -> object:
    number = int(roll.creator[row])
    if number < 0:
        return None
    one = roll.creators[number]
    return {"username": one.username, "id": str(one.id)}


def _organization(roll: Roll, row: int) -> object:
    number = int(roll.organization[row])
    return {"id": str(roll.organizations[number].id)} if number >= 0 else None


def _text(word: str) -> Getter:
    return lambda roll, row: getattr(roll.cameras[int(roll.camera[row])], word) or None


def _number(word: str) -> Getter:
    def get(roll: Roll, row: int) -> object:
        value = float(getattr(roll, word)[row])
        return value if is_known(value) else None

    return get


def _rebuilt(make: Callable[[Roll, int], object]) -> Getter:
    """Return what only reconstructed images have."""
    return lambda roll, row: make(roll, row) if is_known(roll.computed_lon[row]) else None


def _merge(roll: Roll, row: int) -> object:
    # A float on purpose: that is how the low digits are lost.
    return 4.5e18 + float(int(roll.sequence[row]) * 4_096)


def _rotation(roll: Roll, row: int) -> object:
    heading = float(roll.computed_heading[row])
    return [round(1.2 + heading / 9_000, 6), round(-heading / 400, 6), round(heading / 380, 6)]


GETTERS: Mapping[str, Getter] = {
    "id": lambda roll, row: str(int(roll.ids[row])),
    "altitude": _number("altitude"),
    "atomic_scale": _rebuilt(lambda roll, row: round(0.9 + row % 97 / 500, 6)),
    "camera_parameters": lambda roll, row: list(roll.cameras[int(roll.camera[row])].parameters) or None,
    "camera_type": _text("kind"),
    "captured_at": lambda roll, row: int(roll.at_ms[row]),
    "compass_angle": _number("heading"),
    "computed_altitude": _rebuilt(lambda roll, row: round(2.1 + row % 31 / 50, 6)),
    "computed_compass_angle": _number("computed_heading"),
    "computed_geometry": _rebuilt(lambda roll, row: point(roll.computed_lon[row], roll.computed_lat[row])),
    "computed_rotation": _rebuilt(_rotation),
    "creator": _creator,
    "exif_orientation": lambda roll, row: 6 if row % 50 == 49 else 1,
    "geometry": lambda roll, row: point(roll.lon[row], roll.lat[row]),
    "height": lambda roll, row: roll.cameras[int(roll.camera[row])].height,
    "width": lambda roll, row: roll.cameras[int(roll.camera[row])].width,
    "is_pano": lambda roll, row: bool(roll.pano[row] == 1) if roll.pano[row] >= 0 else None,
    "make": _text("make"),
    "model": _text("model"),
    "merge_cc": _rebuilt(_merge),
    "sequence": lambda roll, row: roll.keys[int(roll.sequence[row])],
    "quality_score": lambda roll, row: _quality(roll, row),
    "organization": _organization,
    **dict.fromkeys(_EMPTY, lambda roll, row: None),
}


def _quality(roll: Roll, row: int) -> object:
    value = float(roll.quality[row])
    return round(value, 4) if is_known(value) else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a `fields` parameter asks for.

    Attributes:
        plain: Names and how to get them.
        thumbs: Names of addresses and their renditions.
        detections: Members of the detections; None when they were not asked for.
    """

    plain: tuple[tuple[str, Getter], ...]
    thumbs: tuple[tuple[bytes, Size], ...]
    detections: tuple[str, ...] | None = None


@functools.lru_cache(maxsize=256)
def asked_fields(text: str) -> Asked:
    """Return what is asked for; without names that is the id.

    Raises:
        StreetRefusalError: A name is not known; the whole request fails.
    """
    plain: dict[str, Getter] = {"id": GETTERS["id"]}
    thumbs: dict[bytes, Size] = {}
    detections: list[str] | None = None
    for name in filter(None, (part.strip() for part in text.split(","))):
        top, _, sub = name.partition(".")
        if top == "detections":
            if sub and sub not in _SUBFIELDS:
                raise StreetRefusalError("field", sub)
            detections = [*(detections or []), *([sub] if sub else [])]
        elif name in THUMBS:
            thumbs[name.encode()] = THUMBS[name]
        elif name in GETTERS:
            plain[name] = GETTERS[name]
        else:
            raise StreetRefusalError("field", name)
    return Asked(tuple(plain.items()), tuple(thumbs.items()), None if detections is None else tuple(detections))


# At most so many images are kept in writing: about 16 MB.
_MOST_WRITTEN = 20_000


@dataclass(frozen=True, slots=True)
class _Written:
    """An image in writing.

    Attributes:
        text: JSON without its last brace and without addresses.
        thumbs: Key of each address with its colon, rendition, and size box.
    """

    text: bytes
    thumbs: tuple[tuple[bytes, Size, str], ...]


class Entities:
    """Writes images. What does not change is written once; addresses are made anew each time."""

    def __init__(self, detections: Detections) -> None:
        """Start with nothing written."""
        self._detections = detections
        self._written: dict[tuple[str, int], _Written] = {}

    def write(self, index: Index, row: int, fields: str, host: str, nonce: int, expires: int) -> bytes:
        """Return an image as JSON.

        Args:
            index: Where it lies.
            row: Its row.
            fields: What is asked for, as it came.
            host: Scheme, host and port of the addresses.
            nonce: 32 bits that make addresses new.
            expires: UTC seconds.

        Raises:
            StreetRefusalError: A field is not known.
            UnreadyError: Its scene has to be drawn before its detections can be told.
        """
        image_id = int(index.roll.ids[row])
        written = self._written.get((fields, image_id))
        if written is None:
            written = self._write(index, row, asked_fields(fields))
            if len(self._written) >= _MOST_WRITTEN:
                self._written.clear()
            self._written[fields, image_id] = written
        text = written.text
        for key, size, box in written.thumbs:
            text += key + address_of(host, image_id, size, box, nonce, expires).encode() + b'"'
        return text + b"}"

    def _write(self, index: Index, row: int, asked: Asked) -> _Written:
        roll = index.roll
        missing, camera = int(roll.missing[row]), roll.cameras[int(roll.camera[row])]
        thumbs = []
        for name, size in asked.thumbs:
            if not missing & _LACKS.get(size, 0):
                width, height = rendered_size(camera, size)
                thumbs.append((b',"%b":"' % name, size, f"s{width}x{height}" if size else ""))
        return _Written(msgspec.json.encode(self._document(index, row, asked))[:-1], tuple(thumbs))

    def _document(self, index: Index, row: int, asked: Asked) -> Document:
        found: Document = {}
        for name, get in asked.plain:
            value = get(index.roll, row)
            if value is not None:
                found[name] = value
        if asked.detections is not None:
            marks = self._detections.of(index, row)
            if marks:
                found["detections"] = {"data": [document(one, asked.detections) for one in marks]}
        return found
