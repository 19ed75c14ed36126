"""Answers of the graph as typed records, read leniently.

Every field is optional, a value of another kind than awaited counts as absent, ids are text whatever they came as.
One odd image never spoils the other forty-nine of its batch.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import msgspec

from app.model.call import Answer
from app.model.failure import FailedError, Failure, FailureKind
from app.sources.mapillary.fields import EXTRA

LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Detection:
    """One recognised object.

    Attributes:
        id: As text; empty when unknown.
        value: Name such as "object--support--utility-pole".
        geometry: Base64 text of a small vector tile.
        created_at: As the service spells it.
    """

    id: str
    value: str
    geometry: str
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """One image as the graph tells of it; None and empty text mean that it does not say.

    Attributes:
        thumbs: Addresses by field name.
        detections: None when they were not part of the answer.
        has_more_detections: The list goes on elsewhere.
        extra: Further fields as they came, without addresses.
        unusable: Names of fields that came but cannot be used.
    """

    id: str
    captured_at_ms: int | None = None
    geometry: LonLat | None = None
    computed_geometry: LonLat | None = None
    compass_angle: float | None = None
    computed_compass_angle: float | None = None
    altitude: float | None = None
    computed_altitude: float | None = None
    camera_type: str = ""
    make: str = ""
    model: str = ""
    is_pano: bool | None = None
    quality_score: float | None = None
    sequence: str = ""
    creator: str = ""
    creator_id: str = ""
    organization_id: str = ""
    width: int | None = None
    height: int | None = None
    thumbs: Mapping[str, str] = field(default_factory=dict)
    detections: tuple[Detection, ...] | None = None
    has_more_detections: bool = False
    extra: Mapping[str, object] = field(default_factory=dict)
    unusable: tuple[str, ...] = ()


def document_of(answer: Answer, route: str) -> dict[str, object]:
    """Return the object that an answer holds.

    Raises:
        FailedError: DATA, when it holds none.
    """
    try:
        document = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise FailedError(unreadable(f"{route}: {error}")) from None
    if not isinstance(document, dict):
        raise FailedError(unreadable(f"{route}: no object"))
    return document


def unreadable(detail: str) -> Failure:
    """Return the failure for an answer that is not what the service is known to send."""
    return Failure(
        FailureKind.DATA,
        "Mapillary sent an answer that cannot be read.",
        "Try again; if it happens again, check the address of the account.",
        detail=detail,
    )


def rows_of(document: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Yield the objects of `data`.

    Raises:
        FailedError: DATA, when there is no such list.
    """
    data = document.get("data")
    if not isinstance(data, list):
        raise FailedError(unreadable("no list of data"))
    for row in data:
        if isinstance(row, dict):
            yield row


def cursor_of(document: Mapping[str, object]) -> str:
    """Return where the next page begins; empty on the last page.

    Only the cursor is believed: the address of that page may lead anywhere and may carry a token.

    Raises:
        FailedError: There is a next page, and its address cannot be read.
    """
    paging = document.get("paging")
    if not isinstance(paging, dict) or not (link := text(paging.get("next"))):
        return ""
    cursors = paging.get("cursors")
    after = text(cursors.get("after")) if isinstance(cursors, dict) else ""
    try:
        return after or "".join(parse_qs(urlsplit(link).query).get("after", [])[:1])
    except ValueError:
        # Taken for the last page, the list would be cut short and called whole.
        raise FailedError(unreadable("paging")) from None


def entity_of(row: Mapping[str, object]) -> Entity:
    """Return what an object says of an image."""
    creator, organization = row.get("creator"), row.get("organization")
    places = {name: place(row.get(name)) for name in ("geometry", "computed_geometry")}
    detections, has_more = _detections(row.get("detections"))
    return Entity(
        id=text(row.get("id")),
        captured_at_ms=whole(row.get("captured_at")),
        geometry=places["geometry"],
        computed_geometry=places["computed_geometry"],
        compass_angle=number(row.get("compass_angle")),
        computed_compass_angle=number(row.get("computed_compass_angle")),
        altitude=number(row.get("altitude")),
        computed_altitude=number(row.get("computed_altitude")),
        camera_type=text(row.get("camera_type")),
        make=text(row.get("make")),
        model=text(row.get("model")),
        is_pano=truth(row.get("is_pano")),
        quality_score=number(row.get("quality_score")),
        sequence=text(row.get("sequence")),
        creator=text(creator.get("username")) if isinstance(creator, dict) else "",
        creator_id=text(creator.get("id")) if isinstance(creator, dict) else "",
        organization_id=text(organization.get("id")) if isinstance(organization, dict) else "",
        width=_pixels(row.get("width")),
        height=_pixels(row.get("height")),
        thumbs={name: text(value) for name, value in row.items() if name.startswith("thumb_") and text(value)},
        detections=detections,
        has_more_detections=has_more,
        extra={name: _without_addresses(row[name]) for name in EXTRA if row.get(name) is not None},
        unusable=tuple(name for name, found in places.items() if found is None and row.get(name) is not None),
    )


def detection_of(row: Mapping[str, object]) -> Detection:
    """Return what an object says of a detection."""
    return Detection(
        text(row.get("id")), text(row.get("value")), text(row.get("geometry")), text(row.get("created_at"))
    )


def _detections(value: object) -> tuple[tuple[Detection, ...] | None, bool]:
    if not isinstance(value, dict) or not isinstance(value.get("data"), list):
        return None, False
    found = tuple(detection_of(row) for row in value["data"] if isinstance(row, dict))
    paging = value.get("paging")
    has_more = isinstance(paging, dict) and bool(paging.get("next"))
    # A list of bare ids says that there are some, not what they are.
    return found, has_more or any(not one.value and not one.geometry for one in found)


def _without_addresses(value: object) -> object:
    """Return a value without signed addresses: they expire, and belong in no file."""
    if isinstance(value, dict):
        return {key: _without_addresses(part) for key, part in value.items() if key != "url"}
    return None if isinstance(value, str) and "://" in value else value


def text(value: object) -> str:
    """Return a text without blanks around it; whole numbers become text; anything else is empty."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def number(value: object) -> float | None:
    """Return a finite number; 0 is one."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def whole(value: object) -> int | None:
    """Return a whole number of 64 bits, also where it came with an idle fraction; 0 is one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if -(2**63) <= value < 2**63 else None


def truth(value: object) -> bool | None:
    """Return yes, no, or None when it is neither; 0 and 1 count."""
    return bool(value) if isinstance(value, (bool, int, float)) and value in (0, 1) else None


def place(value: object) -> LonLat | None:
    """Return longitude and latitude of a GeoJSON point; None when it is no place on earth."""
    coordinates = value.get("coordinates") if isinstance(value, dict) else None
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        return None
    lon, lat = number(coordinates[0]), number(coordinates[1])
    if lon is None or lat is None or abs(lon) > 180 or abs(lat) > 90:
        return None
    return lon, lat


def _pixels(value: object) -> int | None:
    found = whole(value)
    return found if found is not None and found > 0 else None
