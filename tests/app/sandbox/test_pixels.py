"""Coordinates there and back, by the tables of the reference."""

from math import inf

import pytest

from app.sandbox.pixels import to_pixels, to_service


def box(corners):
    return {"geometryType": "rectangle", "points": {"exterior": corners, "interior": []}}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([[6.43, 5.43], [8.43, 7.43]], [[6, 5], [8, 7]]), ([[6.1, 5.2], [6.9, 5.8]], [[6, 5], [6, 5]]),
        ([[1.7, 1.69], [4.3, 4.29]], [[2, 1], [3, 3]]), ([[20, 30], [10, 5]], [[10, 5], [19, 29]]),
        ([[0, 0], [100, 60]], [[0, 0], [99, 59]]), ([[-3.2, -1], [120, 70]], [[-3, -1], [119, 69]]),
    ],
)  # fmt: skip
def test_rectangles_follow_the_table(given, expected):
    assert to_pixels(box(given), 100, 60)["points"]["exterior"] == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [([0.9, 1.5], [0, 1]), ([100, 60], [99, 59]), ([99.99, 59.99], [99, 59]), ([101.2, -0.5], [101, -1])],
)
def test_points_follow_the_table(given, expected):
    point = {"geometryType": "point", "points": {"exterior": [given], "interior": []}}

    assert to_pixels(point, 100, 60)["points"]["exterior"] == [expected]


@pytest.mark.parametrize(
    "entry",
    [
        box([[3, 2], [22, 11]]),
        {
            "geometryType": "polygon",
            "points": {"exterior": [[0, 0], [9, 0], [9, 9]], "interior": [[[1, 1], [2, 1], [2, 2]]]},
        },
        {"geometryType": "multipolygon", "parts": [{"exterior": [[0, 0], [9, 0], [9, 9]], "interior": []}]},
        {"geometryType": "graph", "nodes": {"a": {"loc": [5, 6], "disabled": True}}},
        {"geometryType": "oriented_bbox", "points": [[3, 2], [22, 11]], "angle": 0.5},
        {"geometryType": "cuboid_2d", "vertices": {"face1-topleft": {"loc": [1.5, 2.25]}}},
        {"geometryType": "cuboid", "points": [[1, 2], [3, 4]], "faces": [[0, 1]]},
        {"geometryType": "bitmap", "bitmap": {"origin": [4, 5], "data": "x"}},
    ],
    ids=lambda entry: entry["geometryType"],
)
def test_what_is_served_comes_back_as_the_file_has_it(entry):
    served = to_service(entry, entry["geometryType"])

    assert to_pixels(served, inf, inf) == entry
