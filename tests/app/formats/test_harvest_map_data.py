"""The map gets each fact once, in the order of time, and on one side of the antimeridian."""

import json

from app.formats.harvest_map_data import NO_YEAR, map_data, script_text
from app.model.class_color import class_color
from app.model.region import box
from tests.fakes.harvest import record

YEAR_MS = 365 * 86_400_000


def test_a_row_holds_what_a_popup_shows():
    data = map_data([record(1)], [])

    assert data.rows == [
        (4.8001, 45.75, 1_700_000_001_123, 10.0, 0, 0, 0, 0, "mly_900000000000001.jpg", "900000000000001")
    ]
    assert (data.creators, data.folders, data.sequences) == (["walker_one"], ["Lyon/img/"], [class_color("seq0")])
    assert data.years == [("2023", "#440154", 1)]


def test_years_go_from_old_to_new_and_undated_ones_last():
    times = (None, 2 * YEAR_MS, 30 * YEAR_MS, 2 * YEAR_MS + 1)

    data = map_data([record(number, captured_at_ms=time) for number, time in enumerate(times)], [])

    assert [(year, count) for year, _, count in data.years] == [("1972", 2), ("1999", 1), (NO_YEAR, 1)]
    assert [row[4] for row in data.rows] == [2, 0, 1, 0]
    assert [row[2] for row in data.rows] == list(times)


def test_a_heading_belongs_to_its_position():
    computed = record(1, lon=None, lat=None, computed_compass_angle=370.0)

    assert map_data([computed], []).rows[0][3] == 10.0
    assert map_data([record(1, compass_angle=None, computed_compass_angle=5.0)], []).rows[0][3] is None


def test_pictures_without_position_are_left_out():
    assert map_data([record(1, lon=None, computed_lon=None)], []).rows == []


def test_places_of_files_are_relative_and_ready_for_a_link():
    data = map_data([record(1, region="Ōmiya #2?")], [])

    assert data.folders == ["%C5%8Cmiya%20%232%3F/img/"]


def test_a_flat_harvest_has_its_files_beside_the_page():
    data = map_data([record(1, region="")], [])

    assert (data.folders, data.rows[0][8]) == ([""], "mly_900000000000001.jpg")


def test_the_view_holds_pictures_and_regions():
    data = map_data([record(1)], [box(4.7, 45.7, 4.75, 45.72, "Here")])

    assert data.bounds == ((45.7, 4.7), (45.75, 4.8001))
    assert data.regions[0].name == "Here"
    assert data.regions[0].polygons[0][0][0] == (45.7, 4.7)


def test_an_empty_harvest_shows_the_world():
    assert map_data([], []).bounds == ((-60.0, -180.0), (75.0, 180.0))


def test_both_sides_of_the_antimeridian_lie_side_by_side():
    records = [record(1, lon=179.9, lat=-17.0), record(2, lon=-179.9, lat=-17.0)]

    data = map_data(records, [box(179.5, -18, -179.5, -16)])

    assert [row[0] for row in data.rows] == [179.9, 180.1]
    assert data.bounds == ((-18, 179.5), (-16, 180.5))


def test_no_name_ends_the_element_that_holds_it():
    text = script_text(map_data([record(1, creator="</script><!--\u2028&")], []))

    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["creators"] == ["</script><!--\u2028&"]
