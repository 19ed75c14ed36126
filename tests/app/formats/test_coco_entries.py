"""Tests of app.formats.coco_entries."""

import json

import pytest

from app.formats.coco_entries import annotation_entry, attributes, category, flat, frame, image_entry, number
from app.formats.coco_shapes import CocoShape
from app.model.annotation import Tag
from app.model.geometry import Rectangle
from app.model.label_class import LabelClass, TagMeta
from tests.fakes.zoo import image, label, plan

TAGS = {
    tag.name: tag
    for tag in (
        TagMeta("speed", "any_number", ""),
        TagMeta("words", "any_string", ""),
        TagMeta("night", "none", ""),
    )
}
SHAPE = CocoShape((1, 2.5, 3, 4), 12.0, (((1, 2.5), (4, 2.5), (4, 6.5)),))


def test_a_frame_is_json_around_the_lists():
    made = frame(plan())

    document = json.loads(made.head + made.empty + made.middle + made.empty + made.tail)
    assert list(document) == ["info", "licenses", "categories", "images", "annotations"]
    assert document["info"]["contributor"] == "Windrow"
    assert [one["id"] for one in document["categories"]] == list(range(1, len(document["categories"]) + 1))


@pytest.mark.parametrize(
    ("known", "more"),
    [
        (LabelClass("car", "rectangle", ""), {}),
        (LabelClass("dot", "point", ""), {"keypoints": ["point"], "skeleton": []}),
        (
            LabelClass("man", "graph", "", nodes=(("a", "nose"), ("b", "")), edges=(("a", "b"), ("b", "gone"))),
            {"keypoints": ["nose", "b"], "skeleton": [[1, 2]]},
        ),
    ],
    ids=["plain", "points", "template"],
)
def test_a_category_has_key_points_where_its_class_has(known, more):
    name = known.name

    assert category(7, known) == {"id": 7, "name": name, "supercategory": name, **more}


def test_an_image_is_named_as_in_the_export_and_as_in_the_project():
    entry = json.loads(image_entry(image(4, "x.png", key="77", tags=(Tag("night"),)), TAGS))

    assert entry == {
        "id": 5, "file_name": "a_x.png", "width": 100, "height": 60, "dataset": "a", "name": "x.png",
        "source_id": "77", "attributes": {"night": True},
    }  # fmt: skip
    assert "source_id" not in json.loads(image_entry(image(4, "x.png"), TAGS))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ((Tag("night"),), {"night": True}),
        ((Tag("speed", "12"), Tag("words", "12")), {"speed": 12, "words": "12"}),
        ((Tag("speed", "12.5"),), {"speed": 12.5}),
        ((Tag("speed", "fast"),), {"speed": "fast"}),
        ((Tag("speed", "NaN"),), {"speed": "NaN"}),
        ((Tag("words", ""),), {"words": ""}),
        ((Tag("who"),), {"who": True}),
        ((Tag("words", "a"), Tag("words", "b")), {"words": ["a", "b"]}),
        ((Tag("lone \ud800", "x"),), {"lone �": "x"}),
    ],
    ids=[
        "no value",
        "number or text",
        "fraction",
        "no number",
        "not a number",
        "empty",
        "unknown",
        "twice",
        "surrogate",
    ],
)
def test_tags_become_attributes(tags, expected):
    assert attributes(tags, TAGS) == expected
    json.dumps(attributes(tags, TAGS), allow_nan=False)


def test_an_annotation_says_all_but_its_id():
    made = label(Rectangle(1, 2, 3, 4), tags=(Tag("night"),), group="g\ud800")

    entry = json.loads(b"{" + annotation_entry(image(0, "x.png"), made, SHAPE, 3, TAGS))

    assert entry == {
        "image_id": 1, "category_id": 3, "bbox": [1, 2.5, 3, 4], "area": 12, "segmentation": [[1, 2.5, 4, 2.5, 4, 6.5]],
        "iscrowd": 0, "attributes": {"night": True}, "group": "g�",
    }  # fmt: skip


def test_a_mask_is_written_with_the_size_of_its_picture():
    entry = json.loads(
        b"{"
        + annotation_entry(image(0, "x"), label(Rectangle(1, 2, 3, 4)), CocoShape((0, 0, 1, 1), 1, counts="01"), 1, {})
    )

    assert entry["segmentation"] == {"size": [60, 100], "counts": "01"}


def test_key_points_that_are_seen_or_hidden_are_counted():
    shape = CocoShape((0, 0, 5, 5), 25, keypoints=(1, 1, 2, 0, 0, 0, 3, 3, 1))

    entry = json.loads(b"{" + annotation_entry(image(0, "x"), label(Rectangle(1, 2, 3, 4)), shape, 1, {}))

    assert (entry["keypoints"], entry["num_keypoints"]) == ([1, 1, 2, 0, 0, 0, 3, 3, 1], 2)


def test_whole_numbers_have_no_point():
    assert [repr(number(value)) for value in (3.0, 3, 3.5, -2.0)] == ["3", "3", "3.5", "-2"]
    assert flat(((1.0, 2.0), (3.5, 4))) == [1, 2, 3.5, 4]
