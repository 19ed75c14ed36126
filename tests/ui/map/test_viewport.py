import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.mercator import MOST_LAT, Tile, tile_at
from ui.map.viewport import MOST_ZOOM, Viewport

LYON = Viewport(4.84, 45.75, 13.0, 728, 573)


def test_the_middle_of_the_view_is_its_place():
    assert LYON.point_of(4.84, 45.75) == pytest.approx((364, 286.5))


@settings(max_examples=40)
@given(st.floats(-180, 179.99), st.floats(-80, 80), st.floats(5, 19), st.floats(0, 728), st.floats(0, 573))
def test_a_pixel_becomes_a_place_and_the_same_pixel_again(lon, lat, zoom, x, y):
    view = Viewport(lon, lat, zoom, 728, 573).clamped()

    back = view.point_of(*view.place_at(x, y))

    assert back == pytest.approx((x, y), abs=0.01)


@settings(max_examples=40)
@given(st.floats(-3, 3), st.floats(0, 728), st.floats(0, 573))
def test_what_is_under_the_pointer_stays_there_while_zooming(steps, x, y):
    before = LYON.place_at(x, y)

    zoomed = LYON.zoomed(steps, x, y)

    assert zoomed.place_at(x, y) == pytest.approx(before, abs=1e-7)


def test_zoom_ends_at_both_limits():
    assert LYON.zoomed(40, 0, 0).zoom == MOST_ZOOM
    assert LYON.zoomed(-40, 364, 286).zoom == 2.0


def test_panning_moves_the_content_with_the_hand():
    moved = LYON.panned(100, -50)

    assert moved.point_of(4.84, 45.75) == pytest.approx((464, 236.5))


def test_panning_over_the_antimeridian_goes_on_at_the_other_side():
    view = Viewport(179.9, 0.0, 10.0, 400, 400)

    moved = view.panned(-400, 0)

    assert -180 <= moved.lon < -179
    assert moved.point_of(179.9 - 360, 0.0)[0] == pytest.approx(-200)


@pytest.mark.parametrize("lat", [89.0, -89.0], ids=["north", "south"])
def test_nothing_beyond_a_pole_is_shown_where_the_world_is_high_enough(lat):
    view = Viewport(0.0, lat, 4.0, 800, 600).clamped()

    _, top = view.point_of(0, MOST_LAT)
    _, bottom = view.point_of(0, -MOST_LAT)

    assert top <= 0.01
    assert bottom >= 599.99


def test_a_world_lower_than_the_widget_stands_in_the_middle():
    view = Viewport(0.0, 70.0, 2.0, 800, 1400).clamped()

    assert view.lat == pytest.approx(0.0)


def test_a_fitted_box_touches_the_margin_on_one_side_and_stays_inside_on_the_other():
    view = LYON.fitted(4.80, 45.73, 4.85, 45.77, margin=40)

    left, top = view.point_of(4.80, 45.77)
    right, bottom = view.point_of(4.85, 45.73)

    assert (left + right) / 2 == pytest.approx(364)
    assert (top + bottom) / 2 == pytest.approx(286.5)
    assert min(left, top) == pytest.approx(40, abs=0.01)
    assert right <= 688.01
    assert bottom <= 533.01


def test_a_box_across_the_antimeridian_is_fitted_as_one():
    view = LYON.fitted(179.0, -18.0, 181.0, -16.0)

    assert abs(view.lon) == pytest.approx(180.0)
    assert view.zoom > 6


def test_a_point_is_not_fitted_infinitely_near():
    assert LYON.fitted(4.8, 45.7, 4.8, 45.7).zoom == MOST_ZOOM


@pytest.mark.parametrize(
    ("lon", "west", "east", "expected"),
    [
        (0.0, 4.0, 5.0, [0.0]),
        (179.9, -180.0, -179.5, [360.0]),
        (-179.9, 179.0, 179.99, [-360.0]),
        (-179.9, 179.0, 181.0, [-360.0]),
        (0.0, 90.0, 91.0, []),
    ],
    ids=["here", "from the east", "from the west", "across", "elsewhere"],
)
def test_repeats_of_the_world_are_found(lon, west, east, expected):
    view = Viewport(lon, 0.0, 7.0, 1400, 400)

    assert list(view.turns(west, east)) == expected


def test_a_low_zoom_shows_a_thing_several_times():
    assert len(list(Viewport(0.0, 0.0, 2.0, 2200, 600).turns(4.0, 5.0))) == 3


def test_visible_tiles_cover_the_widget_without_holes():
    tiles = LYON.visible_tiles(13)

    area = sum(
        max(0, min(728, t.left + t.side) - max(0, t.left)) * max(0, min(573, t.top + t.side) - max(0, t.top))
        for t in tiles
    )
    assert area == pytest.approx(728 * 573)
    assert len({t.tile for t in tiles}) == len(tiles)


def test_the_tile_in_the_middle_comes_first():
    first = LYON.visible_tiles(13)[0]

    assert first.left <= 364 <= first.left + first.side
    assert first.tile == tile_at(4.84, 45.75, 13)


def test_tiles_repeat_with_the_world_and_end_at_the_poles():
    tiles = Viewport(0.0, 0.0, 2.0, 2048, 1400).visible_tiles(2)

    assert {t.tile.y for t in tiles} == {0, 1, 2, 3}
    assert sum(t.tile == Tile(2, 0, 0) for t in tiles) == 2


def test_the_nearest_repeat_of_a_longitude_is_found():
    assert Viewport(179.0, 0.0).near(-179.0) == pytest.approx(181.0)
    assert Viewport(-179.0, 0.0).near(179.0) == pytest.approx(-181.0)
