"""GeoJSON is read as people write it, and what is written is read back as the same regions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.region import Region, area_km2, box, polygon_region
from app.model.region_geojson import geojson_of, geometry_of, is_in_degrees, name_of, regions_from_geojson

TRIANGLE = [[4.80, 45.73], [4.85, 45.73], [4.85, 45.77], [4.80, 45.73]]
SQUARE = [[4.80, 45.73], [4.85, 45.73], [4.85, 45.77], [4.80, 45.77], [4.80, 45.73]]


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


@pytest.mark.parametrize(
    "document",
    [
        polygon(SQUARE),
        feature(polygon(SQUARE)),
        {"type": "FeatureCollection", "features": [feature(polygon(SQUARE))]},
        {"type": "GeometryCollection", "geometries": [polygon(SQUARE)]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE[::-1]]]},
        polygon([[*corner, 12.5] for corner in SQUARE]),
    ],
    ids=["geometry", "feature", "collection", "geometry collection", "clockwise", "with heights"],
)
def test_an_upright_rectangle_is_a_box(document):
    assert regions_from_geojson(document) == (box(4.80, 45.73, 4.85, 45.77),)


def test_every_feature_is_a_region_with_its_name():
    document = {
        "type": "FeatureCollection",
        "features": [
            feature(polygon(SQUARE), Name="Old town"),
            feature(None, name="nowhere"),
            feature(polygon(TRIANGLE), title="  North \n side "),
            feature(polygon(TRIANGLE)),
        ],
    }

    regions = regions_from_geojson(document)

    assert [region.name for region in regions] == ["Old town", "North side", ""]
    assert [region.is_box for region in regions] == [True, False, False]


def test_holes_are_kept():
    hole = [[4.81, 45.74], [4.82, 45.74], [4.82, 45.75], [4.81, 45.74]]

    (region,) = regions_from_geojson(polygon(SQUARE, hole))

    assert [len(ring) for ring in region.polygons[0]] == [4, 3]


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": [[4.80, 45.73], [4.85, 45.77]]},
        {"type": "MultiLineString", "coordinates": [[[4.80, 45.73], [4.85, 45.77]]]},
        {"type": "Point", "coordinates": [4.80, 45.73]},
        {"type": "MultiPoint", "coordinates": [[4.80, 45.73], [4.85, 45.77]]},
    ],
    ids=["line", "lines", "point", "points"],
)
def test_what_has_no_area_gets_a_corridor(geometry):
    (region,) = regions_from_geojson(geometry)

    assert region.west == pytest.approx(4.80 - 25 / 77_700, abs=1e-5)
    assert not region.is_box


def test_an_area_cut_at_the_antimeridian_is_joined():
    """As RFC 7946 wants it: two polygons, one on each side."""
    east = [[179, -17], [180, -17], [180, -16], [179, -16], [179, -17]]
    west = [[-180, -17], [-179, -17], [-179, -16], [-180, -16], [-180, -17]]

    (region,) = regions_from_geojson({"type": "MultiPolygon", "coordinates": [[east], [west]]})

    assert (region.west, region.east) == (179, -179)
    assert area_km2(region) == pytest.approx(area_km2(box(179, -17, -179, -16)))


def test_a_line_over_the_antimeridian_stays_short():
    (region,) = regions_from_geojson({"type": "LineString", "coordinates": [[179.9, -17], [-179.9, -17]]})

    assert region.width_deg < 0.3


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([], "no GeoJSON"),
        ({"type": 3}, "no GeoJSON"),
        ({"type": "Circle", "coordinates": []}, "“Circle”"),
        ({"type": "FeatureCollection", "features": []}, "No area"),
        ({"type": "FeatureCollection", "features": [3]}, "no GeoJSON"),
        (polygon([[1, 2], ["a", 3], [4, 5], [1, 2]]), "two numbers"),
        (polygon([[45.73, 139.8], [45.77, 139.8], [45.77, 139.9], [45.73, 139.8]]), "longitude, latitude"),
        (polygon([[500_000, 80], [500_100, 80], [500_100, 81], [500_000, 80]]), "in degrees"),
        (polygon([[1, 2], [3, 4]]), "three corners"),
        ({**polygon(SQUARE), "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}}, "degrees"),
    ],
    ids=["list", "no type", "unknown", "empty", "no feature", "no number", "swapped", "metres", "two corners", "crs"],
)
def test_what_cannot_be_an_area_is_refused_in_words(document, words):
    with pytest.raises(ValueError, match=words):
        regions_from_geojson(document)


def test_a_geometry_nested_without_end_is_refused():
    document: dict[str, object] = polygon(SQUARE)
    for _ in range(100):
        document = {"type": "GeometryCollection", "geometries": [document]}

    with pytest.raises(ValueError, match="no GeoJSON"):
        regions_from_geojson(document)


def test_too_many_areas_are_refused():
    document = {"type": "FeatureCollection", "features": [feature(polygon(TRIANGLE))] * 501}

    with pytest.raises(ValueError, match="more than 500"):
        regions_from_geojson(document)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("urn:ogc:def:crs:OGC:1.3:CRS84", True), ("urn:ogc:def:crs:EPSG::4326", True), ("EPSG:2154", False)],
)
def test_only_degrees_are_degrees(name, expected):
    assert is_in_degrees({"crs": {"type": "name", "properties": {"name": name}}}) is expected


@pytest.mark.parametrize(
    ("properties", "expected"),
    [({"NAME": "A"}, "A"), ({"title": "B", "x": 1}, "B"), ({"name": 7}, "7"), ({"name": None}, ""), (None, "")],
    ids=["capitals", "title", "number", "null", "no properties"],
)
def test_names_are_found_however_they_are_spelled(properties, expected):
    assert name_of(properties) == expected


def test_rings_are_closed_and_turn_as_the_standard_says():
    clockwise_hole = ((1.0, 1.0), (2.0, 1.0), (2.0, 2.0))
    region = polygon_region([(((0.0, 0.0), (0.0, 9.0), (9.0, 0.0)), clockwise_hole)])

    rings = geometry_of(region)["coordinates"]

    assert rings == [
        [[9.0, 0.0], [0.0, 9.0], [0.0, 0.0], [9.0, 0.0]],
        [[2.0, 2.0], [2.0, 1.0], [1.0, 1.0], [2.0, 2.0]],
    ]


LONS, LATS = st.floats(-179, 179), st.floats(-85, 85)


@given(st.lists(st.tuples(LONS, LATS, LONS, LATS), min_size=1, max_size=5), st.text(st.characters(categories=["L"])))
def test_boxes_come_back_as_they_were(numbers, name):
    regions = []
    for west, south, east, north in numbers:
        if south < north and west != east and abs(east - west) < 180:
            regions.append(Region(min(west, east), south, max(west, east), north, name))
    if not regions:
        return

    assert regions_from_geojson(geojson_of(regions)) == tuple(regions)
