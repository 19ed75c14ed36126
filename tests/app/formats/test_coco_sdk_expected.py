"""Tests of app.formats.coco_sdk_expected: what it works out is what the writer makes, in another way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats.coco_sdk_expected import expected_entries
from app.formats.coco_sdk_objects import SdkObjects
from app.model.geometry import Keypoints, Polygon, Rectangle
from tests.fakes.zoo import CLASSES, bound, geometries, image, label, skeletons, zoo

KNOWN = {known.name: known for known in CLASSES}
SHAPES = {**geometries(), **skeletons()}


def both(one):
    written = [{**made.before, **made.after} for made in SdkObjects(one, KNOWN).objects]
    return written, list(expected_entries(one, KNOWN))


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_is_worked_out_twice(name):
    geometry = SHAPES[name]
    written, expected = both(
        image(0, "x.png", [label(geometry, "skeleton" if isinstance(geometry, Keypoints) else "thing")])
    )

    assert written == expected


def test_bound_labels_are_worked_out_twice():
    written, expected = both(image(0, "x.png", bound()))

    assert written == expected
    assert len(expected) > 3


@pytest.mark.slow
def test_the_whole_zoo_is_worked_out_twice():
    for one in zoo(100):
        written, expected = both(one)
        assert written == expected, one.name


corner = st.integers(-20, 120)
boxes = st.tuples(corner, corner, st.integers(0, 50), st.integers(0, 50)).map(
    lambda box: Rectangle(box[0], box[1], box[0] + box[2], box[1] + box[3])
)
triangles = st.lists(st.tuples(corner, corner), min_size=3, max_size=3, unique=True).map(
    lambda ring: Polygon(tuple(ring))
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.one_of(boxes, triangles), st.sampled_from(["", "g", "h"])), max_size=6))
def test_any_boxes_and_triangles_are_worked_out_twice(given_shapes):
    written, expected = both(image(0, "x.png", [label(shape, group=group) for shape, group in given_shapes]))

    assert written == expected
