"""Areas come out of every usual file, in degrees and with their names; a bad file is told in words."""

import json
import zipfile

import pytest

from app.formats import region_file
from app.formats.region_file import read_regions, write_regions
from app.model.failure import FailedError, FailureKind
from app.model.region import box, polygon_region

LYON = box(4.80, 45.73, 4.85, 45.77, "Lyon")
TRIANGLE = polygon_region([[((4.80, 45.73), (4.85, 45.73), (4.85, 45.77))]], "North side")
GPX = """<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="45.80" lon="4.90"><name>Tower</name></wpt>
<rte><name>Way back</name><rtept lat="45.77" lon="4.85"/><rtept lat="45.73" lon="4.80"/></rte>
<trk><name>Morning</name><trkseg><trkpt lat="45.73" lon="4.80"/><trkpt lat="45.73" lon="4.85"/></trkseg></trk></gpx>"""
KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>Lyon</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
4.80,45.73,0 4.85,45.73,0 4.85,45.77,0 4.80,45.77,0 4.80,45.73,0</coordinates></LinearRing></outerBoundaryIs></Polygon>
</Placemark></Document></kml>"""


def frame(crs: str = "EPSG:4326"):
    import geopandas
    import shapely

    shapes = [shapely.box(4.80, 45.73, 4.85, 45.77), shapely.Polygon(TRIANGLE.polygons[0][0])]
    data = geopandas.GeoDataFrame({"Name": ["Lyon", "North side"]}, geometry=shapes, crs="EPSG:4326")
    return data.to_crs(crs)


def same(regions, expected=(LYON, TRIANGLE)) -> bool:
    return [one.name for one in regions] == [one.name for one in expected] and all(
        [one.west, one.south, one.east, one.north]
        == pytest.approx([other.west, other.south, other.east, other.north], abs=1e-7)
        for one, other in zip(regions, expected, strict=True)
    )


def test_what_is_written_is_read_back_exactly(tmp_path):
    write_regions(tmp_path / "areas.geojson", [LYON, TRIANGLE])

    assert read_regions(tmp_path / "areas.geojson") == (LYON, TRIANGLE)
    assert [path.name for path in tmp_path.iterdir()] == ["areas.geojson"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("area.txt", "4.80,45.73,4.85,45.77"),
        ("area.wkt", "POLYGON((4.80 45.73,4.85 45.73,4.85 45.77,4.80 45.77,4.80 45.73))"),
        ("area.json", '\ufeff{"type":"Polygon","coordinates":[[[4.80,45.73],[4.85,45.73],[4.85,45.77],[4.80,45.77]]]}'),
    ],
    ids=["numbers", "wkt", "GeoJSON with a mark in front"],
)
def test_an_area_without_name_is_called_after_its_file(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")

    assert read_regions(tmp_path / name) == (box(4.80, 45.73, 4.85, 45.77, "area"),)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["gpkg", "shp"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:2154"])
def test_maps_of_other_programs_are_read_in_degrees(tmp_path, ending, crs):
    path = tmp_path / f"areas.{ending}"
    frame(crs).to_file(path)

    assert same(read_regions(path))


@pytest.mark.slow
def test_a_shapefile_in_an_archive_is_read(tmp_path):
    frame("EPSG:2154").to_file(tmp_path / "areas.shp")
    with zipfile.ZipFile(tmp_path / "areas it is.zip", "w") as archive:
        for path in sorted(tmp_path.glob("areas.*")):
            if path.suffix != ".zip":
                archive.write(path, f"inner folder/{path.name}")

    assert same(read_regions(tmp_path / "areas it is.zip"))


@pytest.mark.slow
def test_geojson_in_metres_is_brought_to_degrees(tmp_path):
    """Older programs write it so."""
    frame("EPSG:2154").to_file(tmp_path / "areas.geojson", driver="GeoJSON")
    assert "EPSG::2154" in (tmp_path / "areas.geojson").read_text()

    assert same(read_regions(tmp_path / "areas.geojson"))


@pytest.mark.slow
def test_kml_is_read(tmp_path):
    (tmp_path / "area.kml").write_text(KML, encoding="utf-8")

    assert read_regions(tmp_path / "area.kml") == (LYON,)


@pytest.mark.slow
def test_tracks_routes_and_waypoints_become_corridors(tmp_path):
    (tmp_path / "ride.gpx").write_text(GPX, encoding="utf-8")

    regions = read_regions(tmp_path / "ride.gpx")

    assert [one.name for one in regions] == ["Morning", "Way back", "Tower"]
    track = regions[0]
    assert (track.north - track.south) * 111_132 == pytest.approx(50, rel=0.02)
    assert (track.west, track.east) == (pytest.approx(4.80, abs=4e-4), pytest.approx(4.85, abs=4e-4))


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("a.geojson", b"{", "a.geojson holds no region. It is not JSON"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[]}', "No area was found"),
        ("a.json", b"\xff\xfe", "not JSON"),
        ("a.txt", b"\xff\xfe\x00", "is no text"),
        ("a.txt", b"Lyon", "is no number"),
        ("a.docx", b"x", "kind that is not read here"),
        ("a.zip", b"x", "no archive"),
        ("a.geojson", b"[" * 100_000, "not JSON"),
    ],
    ids=["torn", "empty", "no JSON", "no text", "a name", "other kind", "no archive", "nested without end"],
)
def test_a_bad_file_is_told_in_words(tmp_path, name, body, words):
    (tmp_path / name).write_bytes(body)

    with pytest.raises(FailedError, match=words) as caught:
        read_regions(tmp_path / name)

    assert caught.value.failure.kind is FailureKind.DATA


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.gpkg", "a.kml", "a.gpx", "a.shp"])
def test_a_damaged_map_is_told_in_words(tmp_path, name):
    (tmp_path / name).write_bytes(b"no map")

    with pytest.raises(FailedError, match=r"holds no region\. It is damaged"):
        read_regions(tmp_path / name)


def test_an_archive_without_a_map_is_told_in_words(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("letter.txt", "hello")

    with pytest.raises(FailedError, match="No Shapefile"):
        read_regions(tmp_path / "a.zip")


@pytest.mark.slow
def test_an_archive_that_grows_without_end_is_not_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", bytes(5 * region_file.MOST_BYTES))

    with pytest.raises(FailedError, match="too large"):
        read_regions(tmp_path / "a.zip")


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "a.geojson"
    with path.open("wb") as file:
        file.truncate(region_file.MOST_BYTES + 1)

    with pytest.raises(FailedError, match="larger than 64 MB"):
        read_regions(path)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["geojson", "gpkg"])
def test_too_many_areas_are_refused(tmp_path, ending):
    import geopandas
    import shapely

    shapes = [shapely.box(number / 1000, 0, number / 1000 + 0.0005, 0.1) for number in range(501)]
    geopandas.GeoDataFrame(geometry=shapes, crs="EPSG:4326").to_file(tmp_path / f"areas.{ending}")

    with pytest.raises(FailedError, match="more than 500 areas"):
        read_regions(tmp_path / f"areas.{ending}")


def test_a_missing_file_is_told_in_words(tmp_path):
    with pytest.raises(FailedError) as caught:
        read_regions(tmp_path / "a.geojson")

    assert caught.value.failure.kind is FailureKind.DISK


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path):
    with pytest.raises(FailedError) as caught:
        write_regions(tmp_path / "nowhere" / "a.geojson", [LYON])

    assert caught.value.failure.kind is FailureKind.DISK


def test_written_regions_are_geojson(tmp_path):
    write_regions(tmp_path / "a.geojson", [LYON])

    document = json.loads((tmp_path / "a.geojson").read_bytes())
    assert document["features"][0]["properties"] == {"name": "Lyon"}
