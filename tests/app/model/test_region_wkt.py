"""Well-known text is read in every spelling, and mistakes are told in words."""

import pytest
import shapely

from app.model.region import box, polygon_region
from app.model.region_geojson import areas_of
from app.model.region_wkt import is_wkt, region_from_wkt, wkt_of

BOX = box(4.80, 45.73, 4.85, 45.77)


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON ((4.80 45.73, 4.85 45.73, 4.85 45.77, 4.80 45.77, 4.80 45.73))",
        "polygon((4.80 45.73,4.80 45.77,4.85 45.77,4.85 45.73,4.80 45.73))",
        "SRID=4326;POLYGON((4.80 45.73,4.85 45.73,4.85 45.77,4.80 45.77,4.80 45.73))",
        "POLYGON Z ((4.80 45.73 1,4.85 45.73 1,4.85 45.77 1,4.80 45.77 1,4.80 45.73 1))",
        "POLYGONZM((4.80 45.73 1 2,4.85 45.73 1 2,4.85 45.77 1 2,4.80 45.77 1 2,4.80 45.73 1 2))",
        "MULTIPOLYGON(((4.80 45.73,4.85 45.73,4.85 45.77,4.80 45.77,4.80 45.73)))",
        "GEOMETRYCOLLECTION(POLYGON((4.80 45.73,4.85 45.73,4.85 45.77,4.80 45.77,4.80 45.73)))",
        "ENVELOPE(4.80, 4.85, 45.77, 45.73)",
        "BOX(4.80 45.73,4.85 45.77)",
        "BOX3D(4.80 45.73 0,4.85 45.77 10)",
        "BBOX(4.80,45.73,4.85,45.77);",
    ],
)
def test_every_spelling_of_a_box_is_the_same_box(text):
    assert is_wkt(text)
    assert region_from_wkt(text) == BOX


@pytest.mark.parametrize(
    "text",
    [
        "LINESTRING(4.80 45.73, 4.85 45.77)",
        "POINT(4.8 45.73)",
        "MULTIPOINT((4.8 45.73),(4.85 45.77))",
        "MULTIPOINT(1 2)",
    ],
)
def test_what_has_no_area_gets_a_corridor(text):
    assert region_from_wkt(text).polygons


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("POLYGON EMPTY", "empty"),
        ("POLYGON((1 2, 3 4))", "three corners"),
        ("POLYGON((1 2, 3 4", "the end stands"),
        ("POLYGON((1 2, 3", "longitude and latitude"),
        ("POLYGON((1 2, b 4))", "“b” stands"),
        ("POLYGON((1 2, 3 4, 5 6, 1 2)) x", "follows"),
        ("POLYGON((1 2, 3 & 4))", "cannot be read"),
        ("SRID=3857;POINT(500000 1)", "EPSG:3857"),
        ("BOX(1 2,3)", "3 numbers"),
        ("BOX(a)", "“a” stands"),
        ("GEOMETRYCOLLECTION(CIRCLE(1 2))", "“CIRCLE”"),
        ("POINT(139.8 95)", "beyond the map"),
    ],
)
def test_mistakes_are_told_in_words(text, words):
    with pytest.raises(ValueError, match=words):
        region_from_wkt(text)


def test_collections_nested_without_end_are_refused():
    with pytest.raises(ValueError, match="no geometry that is known"):
        region_from_wkt("GEOMETRYCOLLECTION(" * 100)


@pytest.mark.parametrize("text", ["4.8,45.73,4.85,45.77", "https://x.org/POINT(1 2)", "POLYGONS"])
def test_other_texts_do_not_pass_for_it(text):
    assert not is_wkt(text)


def test_shapely_reads_what_is_written():
    ring = ((4.80, 45.73), (4.85, 45.73), (4.85, 45.77))
    hole = ((4.82, 45.735), (4.84, 45.735), (4.84, 45.75))
    region = polygon_region([(ring, hole), (tuple((lon + 1, lat) for lon, lat in ring),)])

    shape = shapely.from_wkt(wkt_of(region))

    assert shape.geom_type == "MultiPolygon"
    assert shape.area == pytest.approx(2 * shapely.Polygon(ring).area - shapely.Polygon(hole).area)
    assert areas_of(region_from_wkt(wkt_of(region))) == region.polygons


def test_a_box_is_written_from_its_south_west():
    assert wkt_of(BOX) == "POLYGON ((4.8 45.73, 4.85 45.73, 4.85 45.77, 4.8 45.77, 4.8 45.73))"
