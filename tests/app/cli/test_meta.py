"""A project page as text and as JSON."""

from app.cli.meta import page_json, page_lines
from app.model.label_class import LabelClass, TagMeta
from app.model.tree import NodeKind, ProjectPage, TreeNode

PAGE = ProjectPage(
    TreeNode(NodeKind.PROJECT, 7, 1, None, "Town", "images", 240, 1_000, "2024-01-01"),
    "Streets.",
    (),
    (
        LabelClass("car", "polygon", "#FF0000", "31"),
        LabelClass("person", "graph", "#00FF00", "", "", (("a", "head"),), (("a", "b"),)),
    ),
    (TagMeta("weather", "oneof_string", "#0000FF", ("sun", "rain"), "imagesOnly", "41"),),
    (("multiView", "false"),),
)


def test_people_see_classes_shapes_colours_tags_and_settings():
    assert page_lines(PAGE) == [
        "Town  [project 7]",
        "Streets.",
        "",
        "2 classes",
        "  car     #FF0000  polygon",
        "  person  #00FF00  graph",
        "",
        "1 tag",
        "  weather  #0000FF  oneof_string  sun, rain",
        "",
        "Settings",
        "  multiView: false",
    ]


def test_scripts_get_our_own_field_names():
    page = page_json(PAGE)

    assert page["project"]["items_count"] == 240
    assert page["classes"][0] == {
        "id": 31,
        "name": "car",
        "shape": "polygon",
        "color": "#FF0000",
        "description": "",
        "nodes": [],
        "edges": [],
    }
    assert page["classes"][1]["edges"] == [["a", "b"]]
    assert page["tags"][0]["values"] == ["sun", "rain"]
    assert page["settings"] == {"multiView": "false"}
