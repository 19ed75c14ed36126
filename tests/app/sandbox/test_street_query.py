"""What a search asks for and finds."""

import pytest

from app.sandbox.street_errors import StreetRefusalError
from app.sandbox.street_index import Index
from app.sandbox.street_query import Query, moment_ms, read_query, rows_of
from app.sandbox.street_town import CAMERAS, ORGANIZATIONS, town_roll

TOWN = Index(town_roll())
ROLL = TOWN.roll


@pytest.mark.parametrize(
    ("values", "row"),
    [
        ({"bbox": "1,2,3"}, "parameter"),
        ({"bbox": "a,b,c,d"}, "parameter"),
        ({"bbox": "2,1,1,2"}, "parameter"),
        ({"bbox": "4.81,45.75,4.82,45.755"}, "parameter"),
        ({"bbox": "4.81,45.75,4.815,45.76"}, "parameter"),
        ({"lat": "1", "lng": "1", "radius": "51"}, "string-error"),
        ({"lat": "1"}, "parameter"),
        ({"limit": "2001"}, "parameter"),
        ({"limit": "0"}, "parameter"),
        ({"is_pano": "maybe"}, "parameter"),
        ({"start_captured_at": "yesterday"}, "parameter"),
        ({"organization_id": "x"}, "parameter"),
    ],
    ids=[
        "three numbers", "no numbers", "east of west", "0.01 wide", "0.01 high", "radius", "half a place",
        "limit", "no limit",
        "pano", "date", "organisation",
    ],
)  # fmt: skip
def test_wrong_parameter_is_refused(values, row):
    with pytest.raises(StreetRefusalError) as caught:
        read_query(values, 0.01)

    assert caught.value.row == row


def test_everything_that_can_be_asked_is_understood():
    values = {
        "bbox": "4.81,45.75,4.8199,45.7599", "start_captured_at": "2022-08-16T16:42:46Z", "is_pano": "true",
        "creator_username": "a", "organization_id": "7", "sequence_ids": "x,y", "make": "M", "model": "N o",
        "limit": "9",
    }  # fmt: skip

    assert read_query(values, 0.01) == Query(
        (4.81, 45.75, 4.8199, 45.7599), None, 1_660_668_166_000, None, True, "a", 7, ("x", "y"), "M", "N o", 9
    )


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("2022-08-16T16:42:46Z", 1_660_668_166_000),
        ("2022-08-16T16:42:46.123Z", 1_660_668_166_123),
        ("2022-08-16T18:42:46+02:00", 1_660_668_166_000),
        ("2022-08-16", 1_660_608_000_000),
    ],
)
def test_times_are_utc_unless_they_say_otherwise(text, ms):
    assert moment_ms(text, "x") == ms


def test_ends_of_a_span_are_inclusive():
    row = 100
    at_ms = int(ROLL.at_ms[row])

    assert rows_of(TOWN, Query(start_ms=at_ms, end_ms=at_ms)).tolist() == [row]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(is_pano=True), ROLL.pano == 1),
        (Query(is_pano=False), ROLL.pano == 0),
        (Query(creator="R&D <b>Mapping</b>"), ROLL.creator == 2),
        (Query(organization=ORGANIZATIONS[0].id), ROLL.organization == 0),
        (Query(make="Helio"), ROLL.camera == 1),
        (Query(model="Orbis 360"), ROLL.camera == 3),
        (Query(sequences=(ROLL.keys[3],)), ROLL.sequence == 3),
        (Query(creator="nobody"), ROLL.sequence < 0),
        (Query(sequences=("nothing",)), ROLL.sequence < 0),
    ],
    ids=["round", "flat", "creator", "organisation", "make", "model", "sequence", "nobody", "no sequence"],
)
def test_filter_finds_just_those(query, expected):
    assert CAMERAS[1].make.strip() == "Helio"
    assert rows_of(TOWN, query).tolist() == expected.nonzero()[0].tolist()


def test_place_finds_what_lies_within_its_metres():
    lon, lat = float(ROLL.lon[50]), float(ROLL.lat[50])

    near, nearer = (rows_of(TOWN, Query(near=(lon, lat, radius))).tolist() for radius in (30.0, 0.5))

    assert 50 in nearer
    assert set(nearer) < set(near)
    assert all(abs(ROLL.lat[row] - lat) < 30 / 111_000 for row in near)
