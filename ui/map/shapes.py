"""Regions as the map handles them: handles, moving, resizing, corners. Pure; every change is a new region.

Within the map longitudes go on beyond 180, so that a box across the antimeridian is one box; `app.model.region` wraps
them again.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from app.model.mercator import MOST_LAT, fraction_of, lon_lat_of
from app.model.region import Area, LonLat, LonLatRing, Region, box, polygon_region

# In order; chosen for people who see colours differently (Okabe and Ito).
REGION_COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")


@dataclass(frozen=True, slots=True)
class ShownRegion:
    """A region and how it looks.

    Attributes:
        region: The area.
        color: "#RRGGBB".
        is_visible: It is drawn.
        is_checked: It will be harvested.
        name: For people; empty takes that of the region.
    """

    region: Region
    color: str = REGION_COLORS[0]
    is_visible: bool = True
    is_checked: bool = True
    name: str = ""

    @property
    def title(self) -> str:
        """Return the name to show."""
        return self.name or self.region.name


class Edge(StrEnum):
    """A side of a box."""

    NORTH = "north"
    EAST = "east"
    SOUTH = "south"
    WEST = "west"


@dataclass(frozen=True, slots=True)
class BoxHandle:
    """A handle of a box: one edge, or the two that meet in a corner."""

    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner of a polygon: which polygon, which ring of it (0 is the outside), which point."""

    polygon: int
    ring: int
    index: int


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle of an edge of a polygon, from the corner with this number to the next; dragging makes a corner."""

    polygon: int
    ring: int
    index: int


Handle: TypeAlias = BoxHandle | Corner | Middle
BOX_HANDLES = tuple(
    BoxHandle(edges)
    for edges in (
        (Edge.NORTH, Edge.WEST),
        (Edge.NORTH,),
        (Edge.NORTH, Edge.EAST),
        (Edge.EAST,),
        (Edge.SOUTH, Edge.EAST),
        (Edge.SOUTH,),
        (Edge.SOUTH, Edge.WEST),
        (Edge.WEST,),
    )
)


def east_end(region: Region) -> float:
    """Return the eastern edge, beyond 180 when the region crosses the antimeridian."""
    return region.west + region.width_deg


def rings(region: Region) -> tuple[LonLatRing, ...]:
    """Return every ring of a region; of a box its four corners from the north-west, clockwise."""
    if region.is_box:
        east = east_end(region)
        north, south = region.north, region.south
        return (((region.west, north), (east, north), (east, south), (region.west, south)),)
    return tuple(ring for area in region.polygons for ring in area)


def handles(region: Region) -> tuple[tuple[Handle, float, float], ...]:
    """Return the handles of a region with longitude and latitude; corners before middles."""
    if region.is_box:
        return tuple((handle, *_box_place(region, handle)) for handle in BOX_HANDLES)
    corners: list[tuple[Handle, float, float]] = []
    middles: list[tuple[Handle, float, float]] = []
    for number, area in enumerate(region.polygons):
        for which, ring in enumerate(area):
            for index, (lon, lat) in enumerate(ring):
                corners.append((Corner(number, which, index), lon, lat))
                after = ring[(index + 1) % len(ring)]
                middles.append((Middle(number, which, index), (lon + after[0]) / 2, _between(lat, after[1])))
    return (*corners, *middles)


def contains(region: Region, lon: float, lat: float) -> bool:
    """Return whether a place lies in a region, in whichever repeat of the world."""
    for turn in (-360.0, 0.0, 360.0, 720.0):
        if region.is_box:
            if region.west <= lon + turn <= east_end(region) and region.south <= lat <= region.north:
                return True
        elif any(_is_odd(area, lon + turn, lat) for area in region.polygons):
            return True
    return False


def box_between(first: LonLat, second: LonLat, name: str = "") -> Region:
    """Return the box with two opposite corners. Raise ValueError when it has no area or goes around the globe."""
    west, east = sorted((first[0], second[0]))
    south, north = sorted((first[1], second[1]))
    return box(west, south, east, north, name)


def moved(region: Region, dlon: float, dlat: float) -> Region:
    """Return a region moved by degrees; at the poles of the map it stops and keeps its size."""
    dlat = max(-MOST_LAT - region.south, min(MOST_LAT - region.north, dlat))
    if region.is_box:
        west = region.west + dlon
        return box(west, region.south + dlat, west + region.width_deg, region.north + dlat, region.name)
    return _rebuilt(
        region, tuple(tuple(tuple((x + dlon, y + dlat) for x, y in ring) for ring in area) for area in region.polygons)
    )


def resized(region: Region, edges: tuple[Edge, ...], lon: float, lat: float) -> Region:
    """Return a box with edges at a place; what is dragged over the opposite edge turns over.

    Raises:
        ValueError: Nothing would be left, or it would go around the globe.
    """
    west, east, south, north = region.west, east_end(region), region.south, region.north
    lon = _nearest_turn(lon, (west + east) / 2)
    if Edge.WEST in edges:
        west = lon
    if Edge.EAST in edges:
        east = lon
    if Edge.SOUTH in edges:
        south = lat
    if Edge.NORTH in edges:
        north = lat
    return box_between((west, south), (east, north), region.name)


def with_corner(region: Region, corner: Corner, lon: float, lat: float) -> Region:
    """Return a polygon with a corner at another place."""
    ring = region.polygons[corner.polygon][corner.ring]
    lon = _nearest_turn(lon, ring[corner.index][0])
    return _with_ring(region, corner, (*ring[: corner.index], (lon, lat), *ring[corner.index + 1 :]))


def with_new_corner(region: Region, middle: Middle, lon: float, lat: float) -> tuple[Region, Corner]:
    """Return a polygon with one more corner on an edge, and that corner."""
    ring = region.polygons[middle.polygon][middle.ring]
    lon = _nearest_turn(lon, ring[middle.index][0])
    corner = Corner(middle.polygon, middle.ring, middle.index + 1)
    return _with_ring(region, corner, (*ring[: corner.index], (lon, lat), *ring[corner.index :])), corner


def without_corner(region: Region, corner: Corner) -> Region | None:
    """Return a polygon with one corner less; None when a triangle would break.

    A hole that would break is closed.
    """
    ring = region.polygons[corner.polygon][corner.ring]
    if len(ring) > 3:
        return _with_ring(region, corner, (*ring[: corner.index], *ring[corner.index + 1 :]))
    if corner.ring == 0:
        return None
    area = region.polygons[corner.polygon]
    area = (*area[: corner.ring], *area[corner.ring + 1 :])
    return _rebuilt(region, (*region.polygons[: corner.polygon], area, *region.polygons[corner.polygon + 1 :]))


def corner_place(region: Region, corner: Corner) -> LonLat:
    """Return longitude and latitude of a corner."""
    return region.polygons[corner.polygon][corner.ring][corner.index]


def corners(region: Region) -> tuple[Corner, ...]:
    """Return every corner of a polygon in order."""
    return tuple(handle for handle, _, _ in handles(region) if isinstance(handle, Corner))


def free_name(taken: tuple[str, ...]) -> str:
    """Return "Region 1" or the first that no other region has."""
    return next(f"Region {number}" for number in range(1, len(taken) + 2) if f"Region {number}" not in taken)


def _with_ring(region: Region, corner: Corner, ring: LonLatRing) -> Region:
    area = region.polygons[corner.polygon]
    area = (*area[: corner.ring], ring, *area[corner.ring + 1 :])
    return _rebuilt(region, (*region.polygons[: corner.polygon], area, *region.polygons[corner.polygon + 1 :]))


def _rebuilt(region: Region, polygons: tuple[Area, ...]) -> Region:
    """Return a region of other polygons, turned back when all of it has left the world."""
    least = min(lon for area in polygons for lon, _ in area[0])
    turn = -360.0 * ((least + 180.0) // 360.0)
    if turn:
        polygons = tuple(tuple(tuple((x + turn, y) for x, y in ring) for ring in area) for area in polygons)
    made = polygon_region(polygons, region.name)
    # Corners keep their numbers: what is held by the pointer must not change under it.
    return replace(made, polygons=polygons)


def _box_place(region: Region, handle: BoxHandle) -> LonLat:
    east = east_end(region)
    lon = region.west if Edge.WEST in handle.edges else east if Edge.EAST in handle.edges else (region.west + east) / 2
    if Edge.NORTH in handle.edges:
        return lon, region.north
    return lon, region.south if Edge.SOUTH in handle.edges else _between(region.south, region.north)


def _between(first: float, second: float) -> float:
    """Return the latitude half way on the map."""
    y = (fraction_of(0.0, first, 0)[1] + fraction_of(0.0, second, 0)[1]) / 2
    return lon_lat_of(0.0, y, 0)[1]


def _nearest_turn(lon: float, other: float) -> float:
    return lon + 360.0 * round((other - lon) / 360.0)


def _is_odd(area: Area, lon: float, lat: float) -> bool:
    """Return whether a line from a place to the east crosses the rings an odd number of times."""
    is_inside = False
    for ring in area:
        before = ring[-1]
        for point in ring:
            if (point[1] > lat) != (before[1] > lat):
                share = (lat - before[1]) / (point[1] - before[1])
                is_inside ^= lon < before[0] + (point[0] - before[0]) * share
            before = point
    return is_inside
