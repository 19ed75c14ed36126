"""Links to maps mean the box that they name, or the view that they open."""

from urllib.parse import quote

import pytest

from app.model.region import box
from app.model.region_link import is_link, regions_from_link, view_region

BOX = box(4.80, 45.73, 4.85, 45.77)
VIEW = view_region(4.85, 45.75, 15)
DATA = quote('{"type":"Polygon","coordinates":[[[4.8,45.73],[4.85,45.73],[4.85,45.77],[4.8,45.77]]]}')


@pytest.mark.parametrize(
    "link",
    [
        "https://www.openstreetmap.org/?minlon=4.8&minlat=45.73&maxlon=4.85&maxlat=45.77&box=yes",
        "https://www.openstreetmap.org/export/embed.html?bbox=4.8%2C45.73%2C4.85%2C45.77&layer=mapnik",
        "https://api.openstreetmap.org/api/0.6/map?bbox=4.8,45.73,4.85,45.77",
        "http://127.0.0.1:8111/load_and_zoom?left=4.8&right=4.85&top=45.77&bottom=45.73",
        "http://bboxfinder.com/#45.730000,4.800000,45.770000,4.850000",
        "bboxfinder.com/#45.73,4.8,45.77,4.85",
        f"https://geojson.io/#data=data:application/json,{DATA}",
        f"http://geojson.io/#data=data:application/json,{DATA}&map=2/0/20",
    ],
)
def test_a_box_in_a_link_is_that_box(link):
    assert is_link(link)
    assert regions_from_link(link)[0] == (BOX,)


@pytest.mark.parametrize(
    "link",
    [
        "https://www.openstreetmap.org/#map=15/45.75/4.85",
        "https://www.openstreetmap.org/way/123#map=15/45.7500/4.8500&layers=N",
        "https://www.openstreetmap.org/?lat=45.75&lon=4.85&zoom=15",
        "https://www.openstreetmap.org/?mlat=45.75&mlon=4.85&zoom=15",
        "geojson.io/#map=15/45.75/4.85",
        "https://www.google.com/maps/@45.75,4.85,15z",
        "https://www.google.com/maps/place/Lyon/@45.75,4.85,15z/data=!4m6?entry=ttu",
        "https://www.mapillary.com/app/?lat=45.75&lng=4.85&z=15&pKey=123&focus=photo",
        "https://maps.example.org/style/#15/45.75/4.85",
    ],
)
def test_a_view_in_a_link_is_what_its_window_shows(link):
    regions, understood = regions_from_link(link)

    assert regions == (VIEW,)
    assert "zoom 15" in understood


def test_a_window_shows_so_many_pixels():
    """At zoom 15 the world is 32,768 tiles of 256 pixels wide."""
    assert VIEW.width_deg == pytest.approx(1024 / 256 / 2**15 * 360, abs=1e-6)


def test_a_satellite_view_states_its_height_in_metres():
    (region,), _ = regions_from_link("https://www.google.com/maps/@45.75,4.85,1500m/data=!3m1!1e3")

    assert (region.north - region.south) * 111_132 == pytest.approx(1500, rel=0.02)


def test_a_street_picture_means_the_street_around_it():
    (region,), _ = regions_from_link("https://www.google.com/maps/@45.75,4.85,3a,75y,90h,90t/data=!3m6")

    assert region == view_region(4.85, 45.75, 17)


def test_a_view_over_the_antimeridian_crosses_it():
    region = view_region(180.0, -17.0, 12)

    assert region.west > region.east
    assert region.width_deg < 1


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("https://www.mapillary.com/app/?pKey=123&focus=photo", "names no place"),
        ("https://example.org/", "names no place"),
        ("https://geojson.io/#map=1/0/20", "all around the globe"),
        ("https://www.google.com/maps/@139.7,35.6,15z", "beyond the map"),
        ("https://geojson.io/#data=data:application/json,%7B", "no GeoJSON"),
        ("https://x.org/?bbox=4.8,95,4.85,99", "latitudes end at 90"),
    ],
)
def test_links_without_a_place_are_refused_in_words(link, words):
    with pytest.raises(ValueError, match=words):
        regions_from_link(link)


@pytest.mark.parametrize("text", ["4.80/45.73/4.85/45.77", "POINT(1 2)", "4.8,45.73,4.85,45.77", "hello"])
def test_other_texts_are_no_links(text):
    assert not is_link(text)
