"""Which fields of an image may be asked for, and which are. Pure.

An unknown name makes a whole request fail, so only names of this list are sent. Source: reference C.1.
"""

from collections.abc import Iterable

from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import MapillarySpec, ThumbSize

REQUIRED = ("id", "geometry", "creator")
"""Identity, place, and whom the licence wants named."""

USEFUL = (
    *REQUIRED,
    *("altitude", "camera_type", "captured_at", "compass_angle", "computed_altitude", "computed_compass_angle"),
    *("computed_geometry", "height", "is_pano", "make", "model", "organization", "quality_score", "sequence", "width"),
)
"""What the table shows when nobody chose."""

CORE = ("id", "geometry", "captured_at", "compass_angle", "sequence")
"""What is asked for when the service refuses a field."""

# Kept in the record as the service sends them.
EXTRA = (
    *("atomic_scale", "camera_parameters", "computed_rotation", "exif_orientation", "merge_cc", "mesh", "on_foot"),
    "sfm_cluster",
)
LISTED = ("id", "geometry", "captured_at", "compass_angle", "sequence", "is_pano", "creator", "organization")
"""What a listing needs for filters and for the payload of items, apart from the quality."""

THUMBS = {size: f"thumb_{size.value}_url" for size in ThumbSize}
DETECTIONS = "detections"
_PARTS = ("id", "value", "geometry", "created_at")
DETECTION_FIELDS = tuple(f"{DETECTIONS}.{part}" for part in _PARTS)
KNOWN = frozenset((*USEFUL, *EXTRA, *THUMBS.values(), DETECTIONS, *DETECTION_FIELDS))


def fields_of(spec: MapillarySpec) -> tuple[str, ...]:
    """Return the fields to ask for, apart from addresses of pictures and from detections.

    Raises:
        FailedError: REFUSED, when a chosen name is none.
    """
    for name in spec.fields:
        if name not in KNOWN:
            raise FailedError(unknown_field(name))
    if not spec.fields:
        return USEFUL
    return tuple(dict.fromkeys((*REQUIRED, *(name for name in spec.fields if name in USEFUL or name in EXTRA))))


def wants_detections(spec: MapillarySpec) -> bool:
    """Return whether detections are asked for, by their switch or by their name among the fields."""
    return spec.detections or any(name.partition(".")[0] == DETECTIONS for name in spec.fields)


def unknown_field(name: str) -> Failure:
    """Return the failure for a name that is no field."""
    shown = name if len(name) <= 40 else name[:39] + "…"
    return Failure(FailureKind.REFUSED, f"Mapillary has no field “{shown}”.", f"It has {', '.join(sorted(KNOWN))}.")


def in_fallback_order(size: ThumbSize) -> tuple[ThumbSize, ...]:
    """Return the sizes to take, best first: the one asked for, then the smaller ones, then the larger ones.

    2048 → 1024 → 256 → original; original → 2048 → 1024 → 256.
    """
    sizes = tuple(ThumbSize)
    place = sizes.index(size)
    return (size, *reversed(sizes[:place]), *sizes[place + 1 :])


def joined(names: Iterable[str]) -> str:
    """Return names for the address of a request."""
    return ",".join(names)
