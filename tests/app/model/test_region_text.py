"""What people type or paste is understood, or the answer says what is wrong with it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.region import box, polygon_region
from app.model.region_text import MOST_TEXT, parse_regions, region_forms

BOX = box(4.80, 45.73, 4.85, 45.77)


@pytest.mark.parametrize(
    "text",
    [
        "4.80,45.73,4.85,45.77",
        "  4.80, 45.73 , 4.85, 45.77\n",
        "4.80 45.73 4.85 45.77",
        "4.80;45.73;4.85;45.77",
        "4.80\t45.73\n4.85\t45.77",
        "[4.80, 45.73, 4.85, 45.77]",
        "(4.80, 45.73, 4.85, 45.77)",
        "4,80; 45,73; 4,85; 45,77",
        "4,80 45,73 4,85 45,77",
        "https://www.openstreetmap.org/?minlon=4.8&minlat=45.73&maxlon=4.85&maxlat=45.77",
        "POLYGON((4.80 45.73,4.85 45.73,4.85 45.77,4.80 45.77,4.80 45.73))",
        '{"type":"Polygon","coordinates":[[[4.80,45.73],[4.85,45.73],[4.85,45.77],[4.80,45.77],[4.80,45.73]]]}',
    ],
)
def test_every_form_of_a_box_is_the_same_box(text):
    assert parse_regions(text).regions == (BOX,)


@pytest.mark.parametrize(
    ("text", "regions", "understood"),
    [
        ("4.80,45.73,4.85,45.77", (BOX,), "West, south, east, north."),
        ("35.658,139.699,35.659,139.7", (box(139.699, 35.658, 139.7, 35.659),), "South, west, north, east."),
        ("-34.7,-58.5,-34.5,-58.3", (box(-34.7, -58.5, -34.5, -58.3),), "West, south, east, north."),
        ("−58.5,−34.7,−58.3,−34.5", (box(-58.5, -34.7, -58.3, -34.5),), "West, south, east, north."),
        ("179,-17,-179,-16", (box(179, -17, -179, -16),), "West, south, east, north. It crosses the antimeridian."),
        ("1,2,3,4\n5 6 7 8", (box(1, 2, 3, 4), box(5, 6, 7, 8)), "West, south, east, north."),
        ("POINT(1 2)", None, "Well-known text."),
        ("geojson.io/#map=15/45.75/4.85", None, "The view of the link at zoom 15."),
    ],
    ids=["usual", "only the other order", "both orders", "real minus", "antimeridian", "lines", "wkt", "view"],
)
def test_the_answer_says_how_it_was_understood(text, regions, understood):
    parsed = parse_regions(text)

    assert parsed.understood == understood
    assert regions is None or parsed.regions == regions


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Nothing was given"),
        ("4.80,45.73,4.85", "3 numbers were found, and four are needed"),
        ("4.80", "1 number was found"),
        ("1 2 3 4 5", "5 numbers were found"),
        ("Lyon 3e", "“Lyon” is no number"),
        ("4.80,45.77,4.85,45.73", "lies north of north"),
        ("4.85,45.73,4.80,45.77", r"west \(4.85\) lies east of east \(4.8\)"),
        ("4.80,195,4.85,199", "South is 195, and latitudes end at 90"),
        ("4.80,45.73,4.80,45.77", "no width"),
        ("-180,-80,180,80", "all around the globe"),
        ("nan,1,2,3", "“nan” is no number"),
        ("{", "damaged"),
        ("[4.80,", "found"),
        ('{"a":1}', "no GeoJSON"),
        ("0" * (MOST_TEXT + 1), "too long"),
    ],
)
def test_what_is_wrong_is_told_in_words(text, words):
    with pytest.raises(ValueError, match=words):
        parse_regions(text)


@given(st.text())
def test_no_text_makes_it_stumble(text):
    regions = None
    with suppress(ValueError):
        regions = parse_regions(text).regions

    assert regions is None or len(regions) >= 1


EDGES = st.tuples(st.integers(-1799999999, 1799999999), st.integers(-850000000, 850000000))


@given(EDGES, EDGES)
def test_copied_boxes_come_back_as_they_were(one, other):
    """In every form but south, west, north, east, which can be read in two ways."""
    (west, south), (east, north) = (tuple(value / 1e7 for value in edge) for edge in (one, other))
    if not (south < north and west < east and east - west < 180):
        return
    region = box(west, south, east, north)

    for label, text in region_forms(region):
        if label != "South, west, north, east":
            assert parse_regions(text).regions == (region,), label


@pytest.mark.parametrize(
    "region",
    [box(179.0, -17.0, -179.0, -16.0), polygon_region([[((4.8, 45.73), (4.85, 45.73), (4.85, 45.77))]])],
    ids=["antimeridian", "polygon"],
)
def test_copied_areas_come_back_exactly(region):
    forms = dict(region_forms(region))

    assert parse_regions(forms["WKT"]).regions == (region,)
    assert parse_regions(forms["geojson.io link"]).regions == parse_regions(forms["GeoJSON"]).regions


def test_the_forms_begin_with_the_bounds():
    forms = dict(region_forms(BOX))

    assert forms["West, south, east, north"] == "4.8,45.73,4.85,45.77"
    assert forms["South, west, north, east"] == "45.73,4.8,45.77,4.85"
