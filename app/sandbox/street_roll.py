"""Street images of one area as columns: one array per property, one row per image.

Rows of a sequence follow each other in the order of capture. An image has no object of its own: 80,000 of them cost a
few megabytes, and an image that is asked for is put together from its row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.model.mercator import MOST_LAT

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

# Ids of detections are made of roll, row and place, so that one is found without a table.
ROWS_PER_ROLL = 1 << 20
DETECTIONS_PER_IMAGE = 64


@dataclass(frozen=True, slots=True)
class Creator:
    """Who took images."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Organization:
    """For whom images were taken."""

    id: int
    slug: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Camera:
    """What took images.

    Attributes:
        make, model: As the file named them; empty when it did not.
        kind: perspective, fisheye, equirectangular or spherical.
        width, height: Pixels of the original.
        parameters: Focal length in units of the longer side, k1, k2.
    """

    make: str
    model: str
    kind: str
    width: int
    height: int
    parameters: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Roll:
    """The images of an area.

    Attributes:
        number: Of this roll, for the ids of its detections.
        ids: Image ids, int64.
        lon, lat: Position of the original, degrees.
        at_ms: Time of capture; 0 is a camera without a clock.
        heading: Degrees clockwise from north; NaN when unknown.
        pano: 1 panorama, 0 flat, -1 not said.
        quality: 0 to 1; NaN when unknown.
        creator, camera, sequence: Positions in the tables; creator -1 when unknown.
        organization: Position in its table, -1 for none.
        foot: 1 on foot, 0 not, -1 not said.
        altitude: Metres, as the file said; NaN when unknown.
        computed_lon, computed_lat, computed_heading: After reconstruction; NaN when there was none.
        scene: Number of the picture that is drawn; -1 for one of its own.
        missing: 1 no thumb_original_url, 2 no thumb_2048_url, 4 no detections.
        keys: Sequence keys.
        first_id, step: Ids count up from here; 0 when they do not.
        specials: Ids of images worth a test, by name.
    """

    number: int
    ids: Ints
    lon: Floats
    lat: Floats
    at_ms: Ints
    heading: Floats
    pano: NDArray[np.int8]
    quality: NDArray[np.float32]
    creator: NDArray[np.int16]
    organization: NDArray[np.int16]
    sequence: Ints
    camera: NDArray[np.int16]
    foot: NDArray[np.int8]
    altitude: Floats
    computed_lon: Floats
    computed_lat: Floats
    computed_heading: Floats
    scene: NDArray[np.int16]
    missing: NDArray[np.int8]
    keys: Sequence[str]
    creators: Sequence[Creator]
    organizations: Sequence[Organization]
    cameras: Sequence[Camera]
    first_id: int = 0
    step: int = 0
    specials: Mapping[str, int] = field(default_factory=dict)
    _rows: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find rows by id from now on."""
        if not self.step:
            self._rows.update(zip(self.ids.tolist(), range(len(self.ids)), strict=True))

    def __len__(self) -> int:
        return len(self.ids)

    def row_of(self, image_id: int) -> int | None:
        """Return the row of an image."""
        if not self.step:
            return self._rows.get(image_id)
        row, rest = divmod(image_id - self.first_id, self.step)
        return row if not rest and 0 <= row < len(self.ids) else None

    def first_detection(self, row: int) -> int:
        """Return the id of the first detection of an image."""
        return FIRST_DETECTION + (self.number * ROWS_PER_ROLL + row) * DETECTIONS_PER_IMAGE


FIRST_DETECTION = 500_000_000_000_000


def fractions(lon: Floats, lat: Floats, z: int) -> tuple[Floats, Floats]:
    """Return fractional tile numbers of many places."""
    n = 2.0**z
    x = (lon + 180.0) / 360.0 * n
    y = (1.0 - np.arcsinh(np.tan(np.radians(np.clip(lat, -MOST_LAT, MOST_LAT)))) / np.pi) / 2.0 * n
    return x, y


def places(x: Floats, y: Floats, z: int) -> tuple[Floats, Floats]:
    """Return the degrees of many fractional tile numbers."""
    n = 2.0**z
    return x / n * 360.0 - 180.0, np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * y / n))))


def starts_of(groups: NDArray[Any]) -> NDArray[np.intp]:
    """Return where each run of equal numbers begins, and the end."""
    if not len(groups):
        return np.zeros(1, np.intp)
    return np.concatenate([[0], np.flatnonzero(np.diff(groups)) + 1, [len(groups)]])
