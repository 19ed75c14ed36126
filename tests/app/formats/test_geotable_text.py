"""Text tables are read by everybody as they were meant, and never become a formula."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.geotable_columns import columns_of
from app.formats.geotable_text import csv_rows, filled, geojson_rows, unguarded
from tests.fakes.harvest import record


def as_csv(*records) -> list[dict[str, str]]:
    text = b"".join(csv_rows(records, columns_of(records))).decode()
    return list(csv.DictReader(io.StringIO(text)))


def as_geojson(*records) -> dict:
    return json.loads(b"".join(geojson_rows(records, columns_of(records))))


def test_geojson_has_one_feature_a_picture_and_every_property_in_each():
    document = as_geojson(record(1), record(2, creator="", compass_angle=None))

    first, second = document["features"]
    assert document["type"] == "FeatureCollection"
    assert first["geometry"] == {"type": "Point", "coordinates": [4.8001, 45.75]}
    assert set(first["properties"]) == set(second["properties"])
    assert second["properties"]["creator"] is None
    assert second["properties"]["compass_angle"] is None
    assert first["properties"]["mly_id"] == "900000000000001"


def test_geojson_without_pictures_is_an_empty_collection():
    assert as_geojson()["features"] == []


def test_a_picture_without_position_keeps_its_row():
    nowhere = record(1, lon=None, lat=None, computed_lon=None, computed_lat=None)

    assert as_geojson(nowhere)["features"][0]["geometry"] is None
    assert (as_csv(nowhere)[0]["lon"], as_csv(nowhere)[0]["geometry"]) == ("", "")


def test_csv_states_the_position_for_maps_and_for_geopandas():
    (row,) = as_csv(record(1))

    assert (row["lon"], row["lat"], row["geometry"]) == ("4.8001", "45.75", "POINT (4.8001 45.75)")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "'="])
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(start):
    (row,) = as_csv(record(1, creator=f"{start}cmd|' /C calc'!A0"))

    assert row["creator"].startswith("'" + start)


def test_numbers_keep_their_sign():
    (row,) = as_csv(record(1, altitude=-3.5, creator="o'neill"))

    assert row["altitude"] == "-3.5"
    assert row["creator"] == "o'neill"


def test_geojson_keeps_such_texts_as_they_are():
    assert as_geojson(record(1, creator="=1+1"))["features"][0]["properties"]["creator"] == "=1+1"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_a_csv(text):
    (row,) = as_csv(record(1, creator=text))

    # The csv module of Python reads a bare carriage return within quotes as it stands.
    assert unguarded(row["creator"]) == text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n") or "\r" in text
    assert (filled(text) or "") == text.replace("\0", "")


def test_texts_are_quoted_and_numbers_bare():
    lines = b"".join(csv_rows([record(1)], columns_of([record(1)]))).decode().splitlines()

    assert lines[1].startswith('"900000000000001","mly_900000000000001"')
    assert ",1700000001123,10.0," in lines[1]
    assert ",false," in lines[1]
