"""Annotation JSON becomes geometry; whatever is wrong with it becomes a sentence."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.annotation import Label, Tag
from app.model.figure_json import MOST_PROBLEMS, annotation_from_json
from app.model.geometry import (
    Cuboid,
    Keypoint,
    Keypoints,
    Mask,
    MultiPolygon,
    OrientedBox,
    Point,
    Polygon,
    Polyline,
    Rectangle,
    UnknownGeometry,
)
from app.model.label_class import LabelClass

CLASSES = (
    LabelClass("car", "rectangle", "#FF0000"),
    LabelClass("pose", "graph", "#00FF00", nodes=(("a", "nose"), ("b", "ear")), edges=(("a", "b"),)),
    LabelClass("thing", "any", "#0000FF"),
)
VERTICES = {
    f"face{face}-{corner}": {"loc": [face, at]}
    for face in (1, 2)
    for at, corner in enumerate(("topleft", "topright", "bottomright", "bottomleft"))
}


def read(*objects: object, **rest: object):
    document = {"size": {"height": 60, "width": 100}, "tags": [], "objects": list(objects), **rest}
    return annotation_from_json(document, CLASSES)


@pytest.mark.parametrize(
    ("entry", "geometry"),
    [
        pytest.param(
            {"geometryType": "point", "points": {"exterior": [[8, 7]], "interior": []}}, Point((8, 7)), id="point"
        ),
        pytest.param(
            {"geometryType": "rectangle", "points": {"exterior": [[20, 30], [10, 5]], "interior": []}},
            Rectangle(10, 5, 20, 30),
            id="rectangle from any diagonal",
        ),
        pytest.param(
            {
                "geometryType": "polygon",
                "points": {"exterior": [[0, 0], [9, 0], [9, 9]], "interior": [[[1, 1], [2, 1], [2, 2]]]},
            },
            Polygon(((0, 0), (9, 0), (9, 9)), (((1, 1), (2, 1), (2, 2)),)),
            id="polygon with a hole",
        ),
        pytest.param(
            {"geometryType": "multipolygon", "parts": [{"exterior": [[0, 0], [1, 0], [1, 1]]}]},
            MultiPolygon((Polygon(((0, 0), (1, 0), (1, 1))),)),
            id="multipolygon without holes",
        ),
        pytest.param(
            {"geometryType": "line", "points": {"exterior": [[0, 0], [5, 5]], "interior": []}},
            Polyline(((0, 0), (5, 5))),
            id="line",
        ),
        pytest.param(
            {"geometryType": "bitmap", "bitmap": {"origin": [2.7, 3.9], "data": "x"}}, Mask((2, 3), "x"), id="bitmap"
        ),
        pytest.param(
            {"geometryType": "alpha_mask", "bitmap": {"origin": [2, 3], "data": "x"}},
            Mask((2, 3), "x", is_alpha=True),
            id="alpha mask",
        ),
        pytest.param(
            {"classTitle": "pose", "nodes": {"a": {"loc": [1, 2]}, "b": {"loc": [3, 4], "disabled": True}}},
            Keypoints((Keypoint("a", (1, 2)), Keypoint("b", (3, 4), is_hidden=True)), (("a", "b"),)),
            id="graph, its type told by its class",
        ),
        pytest.param(
            {"geometryType": "cuboid", "points": [[0, 0], [4, 0], [4, 4], [0, 4]], "faces": [[0, 1, 2, 3]]},
            Cuboid(((0, 0), (4, 0), (4, 4), (0, 4)), ((0, 1), (1, 2), (2, 3), (0, 3))),
            id="older cuboid",
        ),
        pytest.param(
            {"geometryType": "oriented_bbox", "points": [[1, 2], [5, 6]], "angle": 0.5},
            OrientedBox(1, 2, 5, 6, 0.5),
            id="oriented box",
        ),
        pytest.param({"geometryType": "hologram"}, UnknownGeometry("hologram"), id="unknown"),
    ],
)
def test_each_shape_is_read(entry, geometry):
    annotation = read({"classTitle": "car", "tags": [], **entry})

    assert annotation.labels[0].geometry == geometry
    assert annotation.problems == ()


def test_a_box_in_space_has_eight_corners_and_twelve_edges():
    label = read({"classTitle": "car", "geometryType": "cuboid_2d", "vertices": VERTICES}).labels[0]

    assert isinstance(label.geometry, Cuboid)
    assert label.geometry.corners[0] == (1, 0)
    assert label.geometry.corners[7] == (2, 3)
    assert len(set(label.geometry.edges)) == 12


def test_labels_carry_colour_key_and_tags():
    annotation = read(
        {
            "id": 5,
            "classTitle": "car",
            "geometryType": "point",
            "points": {"exterior": [[1, 1]], "interior": []},
            "tags": [{"name": "speed", "value": 0}, {"name": "seen", "value": None}, "bare"],
        },
        tags=[{"name": "weather", "value": "sunny"}],
    )

    assert annotation.labels == (
        Label("car", "#FF0000", Point((1, 1)), (Tag("speed", "0"), Tag("seen"), Tag("bare")), "5"),
    )
    assert annotation.tags == (Tag("weather", "sunny"),)
    assert (annotation.width, annotation.height) == (100, 60)


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        pytest.param({"geometryType": "polygon"}, "points is missing", id="no points"),
        pytest.param(
            {"geometryType": "rectangle", "points": {"exterior": [[1, 2]]}}, "1 points where 2", id="one corner"
        ),
        pytest.param({"geometryType": "line", "points": {"exterior": [[1, "x"], 5]}}, "pair of numbers", id="words"),
        pytest.param({"geometryType": "bitmap"}, "mask is missing", id="mask not asked for"),
        pytest.param({"geometryType": "graph", "nodes": {}}, "no nodes", id="no nodes"),
        pytest.param({"geometryType": "cuboid_2d", "vertices": {}}, "face1-topleft", id="no corner"),
        pytest.param(
            {"geometryType": "oriented_bbox", "points": [[1, 2], [3, 4]], "angle": "up"}, "angle", id="no angle"
        ),
    ],
)
def test_a_broken_shape_is_named_and_the_rest_stays(entry, word):
    """One bad object costs itself its shape, nobody else."""
    good = {"classTitle": "car", "geometryType": "point", "points": {"exterior": [[1, 1]]}}

    annotation = read({"classTitle": "car", **entry}, good)

    assert len(annotation.labels) == 2
    assert isinstance(annotation.labels[0].geometry, UnknownGeometry)
    assert annotation.labels[1].geometry == Point((1, 1))
    assert any(word in problem for problem in annotation.problems)


@pytest.mark.parametrize("document", [None, [], 5, {}, {"objects": 7, "tags": "x", "size": None}])
def test_any_document_gives_an_annotation(document):
    assert annotation_from_json(document).problems


def test_an_unknown_class_is_kept_and_named():
    annotation = read({"classTitle": "ghost", "geometryType": "hologram"})

    assert annotation.labels[0].class_name == "ghost"
    assert annotation.problems == ("Class “ghost” is not in the project.",)


def test_a_thousand_problems_are_told_in_twenty_lines():
    annotation = read(*range(1000))

    assert len(annotation.problems) == MOST_PROBLEMS
    assert annotation.problems[-1] == "… and 981 more."


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "points",
                    "exterior",
                    "interior",
                    "nodes",
                    "loc",
                    "bitmap",
                    "origin",
                    "data",
                    "parts",
                    "faces",
                    "angle",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
KINDS = [
    "point",
    "rectangle",
    "polygon",
    "multipolygon",
    "line",
    "bitmap",
    "alpha_mask",
    "graph",
    "cuboid",
    "cuboid_2d",
    "oriented_bbox",
]


@given(st.sampled_from(KINDS), JSON, JSON)
def test_nothing_in_a_document_raises(kind, inside, tags):
    entry = {**(inside if isinstance(inside, dict) else {"points": inside}), "geometryType": kind, "tags": tags}

    assert len(read(entry).labels) == 1


@pytest.mark.parametrize(
    "number", [math.nan, math.inf, 1e300, 10**400, -(10**10)], ids=["nan", "inf", "far", "no float", "below"]
)
@pytest.mark.parametrize(
    "entry",
    [
        pytest.param({"geometryType": "point", "points": {"exterior": [[1, "@"]]}}, id="point"),
        pytest.param({"geometryType": "bitmap", "bitmap": {"origin": ["@", 1], "data": "x"}}, id="origin"),
        pytest.param({"geometryType": "oriented_bbox", "points": [[1, 2], [3, 4]], "angle": "@"}, id="angle"),
        pytest.param({"geometryType": "graph", "nodes": {"a": {"loc": [0, "@"]}}}, id="node"),
    ],
)
def test_numbers_beyond_every_picture_are_no_numbers(entry, number):
    """They would not fit where they are drawn, and some do not even fit a float."""
    annotation = read({"classTitle": "car", **put(entry, number)})

    assert isinstance(annotation.labels[0].geometry, UnknownGeometry)
    assert annotation.problems[0].startswith("Object 1 (car): ")


def put(value: object, number: float):
    if isinstance(value, dict):
        return {key: put(inside, number) for key, inside in value.items()}
    if isinstance(value, list):
        return [put(inside, number) for inside in value]
    return number if value == "@" else value


@pytest.mark.parametrize("side", [math.nan, math.inf, 10**400, -5, "60", None, 0])
def test_a_size_that_is_none_is_unknown(side):
    assert read(size={"height": side, "width": 100}).height == 0


@pytest.mark.parametrize("value", [[1], {"a": 1}, 10**5000], ids=["list", "object", "endless"])
def test_a_value_that_is_not_one_is_named(value):
    annotation = read(tags=[{"name": "speed", "value": value}])

    assert annotation.tags == (Tag("speed"),)
    assert annotation.problems == ("Tag “speed” has a value that is not one.",)


def test_names_are_kept_and_shown_escaped():
    """Half a surrogate pair, a zero byte and letters that turn the line belong to the name, not into a sentence."""
    name = "a\ud800\0\u202e"

    annotation = read({"classTitle": name, "geometryType": "line"}, tags=[{"name": name, "value": name}])

    assert annotation.labels[0].class_name == name
    assert annotation.tags == (Tag(name, name),)
    assert annotation.problems[0] == r"Class “a\ud800\x00\u202e” is not in the project."
    assert all(problem.isprintable() for problem in annotation.problems)


@pytest.mark.parametrize(("value", "group"), [("pole 7", "pole 7"), (None, ""), (7, "")])
def test_labels_of_one_object_share_a_group(value, group):
    entry = {"classTitle": "a", "geometryType": "point", "points": {"exterior": [[1, 2]], "interior": []}}
    document = {"size": {"width": 9, "height": 9}, "objects": [entry | {"instance": value}]}

    assert annotation_from_json(document).labels[0].group == group
