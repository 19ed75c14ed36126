"""Answers are read leniently: one odd field costs nothing but itself."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.call import Answer
from app.model.failure import FailedError, FailureKind
from app.sources.mapillary.wire import cursor_of, document_of, entity_of, place, rows_of, text, truth, whole

FULL = {
    "id": "1234567890123456",
    "altitude": 41.2,
    "captured_at": 1700000000123,
    "compass_angle": 0.0,
    "computed_geometry": {"type": "Point", "coordinates": [139.69902, 35.65801]},
    "creator": {"username": "walker_one", "id": "101234567890123"},
    "geometry": {"type": "Point", "coordinates": [139.699016, 35.658007]},
    "height": 3024,
    "width": 4032.0,
    "is_pano": False,
    "make": " Acme ",
    "merge_cc": 4.512345678901e18,
    "mesh": {"id": "900000000000001", "url": "https://cdn.test/m?oe=67A1B2C3"},
    "thumb_1024_url": "https://cdn.test/a?oe=67A1B2C3",
    "detections": {"data": [{"id": "5"}]},
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def test_a_full_answer_is_read():
    """Traps 25, 26, 31 and 32 of the reference."""
    entity = entity_of(FULL)

    assert entity.geometry == (139.699016, 35.658007)
    assert entity.compass_angle == 0.0
    assert (entity.width, entity.height, entity.make) == (4032, 3024, "Acme")
    assert (entity.creator, entity.creator_id) == ("walker_one", "101234567890123")
    assert entity.extra["merge_cc"] == 4.512345678901e18
    assert entity.extra["mesh"] == {"id": "900000000000001"}
    assert entity.has_more_detections
    assert entity.quality_score is None


def test_what_is_left_out_is_unknown():
    entity = entity_of({"id": "1"})

    assert (entity.geometry, entity.is_pano, entity.altitude, entity.detections) == (None, None, None, None)
    assert entity.unusable == ()


@pytest.mark.parametrize(
    "coordinates",
    [[200, 10], [10, 95], [float("nan"), 1], ["1", "2"], [1], None],
    ids=["lon", "lat", "nan", "texts", "one", "null"],
)
def test_a_place_that_is_none_is_named_as_unusable(coordinates):
    """Trap 1 of the reference: what is beyond the earth is not used; the record says so."""
    entity = entity_of({"id": "1", "geometry": {"type": "Point", "coordinates": coordinates}})

    assert entity.geometry is None
    assert entity.unusable == ("geometry",)


def test_zero_zero_is_a_place():
    """Trap 26 of the reference."""
    assert place({"coordinates": [0, 0]}) == (0.0, 0.0)


@given(st.dictionaries(st.sampled_from([*FULL, "quality_score", "sequence", "organization"]), ANYTHING))
def test_no_answer_is_odd_enough_to_stop_us(row):
    entity = entity_of(row)

    assert entity.geometry is None or abs(entity.geometry[1]) <= 90
    json.dumps(entity.extra, default=str)


@pytest.mark.parametrize(("value", "expected"), [(5, "5"), (" a ", "a"), (None, ""), (True, ""), (1.5, ""), ([], "")])
def test_ids_are_text_whatever_they_came_as(value, expected):
    assert text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0, 0), (5.0, 5), (5.5, None), ("5", None), (True, None), (2**63, None)]
)
def test_whole_numbers_are_whole(value, expected):
    assert whole(value) == expected


@pytest.mark.parametrize(("value", "expected"), [(True, True), (0, False), (1, True), (2, None), ("yes", None)])
def test_a_truth_is_yes_no_or_unknown(value, expected):
    """Trap 24 of the reference."""
    assert truth(value) is expected


PAGES = {
    "cursor": ({"cursors": {"after": "b"}, "next": "https://graph.test/x"}, "b"),
    "last page": ({"cursors": {"after": "b"}}, ""),
    "cursor in the address only": ({"next": "https://elsewhere.test/x?access_token=t&after=c%3D"}, "c="),
    "no paging": (None, ""),
    "nonsense": ([1], ""),
}


@pytest.mark.parametrize(("paging", "expected"), PAGES.values(), ids=PAGES.keys())
def test_only_the_cursor_of_a_next_page_is_believed(paging, expected):
    """Trap 41 of the reference: its address may lead elsewhere and carry a token."""
    assert cursor_of({"data": [], "paging": paging}) == expected


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"<html>", b'"x"', b"\xff"], ids=["empty", "list", "page", "text", "byte"]
)
def test_an_answer_that_is_no_object_is_a_fault_of_the_data(body):
    with pytest.raises(FailedError) as caught:
        document_of(Answer(200, {}, body), "entity")

    failed = caught.value.failure
    assert failed.kind is FailureKind.DATA


def test_a_list_without_data_is_a_fault_of_the_data():
    assert list(rows_of({"data": [{"id": "1"}, 5, None]})) == [{"id": "1"}]
    with pytest.raises(FailedError):
        list(rows_of({"id": "1"}))


def test_a_next_page_without_a_readable_cursor_is_no_last_page():
    """A list that ends too early would be called whole."""
    with pytest.raises(FailedError):
        cursor_of({"data": [], "paging": {"next": "http://[x"}})
