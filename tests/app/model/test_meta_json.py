"""Classes and tags of a project, from whatever a meta holds."""

import pytest

from app.model.label_class import LabelClass, TagMeta
from app.model.meta_json import hex_color, meta_from_json


def test_classes_and_tags_are_read():
    meta = meta_from_json(
        {
            "classes": [{"id": 3, "title": "kiwi", "shape": "bitmap", "color": "#ff00aa", "description": "fruit"}],
            "tags": [
                {"id": 4, "name": "side", "value_type": "oneof_string", "color": "#040404", "values": ["l", "r"]},
                {"name": "plain", "value_type": "none", "applicable_type": "imagesOnly"},
                "bare",
            ],
            "projectType": "images",
        }
    )

    assert meta.classes == (LabelClass("kiwi", "bitmap", "#FF00AA", "3", "fruit"),)
    assert meta.tags == (
        TagMeta("side", "oneof_string", "#040404", ("l", "r"), "all", "4"),
        TagMeta("plain", "none", "#FF00FF", (), "imagesOnly"),
        TagMeta("bare", "none", "#FF00FF"),
    )
    assert meta.project_type == "images"


def test_keypoint_templates_give_nodes_and_edges():
    template = {"nodes": {"u1": {"label": "nose", "loc": [1, 2]}, "u2": {}}, "edges": [{"src": "u1", "dst": "u2"}, 5]}

    meta = meta_from_json({"classes": [{"title": "pose", "shape": "graph", "geometry_config": template}]})

    assert meta.classes[0].nodes == (("u1", "nose"), ("u2", ""))
    assert meta.classes[0].edges == (("u1", "u2"),)


def test_legacy_tags_are_read():
    """Before tags were one list, images and objects had a list each."""
    meta = meta_from_json({"classes": [], "tags_images": [{"name": "a"}], "tags_objects": [{"name": "b"}]})

    assert [(tag.name, tag.applicable_to) for tag in meta.tags] == [("a", "imagesOnly"), ("b", "objectsOnly")]


@pytest.mark.parametrize("document", [None, 3, [], {}, {"classes": "x"}, {"classes": [{}], "tags": [{}]}])
def test_damaged_metas_are_read_as_far_as_they_go(document):
    assert meta_from_json(document).problems


@pytest.mark.parametrize(
    ("value", "color"),
    [("#00ff00", "#00FF00"), ("red", None), ("#0f0", None), ("#00ff00aa", None), (7, None), (None, None)],
)
def test_only_full_hex_colours_are_colours(value, color):
    assert hex_color(value) == color


def test_values_that_are_no_text_do_not_stop_the_meta():
    """A number without end and a list where a word is needed."""
    meta = meta_from_json(
        {"classes": [{"title": "a", "id": 10**5000, "shape": ["x"]}], "tags": [{"name": "t", "values": [1, [2], None]}]}
    )

    assert meta.classes == (LabelClass("a", "any", "#FF00FF"),)
    assert meta.tags[0].values == ("1", "", "")
