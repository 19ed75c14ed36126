"""The file beside a picture holds what is known, exactly, and nothing that is not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.harvest_record import HarvestRecord, iso_time, record_from_json, record_to_json

RECORD = HarvestRecord(
    id="1234567890123456",
    name="mly_1234567890123456.jpg",
    file="Lyon/img/mly_1234567890123456.jpg",
    region="Lyon",
    captured_at_ms=1_700_000_000_123,
    lon=4.8,
    lat=45.75,
    compass_angle=0.0,
    is_pano=False,
    labels={"object--bench": 2},
    extra={"atomic_scale": 0.98},
)


def test_a_record_comes_back_as_it_was():
    assert record_from_json(record_to_json(RECORD)) == RECORD


def test_the_file_says_the_time_in_words_too():
    written = json.loads(record_to_json(RECORD))

    assert written["captured_at"] == "2023-11-14T22:13:20.123+00:00"


def test_what_is_unknown_is_left_out_and_zero_is_known():
    written = json.loads(record_to_json(RECORD))

    assert "computed_lon" not in written
    assert "make" not in written
    assert written["compass_angle"] == 0.0
    assert written["is_pano"] is False


def test_ids_stay_text():
    assert json.loads(record_to_json(RECORD))["id"] == "1234567890123456"


def test_keys_of_a_later_version_are_passed_over():
    assert record_from_json(b'{"id":"1","name":"a.jpg","file":"a.jpg","tomorrow":1}').id == "1"


@pytest.mark.parametrize(
    "text", [b"", b"[]", b'{"id":1}', b'{"id":"1"}', b"\xff", b'{"id":"1","name":"a","file":"b","lon":"x"}']
)
def test_other_files_are_refused(text):
    with pytest.raises(ValueError, match="no record"):
        record_from_json(text)


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (1_700_000_000_000, "2023-11-14T22:13:20.000+00:00"),
        (1, "1970-01-01T00:00:00.001+00:00"),
        (-1, "1969-12-31T23:59:59.999+00:00"),
        (4_102_444_800_000, "2100-01-01T00:00:00.000+00:00"),
        (0, ""),
        (None, ""),
        (10**18, ""),
    ],
    ids=["whole second", "first", "before 1970", "future", "bad clock", "unknown", "no calendar"],
)
def test_times_are_utc_with_milliseconds(ms, text):
    assert iso_time(ms) == text


def test_the_page_is_the_picture_at_its_service():
    assert RECORD.page == "https://www.mapillary.com/app/?pKey=1234567890123456&focus=photo"


@given(
    st.builds(
        HarvestRecord,
        id=st.text(st.characters(categories=["N"]), min_size=1),
        name=st.text(),
        file=st.text(),
        captured_at_ms=st.none() | st.integers(-(2**53), 2**53),
        lon=st.none() | st.floats(-180, 180),
        is_pano=st.none() | st.booleans(),
        creator=st.text(),
        labels=st.dictionaries(st.text(min_size=1), st.integers(0, 99), max_size=3),
    )
)
def test_any_record_comes_back_as_it_was(record):
    if record.name and record.file:
        assert record_from_json(record_to_json(record)) == record
