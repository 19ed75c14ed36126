import numpy as np
import pytest
from PySide6.QtCore import QPointF

from ui.map.land import THIN_ZOOMS, land_in, level_for, levels, read_levels
from ui.map.viewport import Viewport
from ui.theme.resources import resource


def is_land(view, lon, lat):
    return land_in(view).ground.contains(QPointF(*view.point_of(lon, lat)))


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [(2.35, 48.85, True), (-30.0, 40.0, False), (51.0, 42.0, False), (-64.0, -10.0, True), (134.0, -25.0, True)],
    ids=["Paris", "Atlantic", "Caspian Sea", "Amazon", "Australia"],
)
@pytest.mark.parametrize("zoom", [2.2, 4.0, 6.0])
def test_land_is_land_and_sea_is_sea(lon, lat, expected, zoom):
    view = Viewport(lon, lat, zoom, 800, 600).clamped()

    assert is_land(view, lon, lat) is expected


def test_land_is_seen_again_in_the_next_repeat_of_the_world():
    view = Viewport(179.0, 20.0, 2.0, 2000, 600)

    assert is_land(view, 2.35, 48.85)
    assert is_land(view, 362.35, 48.85)


def test_the_middle_of_a_continent_is_land_without_coast():
    land = land_in(Viewport(25.0, 50.0, 14.0, 800, 600))

    assert land.ground.boundingRect().width() > 800
    assert land.coast.length() == pytest.approx(0)


def test_the_border_at_the_antimeridian_is_no_coast():
    """Chukotka is cut in two at 180 degrees; the cut is not drawn."""
    view = Viewport(180.0 - 1e-9, 67.5, 9.0, 400, 300)

    land = land_in(view)

    assert land.ground.boundingRect().width() > 390
    assert land.coast.length() == pytest.approx(0)


def test_a_file_of_something_else_is_told():
    with pytest.raises(ValueError, match="no outline"):
        read_levels(b"GIF89a")


def test_without_the_file_everything_is_sea():
    assert land_in(Viewport(), ()).ground.isEmpty()


def test_the_bundled_file_is_small():
    assert resource("map/land.bin").stat().st_size < 400_000


def test_nearer_views_take_finer_levels():
    known = levels()
    counts = [len(level_for(zoom, known).points) for zoom in (2.0, *THIN_ZOOMS, 12.0)]

    assert counts == sorted(counts)
    assert level_for(12.0, known) is known[-1]


def test_bounds_of_rings_hold_their_points():
    level = levels()[0]
    first = level.points[level.starts[3] : level.starts[4]]

    assert np.allclose(level.bounds[3], [*first.min(axis=0), *first.max(axis=0)])
