"""What the map says about regions and edges, in writing and aloud. Pure."""

from app.model.mercator import LISTING_ZOOM, tile_span
from app.model.region import Region, area_km2, boxes, size_km, tile_count
from ui.map.shapes import Corner, Edge, corner_place, corners
from ui.text import number_text, plural

# Which tiles a polygon touches takes time: beyond this many in its bounds their number is estimated.
MOST_EXACT_TILES = 400


def length_text(metres: float, *, in_km: bool) -> str:
    """Return a length in metres or kilometres with three figures at most, without the unit."""
    value = metres / 1000 if in_km else metres
    return number_text(f"{value:,.0f}" if value >= 99.95 or not in_km else f"{value:.1f}")


def size_text(region: Region) -> str:
    """Return "3.6 × 3.1 km"."""
    width, height = (side * 1000 for side in size_km(region))
    in_km = max(width, height) >= 1000
    sides = (length_text(side, in_km=in_km) for side in (width, height))
    return f"{' × '.join(sides)} {'km' if in_km else 'm'}"


def area_text(region: Region) -> str:
    """Return "11.2 km²", with more digits where it is small."""
    area = area_km2(region)
    digits = 0 if area >= 99.95 else 1 if area >= 0.995 else 2 if area >= 0.0995 else 4
    return f"{number_text(f'{area:,.{digits}f}')} km²"


def tiles_text(region: Region) -> str:
    """Return "30 tiles"; for a large polygon "≈ 1,200 tiles", from its share of its bounds."""
    if region.is_box:
        return plural(tile_count(region, LISTING_ZOOM), "tile")
    spans = [tile_span(*part, LISTING_ZOOM) for part in boxes(region)]
    around = sum((right - left + 1) * (bottom - top + 1) for left, right, top, bottom in spans)
    if around <= MOST_EXACT_TILES:
        return plural(tile_count(region, LISTING_ZOOM), "tile")
    whole = area_km2(Region(region.west, region.south, region.east, region.north))
    return f"≈ {plural(max(1, round(around * area_km2(region) / whole)), 'tile')}"


def measure_text(region: Region) -> str:
    """Return "3.6 × 3.1 km · 11.2 km² · 30 tiles"."""
    return " · ".join((size_text(region), area_text(region), tiles_text(region)))


def edge_words(region: Region, edge: Edge) -> str:
    """Return "East edge 4.8487"."""
    value = {Edge.NORTH: region.north, Edge.EAST: region.east, Edge.SOUTH: region.south, Edge.WEST: region.west}[edge]
    return f"{edge.capitalize()} edge {number_text(f'{value:.4f}')}"


def corner_words(region: Region, corner: Corner) -> str:
    """Return "Corner 2 of 5, 4.8487, 45.7512"."""
    every = corners(region)
    lon, lat = corner_place(region, corner)
    place = ", ".join(number_text(f"{value:.4f}") for value in ((lon + 180) % 360 - 180, lat))
    return f"Corner {every.index(corner) + 1} of {len(every)}, {place}"


def middle_words(region: Region) -> str:
    """Return "Middle 4.8250, 45.7500"."""
    lon = region.west + region.width_deg / 2
    place = ((lon + 180) % 360 - 180, (region.south + region.north) / 2)
    return f"Middle {', '.join(number_text(f'{value:.4f}') for value in place)}"
