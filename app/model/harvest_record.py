"""What is known of one harvested picture: a JSON file beside it, and the row of every table. Pure.

The file lies at `meta/<name>.json` of the dataset (the image metadata of the project format), in the flat layout in
our own folder. Tables, harvest map, credits and the classes of meta.json are made from these files alone.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import msgspec

LICENCE = "CC BY-SA 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by-sa/4.0/"
PAGE_URL = "https://www.mapillary.com/app/?pKey={id}&focus=photo"
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestRecord:
    """One picture.

    Attributes:
        id: As text; larger than 2^53.
        name: File name, "mly_<id>.jpg".
        file: Path relative to the project folder, forward slashes.
        region: Name of the region it was harvested for; empty without one.
        captured_at_ms: Milliseconds since 1970 UTC as the service states it, 0 and the future included; None unknown.
        lon, lat: Position of the original (the camera's); None when only the computed one is known.
        computed_lon, computed_lat: Position after reconstruction; None when it was never reconstructed.
        written_position: "original", "computed" or "": which of them stands in the EXIF of the file.
        compass_angle, computed_compass_angle: Degrees clockwise from north.
        altitude, computed_altitude: Metres; only the first is above sea level.
        camera_type, make, model: As the service states them, trimmed.
        is_pano: None when the service does not say.
        quality_score: 0 to 1; None for many.
        sequence: Key of its sequence.
        creator, creator_id: User name and id, as text.
        organization_id: As text; empty for most.
        width, height: Pixels of the original, not turned.
        file_width, file_height: Pixels of the file.
        size_asked, size_got: "256", "1024", "2048" or "original".
        labels: How many detections of each value came along.
        extra: Further fields that were asked for, as the service sent them.
        licence: Of the picture.
    """

    id: str
    name: str
    file: str = ""
    region: str = ""
    captured_at_ms: int | None = None
    lon: float | None = None
    lat: float | None = None
    computed_lon: float | None = None
    computed_lat: float | None = None
    written_position: str = ""
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
    file_width: int = 0
    file_height: int = 0
    size_asked: str = ""
    size_got: str = ""
    labels: Mapping[str, int] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    licence: str = LICENCE

    @property
    def captured_at(self) -> str:
        """Return the time as ISO 8601 with milliseconds and zone, UTC; empty when unknown or 0."""
        return iso_time(self.captured_at_ms)

    @property
    def page(self) -> str:
        """Return the address of the picture's page."""
        return PAGE_URL.format(id=self.id)


def iso_time(ms: int | None) -> str:
    """Return milliseconds since 1970 as ISO 8601 in UTC; empty for None, 0 and what no calendar holds."""
    if not ms:
        return ""
    try:
        return (_EPOCH + datetime.timedelta(milliseconds=ms)).isoformat(timespec="milliseconds")
    except OverflowError:
        return ""


def record_to_json(record: HarvestRecord) -> bytes:
    """Return the text of the file beside the picture, without what is unknown."""
    values = {f.name: getattr(record, f.name) for f in fields(record)}
    known = {name: value for name, value in values.items() if value not in (None, "") and value != {}}
    if record.captured_at:
        known["captured_at"] = record.captured_at
    return msgspec.json.format(msgspec.json.encode(known), indent=2) + b"\n"


def record_from_json(text: bytes) -> HarvestRecord:
    """Return the record of such a file; unknown keys are ignored.

    Raises:
        ValueError: It is no such file.
    """
    try:
        return msgspec.json.decode(text, type=HarvestRecord)
    except msgspec.MsgspecError as error:
        raise ValueError(f"This is no record of a harvested picture: {error}.") from None
