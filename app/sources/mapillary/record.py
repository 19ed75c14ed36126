"""What is written down about a picture, and into it. Pure.

What the service leaves out falls back to what the listing said, and the record names those fields. Position and
heading belong together: that of the camera, or that of the reconstruction, never one of each.
Source: reference C.1, F 24-34, G.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from app.model.harvest import ThumbSize
from app.model.harvest_record import LICENCE, HarvestRecord
from app.model.imprint import Imprint
from app.sources.mapillary.payload import Payload
from app.sources.mapillary.surveying import MISPLACED_DEG
from app.sources.mapillary.wire import Entity

T = TypeVar("T")
# Unsigned 32-bit numbers that were negative once, and heights that nobody stands at.
WRAP = 2**32
MOST_ALTITUDE = 100_000.0


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as far as it is known before it arrives.

    Attributes:
        entity: What the service says.
        payload: What the listing said.
        name, file, region: As in `HarvestRecord`.
        asked, got: Sizes.
        is_core: The service refused the chosen fields, so only the most important ones were asked for.
    """

    entity: Entity
    payload: Payload
    name: str
    file: str
    region: str
    asked: ThumbSize
    got: ThumbSize
    is_core: bool = False


def record_of(
    picture: Picture, width: int, height: int, labels: Mapping[str, int], unreadable_detections: int = 0
) -> HarvestRecord:
    """Return the record of a picture whose file has so many pixels."""
    entity, payload = picture.entity, picture.payload
    borrowed: list[str] = []

    place = entity.geometry
    # The tile has the original position, too, rounded; it is used only when there is no exact one.
    if place is None and entity.computed_geometry is None and payload.lon is not None and payload.lat is not None:
        place = (payload.lon, payload.lat)
        borrowed.append("geometry")
    computed = entity.computed_geometry
    written = "original" if place else "computed" if computed else ""
    return HarvestRecord(
        id=entity.id,
        name=picture.name,
        file=picture.file,
        region=picture.region,
        captured_at_ms=_known(borrowed, "captured_at", entity.captured_at_ms, payload.ms or None),
        lon=place[0] if place else None,
        lat=place[1] if place else None,
        computed_lon=computed[0] if computed else None,
        computed_lat=computed[1] if computed else None,
        written_position=written,
        compass_angle=_known(borrowed, "compass_angle", entity.compass_angle, payload.angle),
        computed_compass_angle=entity.computed_compass_angle,
        altitude=mended_altitude(entity.altitude),
        computed_altitude=entity.computed_altitude,
        camera_type=entity.camera_type,
        make=entity.make,
        model=entity.model,
        is_pano=_known(borrowed, "is_pano", entity.is_pano, payload.pano),
        quality_score=_known(borrowed, "quality_score", entity.quality_score, payload.q),
        sequence=_known(borrowed, "sequence", entity.sequence, payload.seq),
        creator=entity.creator,
        creator_id=_known(borrowed, "creator_id", entity.creator_id, payload.by),
        organization_id=_known(borrowed, "organization_id", entity.organization_id, payload.org),
        width=entity.width,
        height=entity.height,
        file_width=width,
        file_height=height,
        size_asked=picture.asked.value,
        size_got=picture.got.value,
        labels=labels,
        extra=_extra(picture, place or computed, borrowed, unreadable_detections),
        licence=LICENCE,
    )


def _known(borrowed: list[str], name: str, stated: T, listed: T) -> T:
    """Return what the service states, else what the listing said; then the name is noted. Zero is a value."""
    if stated not in (None, "") or listed in (None, ""):
        return stated
    borrowed.append(name)
    return listed


def _extra(
    picture: Picture, place: tuple[float, float] | None, borrowed: list[str], unreadable_detections: int
) -> dict[str, Any]:
    extra: dict[str, Any] = dict(picture.entity.extra)
    if borrowed:
        extra["from_tile"] = borrowed
    if picture.entity.unusable:
        extra["unusable"] = list(picture.entity.unusable)
    if picture.is_core:
        extra["fields_refused"] = True
    if unreadable_detections:
        extra["unreadable_detections"] = unreadable_detections
    if place is not None and abs(place[0]) < MISPLACED_DEG and abs(place[1]) < MISPLACED_DEG:
        extra["misplaced"] = True
    return extra


def mended_altitude(altitude: float | None) -> float | None:
    """Return an altitude with the wrap of unsigned numbers undone; None for one that cannot be."""
    if altitude is None:
        return None
    if altitude > WRAP // 2 - 1:
        altitude -= WRAP
    return altitude if abs(altitude) <= MOST_ALTITUDE else None


def imprint_of(record: HarvestRecord) -> Imprint:
    """Return what is written into the file of a picture."""
    is_original = record.written_position == "original"
    lon, lat = (record.lon, record.lat) if is_original else (record.computed_lon, record.computed_lat)
    heading = record.compass_angle if is_original else record.computed_compass_angle
    who = record.creator or "Mapillary contributors"
    attribution = f"© {record.creator}, Mapillary" if record.creator else f"© {who}"
    return Imprint(
        lon=lon,
        lat=lat,
        # The computed one is not above sea level.
        altitude=record.altitude if is_original else None,
        heading_deg=None if heading is None or lon is None else heading % 360.0 % 360.0,
        captured_at_ms=record.captured_at_ms or None,
        make=record.make,
        model=record.model,
        artist=record.creator,
        copyright=f"{attribution}, {record.licence}",
        description=record.page,
        unique_id=record.id,
        is_panorama=record.is_pano is True,
    )
