"""What is written into a picture file beside its pixels: where, when, by whom, under which licence. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Imprint:
    """Facts for EXIF and XMP. None and empty text mean unknown: no tag is written. Zero is a value.

    Attributes:
        lon, lat: Degrees, WGS 84; both or neither.
        altitude: Metres above sea level; negative is below.
        heading_deg: Degrees clockwise from true north, [0, 360).
        captured_at_ms: Milliseconds since 1970, UTC.
        make, model: Camera.
        artist: Who took it.
        copyright: Attribution and licence.
        description: For instance a link to the picture's page.
        unique_id: Id in its source.
        is_panorama: A full equirectangular panorama: GPano XMP is written too.
    """

    lon: float | None = None
    lat: float | None = None
    altitude: float | None = None
    heading_deg: float | None = None
    captured_at_ms: int | None = None
    make: str = ""
    model: str = ""
    artist: str = ""
    copyright: str = ""
    description: str = ""
    unique_id: str = ""
    is_panorama: bool = False
