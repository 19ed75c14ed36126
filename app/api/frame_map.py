"""A folium map of a frame of images: a point and a heading for each, the picture and its facts in the popup.

Names of people and everything else from a service are escaped. folium is loaded when the first map is made; the page
asks a public CDN for Leaflet and OpenStreetMap for its tiles when somebody looks at it.
"""

import html
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas

if TYPE_CHECKING:
    import folium

    from app.api.image_frame import GeoImageFrame

SHOWN = ("captured_at", "compass_angle", "sequence", "creator", "licence")
COLOR = "#2F6FDE"
MARK_PIXELS = 22
MARK_MIDDLE = 11
# One element of the page for each: a browser bears some thousands. Of more every n-th is shown.
MOST_MARKS = 5_000
PICTURE_PIXELS = 320


def map_of(
    frame: "GeoImageFrame",
    *,
    tiles: str = "OpenStreetMap",
    zoom_start: int = 18,
    max_zoom: int = 19,
    additional_properties: Sequence[str] = (),
) -> "folium.Map":
    """Return the map.

    Args:
        frame: Rows without a position are left out; of more than 5,000 every n-th is shown.
        tiles: Name or address of the basemap.
        zoom_start: Used where there is a single place; else all images fit into the view.
        max_zoom: As far as one can zoom in.
        additional_properties: Further columns for the popups.
    """
    import folium

    placed = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    shown = placed.iloc[:: max(1, -(-len(placed) // MOST_MARKS))]
    points = [(float(point.y), float(point.x)) for point in shown.geometry]
    columns = [name for name in (*SHOWN, *additional_properties) if name in shown]
    world = folium.Map(
        location=_middle(points), tiles=tiles, zoom_start=zoom_start, max_zoom=max_zoom, prefer_canvas=True
    )
    for place, row in zip(points, shown.to_dict("records"), strict=True):
        angle = row.get("compass_angle")
        folium.Marker(
            place,
            tooltip=html.escape(str(row["name"])),
            popup=folium.Popup(popup_html(row, columns), max_width=PICTURE_PIXELS + 20),
            icon=folium.DivIcon(
                html=mark_html(angle), icon_size=(MARK_PIXELS, MARK_PIXELS), icon_anchor=(MARK_MIDDLE, MARK_MIDDLE)
            ),
        ).add_to(world)
    if len(set(points)) > 1:
        lats, lons = zip(*points, strict=True)
        world.fit_bounds([[min(lats), min(lons)], [max(lats), max(lons)]], max_zoom=zoom_start)
    return world


def mark_html(angle: Any) -> str:
    """Return a point as SVG; with a heading it is an arrow that looks there, clockwise from north."""
    known = not pandas.isna(angle) and math.isfinite(float(angle))
    shape = '<path d="M11 2 L17 18 L11 14 L5 18 Z"' if known else '<circle cx="11" cy="11" r="5"'
    turn = f' transform="rotate({float(angle) % 360:.1f} 11 11)"' if known else ""
    return f'<svg width="22" height="22">{shape} fill="{COLOR}" stroke="#FFFFFF"{turn}/></svg>'


def popup_html(row: dict[Any, Any], columns: Sequence[str]) -> str:
    """Return picture, name and facts of one row; nothing in it is taken for HTML."""
    address = "" if pandas.isna(row["image_url"]) else str(row["image_url"])
    if address and "://" not in address:
        address = Path(address).absolute().as_uri()
    lines = [f"<b>{html.escape(str(row['name']))}</b>"]
    if address.startswith(("https://", "http://", "file://")):
        lines.insert(0, f'<img src="{html.escape(address)}" width="{PICTURE_PIXELS}" loading="lazy" alt="">')
    lines += [f"{html.escape(name)}: {html.escape(str(row[name]))}" for name in columns if not pandas.isna(row[name])]
    return "<br>".join(lines)


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    if not points:
        return 0.0, 0.0
    lats, lons = zip(*points, strict=True)
    return sum(lats) / len(lats), sum(lons) / len(lons)
