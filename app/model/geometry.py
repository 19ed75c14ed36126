"""Shapes in image pixels: x right, y down, origin at the top-left corner. Pure data.

Points are (x, y). Rings are not closed: the first point is not repeated.
"""

from dataclasses import dataclass
from typing import TypeAlias

XY: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[XY, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One point."""

    xy: XY


@dataclass(frozen=True, slots=True)
class Rectangle:
    """An upright box as corners; right and bottom are the last pixels inside."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Polygon:
    """A ring with holes."""

    exterior: Ring
    holes: tuple[Ring, ...] = ()


@dataclass(frozen=True, slots=True)
class MultiPolygon:
    """Several polygons that are one label."""

    parts: tuple[Polygon, ...]


@dataclass(frozen=True, slots=True)
class Polyline:
    """An open line of two points or more."""

    points: Ring


@dataclass(frozen=True, slots=True)
class Mask:
    """A bitmap or alpha mask, kept encoded; decode it where it is drawn.

    Attributes:
        origin: Pixel of the top-left corner of the mask in the image.
        data: Base64 of the zlib-compressed PNG, as the service sends it.
        is_alpha: Values are 0–255 opacity instead of inside or outside.
    """

    origin: tuple[int, int]
    data: str
    is_alpha: bool = False


@dataclass(frozen=True, slots=True)
class Keypoint:
    """A node of a keypoint label."""

    node: str
    xy: XY
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Keypoints:
    """A keypoint label; `edges` are pairs of node keys from the template."""

    nodes: tuple[Keypoint, ...]
    edges: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cuboid:
    """A projected box: eight (or seven, the older form) corners and the edges between them by index."""

    corners: tuple[XY, ...]
    edges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class OrientedBox:
    """A box turned by `angle` radians about its integer centre; positive turns x towards y."""

    left: float
    top: float
    right: float
    bottom: float
    angle: float


@dataclass(frozen=True, slots=True)
class UnknownGeometry:
    """A shape that we cannot draw; its JSON is kept on disk as it came."""

    kind: str


Geometry: TypeAlias = (
    Point | Rectangle | Polygon | MultiPolygon | Polyline | Mask | Keypoints | Cuboid | OrientedBox | UnknownGeometry
)
