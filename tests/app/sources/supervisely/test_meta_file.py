"""meta.json is what the official SDK writes: keys in order, defaults filled in, readable in any case."""

import json

import pytest

from app.sources.supervisely.meta_file import meta_document

NO_SETTINGS = {"multiView": {"enabled": False, "tagName": None, "tagId": None, "isSynced": False}}


def written(entry: object, kind: str = "tags") -> str:
    classes = [{"title": "c", "shape": "rectangle", "color": "#ff0000"}]
    meta = {"classes": classes, "tags": [], kind: [entry]}
    return json.dumps(meta_document(meta, {})[kind][0])  # type: ignore[index]


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (
            {"color": "#ff0000", "shape": "rectangle", "title": "a", "id": 5, "secret": 1},
            '{"title": "a", "description": "", "shape": "rectangle", "color": "#FF0000", "geometry_config": {}, '
            '"id": 5, "hotkey": ""}',
        ),
        (
            {"title": "a", "shape": "weird", "color": "#ff0000", "geometry_config": {"x": 1}, "hotkey": None},
            '{"title": "a", "description": "", "shape": "weird", "color": "#FF0000", "geometry_config": {"x": 1}, '
            '"hotkey": ""}',
        ),
        (
            {
                "title": "a",
                "shape": "graph",
                "color": "#ff0000",
                "geometry_config": {
                    "nodes": {"n": {"label": "x", "loc": [1, 2], "color": "#0000ff"}, "m": {"loc": [1, 2]}},
                    "edges": [{"src": "n", "dst": "m", "color": "#00ff00"}],
                },
            },
            '{"title": "a", "description": "", "shape": "graph", "color": "#FF0000", "geometry_config": {"nodes": '
            '{"n": {"label": "x", "loc": [1, 2], "color": "#0000FF"}, "m": {"loc": [1, 2]}}, "edges": [{"src": "n", '
            '"dst": "m", "color": "#00FF00"}]}, "hotkey": ""}',
        ),
        (
            {"title": "a", "shape": "cuboid_2d", "color": "#ff0000", "geometry_config": {"nodes": {}}},
            '{"title": "a", "description": "", "shape": "cuboid_2d", "color": "#FF0000", "geometry_config": {}, '
            '"hotkey": ""}',
        ),
    ],
    ids=["order and defaults", "unknown shape", "keypoints", "box in space"],
)
def test_classes(entry, text):
    assert written(entry, "classes") == text


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (
            {"name": "t", "value_type": "any_string", "color": "#0000ff", "id": 3},
            '{"name": "t", "value_type": "any_string", "color": "#0000FF", "id": 3, "hotkey": "", '
            '"applicable_type": "all", "classes": [], "target_type": "all"}',
        ),
        (
            {
                "name": "t",
                "value_type": "oneof_string",
                "values": ["a"],
                "color": "#010203",
                "applicable_type": "objectsOnly",
                "classes": ["c"],
                "default": True,
                "default_value": "a",
                "frame_range_min_length": 0,
                "frame_range_max_length": 9,
            },
            '{"name": "t", "value_type": "oneof_string", "color": "#010203", "values": ["a"], "hotkey": "", '
            '"applicable_type": "objectsOnly", "classes": ["c"], "target_type": "all", "frame_range_max_length": 9, '
            '"default": true, "default_value": "a"}',
        ),
        (
            {"name": "t", "value_type": "none", "color": "#010203", "default": True},
            '{"name": "t", "value_type": "none", "color": "#010203", "hotkey": "", "applicable_type": "all", '
            '"classes": [], "target_type": "all"}',
        ),
    ],
    ids=["order and defaults", "everything", "a default that fits no class"],
)
def test_tags(entry, text):
    assert written(entry) == text


@pytest.mark.parametrize(
    ("kind", "value", "is_kept"),
    [
        ("any_number", 3, True),
        ("any_number", "three", False),
        ("any_number", True, False),
        ("any_string", "x", True),
        ("any_string", 3, False),
        ("oneof_string", "a", True),
        ("oneof_string", "z", False),
        ("date", "2020-01-01", False),
        ("none", "x", False),
        ("none", None, True),
    ],
)
def test_a_default_value_stays_when_it_fits(kind, value, is_kept):
    entry = {"name": "t", "value_type": kind, "values": ["a"], "default": False, "default_value": value}

    tag = json.loads(written(entry))

    assert tag["default"] is False
    assert ("default_value" in tag) is is_kept


def test_a_colour_that_is_none_is_always_the_same():
    """Two runs of one project must not differ."""
    assert written({"title": "a", "color": "red"}, "classes") == written({"title": "a", "color": None}, "classes")
    assert json.loads(written("bare"))["color"].startswith("#")


def test_settings_of_the_project_are_added():
    settings = {
        "groupImages": True,
        "groupImagesByTagId": 77,
        "groupImagesSync": True,
        "labelingInterface": "multi_view",
        "secret": 1,
    }

    document = meta_document({"classes": [], "tags": [{"id": 77, "name": "group"}], "projectType": "images"}, settings)

    assert list(document) == ["classes", "tags", "projectType", "projectSettings"]
    assert document["projectSettings"] == {
        "multiView": {"enabled": True, "tagName": "group", "tagId": 77, "isSynced": True},
        "labelingInterface": "multi_view",
    }


@pytest.mark.parametrize("settings", [None, [], {"labelingInterface": "of tomorrow", "groupImages": "yes"}])
def test_settings_that_would_make_the_file_unreadable_are_left_out(settings):
    assert meta_document({"classes": []}, settings)["projectSettings"] == NO_SETTINGS


def test_legacy_tags_become_one_list():
    document = meta_document({"tags_images": [{"name": "a"}], "tags_objects": [{"name": "b"}]}, {})

    assert [tag["name"] for tag in document["tags"]] == ["a", "b"]  # type: ignore[attr-defined]
