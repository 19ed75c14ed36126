"""Sub-pixels become pixels exactly as the tables of the reference say; nothing else changes."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sources.supervisely.figures import AnnotationFile, to_pixels

W, H = 100, 60


def box(corners: list[list[float]], kind: str = "rectangle") -> object:
    points: object = {"exterior": corners, "interior": []} if kind == "rectangle" else corners
    entry = {"geometryType": kind, "points": points}
    to_pixels(entry, W, H)
    return entry["points"]["exterior"] if kind == "rectangle" else entry["points"]  # type: ignore[index,call-overload]


@pytest.mark.parametrize("kind", ["rectangle", "oriented_bbox"])
@pytest.mark.parametrize(
    ("corners", "pixels"),
    [
        ([[6.43, 5.43], [8.43, 7.43]], [[6, 5], [8, 7]]),
        ([[6.1, 5.2], [6.9, 5.8]], [[6, 5], [6, 5]]),
        ([[1.7, 1.69], [4.3, 4.29]], [[2, 1], [3, 3]]),
        ([[20, 30], [10, 5]], [[10, 5], [19, 29]]),
        ([[0, 0], [100, 60]], [[0, 0], [99, 59]]),
        ([[-3.2, -1], [120, 70]], [[-3, -1], [119, 69]]),
    ],
)
def test_boxes_are_rounded_to_the_pixels_they_cover(kind, corners, pixels):
    assert box(corners, kind) == pixels


@pytest.mark.parametrize(
    ("point", "pixel"),
    [
        ([0.9, 1.5], [0, 1]),
        ([100, 60], [99, 59]),
        ([99.99, 59.99], [99, 59]),
        ([101.2, -0.5], [101, -1]),
        ([3, 4, "kept"], [3, 4, "kept"]),
        (["x", 4], ["x", 4]),
        ([1], [1]),
    ],
)
def test_points_are_floored_and_the_far_edge_moves_in(point, pixel):
    holders = [
        {"geometryType": "polygon", "points": {"exterior": [point], "interior": [[point]]}},
        {"geometryType": "multipolygon", "parts": [{"exterior": [point], "interior": [[point]]}]},
        {"geometryType": "graph", "nodes": {"a": {"loc": point}}},
        {"geometryType": "cuboid", "points": [point]},
    ]
    holders = copy.deepcopy(holders)

    for holder in holders:
        to_pixels(holder, W, H)

    assert holders == [
        {"geometryType": "polygon", "points": {"exterior": [pixel], "interior": [[pixel]]}},
        {"geometryType": "multipolygon", "parts": [{"exterior": [pixel], "interior": [[pixel]]}]},
        {"geometryType": "graph", "nodes": {"a": {"loc": pixel}}},
        {"geometryType": "cuboid", "points": [pixel]},
    ]


def test_a_mask_has_no_far_edge():
    entry = {"geometryType": "bitmap", "bitmap": {"origin": [100.5, 60], "data": "x"}}

    to_pixels(entry, W, H)

    assert entry["bitmap"] == {"origin": [100, 60], "data": "x"}


def test_parts_without_holes_get_an_empty_list():
    entry = {"geometryType": "multipolygon", "parts": [{"exterior": [[1.5, 2.5]]}]}

    to_pixels(entry, None, None)

    assert entry["parts"] == [{"exterior": [[1, 2]], "interior": []}]


def test_corners_of_a_box_in_space_stay():
    vertices = {"face1-topleft": {"loc": [1.5, 2.5]}}
    entry = {"geometryType": "cuboid_2d", "vertices": copy.deepcopy(vertices)}

    to_pixels(entry, W, H)

    assert entry["vertices"] == vertices


@pytest.mark.parametrize(
    "entry",
    [
        {"geometryType": "rectangle"},
        {"geometryType": "rectangle", "points": {"exterior": [[1, 2]], "interior": []}},
        {"geometryType": "rectangle", "points": {"exterior": [[1, 2], "x"], "interior": []}},
        {"geometryType": "oriented_bbox", "points": None},
        {"geometryType": "polygon", "points": {"exterior": 5, "interior": 7}},
        {"geometryType": "multipolygon", "parts": [5]},
        {"geometryType": "graph", "nodes": [1]},
        {"geometryType": "hologram", "points": "x", "nodes": {"a": 1}},
        {},
    ],
)
def test_what_is_not_what_it_says_stays_as_it_came(entry):
    before = copy.deepcopy(entry)

    to_pixels(entry, W, H)

    assert entry == before


NUMBERS = st.floats(-1e6, 1e6, allow_nan=False) | st.integers(-1000, 1000)


@given(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS))
def test_a_box_keeps_its_order_and_is_made_of_whole_numbers(first, second):
    (left, top), (right, bottom) = box([list(first), list(second)])  # type: ignore[misc]

    assert left <= right
    assert top <= bottom
    assert all(isinstance(value, int) for value in (left, top, right, bottom))
    assert box([list(second), list(first)]) == [[left, top], [right, bottom]]


def file(**document: object) -> AnnotationFile:
    return AnnotationFile(json.dumps(document).encode())


def test_a_size_that_the_annotation_lacks_comes_from_the_listing():
    """In the place and the order in which readers expect it."""
    one = file(description="", size={"height": None, "width": None}, tags=[], objects=[])

    one.settle(100, 60)

    assert json.dumps(one.document["size"]) == '{"height": 60, "width": 100}'
    assert list(one.document) == ["description", "size", "tags", "objects"]


def test_a_size_that_the_annotation_has_stays():
    one = file(size={"width": 1, "height": 2}, tags=[], objects=[])

    one.settle(100, 60)

    assert one.document["size"] == {"width": 1, "height": 2}


def test_missing_lists_are_added():
    """Readers of the format need them."""
    assert file(size={}).document == {"size": {}, "tags": [], "objects": []}


def test_only_alpha_masks_without_pixels_are_asked_for():
    one = file(
        objects=[
            {"id": 1, "geometryType": "alpha_mask"},
            {"id": "2", "geometryType": "alpha_mask", "bitmap": None},
            {"id": 3, "geometryType": "alpha_mask", "bitmap": {"origin": [0, 0], "data": ""}},
            {"id": 4, "geometryType": "bitmap"},
            "x",
        ]
    )

    one.insert_masks({1: {"data": "a"}, 2: {"data": "b"}, 4: {"data": "c"}})

    assert [e.get("bitmap") for e in one.document["objects"][:4]] == [  # type: ignore[index]
        {"data": "a"},
        {"data": "b"},
        {"origin": [0, 0], "data": ""},
        None,
    ]


@pytest.mark.parametrize("body", [b"[]", b"5", b"null", b"{", b"", b"NaN", b'{"a":1e999}', b"[" * 100_000])
def test_what_is_no_annotation_is_a_value_error(body):
    with pytest.raises(ValueError, match=r"\w"):
        AnnotationFile(body)
