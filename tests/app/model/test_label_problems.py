"""Every damage of a label is told once, with numbers, and nothing sound is complained about."""

import zlib
from base64 import b64decode, b64encode

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.annotation import Annotation, Label
from app.model.figure_json import annotation_from_json
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
from app.model.label_problems import label_problems
from app.model.mask import encode_mask
from app.model.problem import PROBLEMS, Problem, ProblemKind

W, H = 100, 60
TRIANGLE = ((1, 1), (9, 1), (9, 9))
BLOT = encode_mask(np.ones((5, 5), np.uint8), (98, -2))


def problems_of(*shapes, names=("car",), class_name="car", **options) -> tuple[Problem, ...]:
    labels = tuple(Label(class_name, "#FF0000", shape) for shape in shapes)
    return label_problems(Annotation(W, H, labels), W, H, names, **options)


def emptied(mask: Mask) -> Mask:
    """Return a mask of the same size without pixels."""
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(zlib.decompress(b64decode(mask.data)))) as image:
        body = BytesIO()
        Image.new("1", image.size).save(body, "PNG")
    return Mask((0, 0), b64encode(zlib.compress(body.getvalue())).decode())


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(Rectangle(0, 0, 99, 59), id="box of the whole picture"),
        pytest.param(Polygon(TRIANGLE), id="polygon"),
        pytest.param(MultiPolygon((Polygon(TRIANGLE),)), id="multipolygon"),
        pytest.param(Polyline(((0, 0), (5, 5), (0, 0))), id="line there and back"),
        pytest.param(Point((99, 59)), id="point"),
        pytest.param(encode_mask(np.ones((1, 1), np.uint8)), id="mask of one pixel"),
        pytest.param(Keypoints((Keypoint("a", (5, 5)),)), id="keypoints"),
        pytest.param(Cuboid(TRIANGLE, ()), id="cuboid"),
        pytest.param(OrientedBox(20, 20, 40, 30, 1.0), id="turned box"),
        pytest.param(UnknownGeometry("multichannelBitmap"), id="kind that is new to us"),
    ],
)
def test_a_sound_shape_has_no_problem(shape):
    assert problems_of(shape) == ()


@pytest.mark.parametrize(
    ("shape", "kind", "sentence"),
    [
        pytest.param(Rectangle(50, 5, 111, 20), "outside", "The box reaches 12 px beyond the right edge.", id="box"),
        pytest.param(
            Rectangle(-3, -1234, 9, 9), "outside",
            "The box reaches 3 px beyond the left edge and 1,234 px beyond the top edge.", id="box, two edges",
        ),
        pytest.param(
            Rectangle(-1, -2, 9, 62), "outside",
            "The box reaches 1 px beyond the left edge, 2 px beyond the top edge and 3 px beyond the bottom edge.",
            id="box, three edges",
        ),
        pytest.param(Rectangle(100, 0, 110, 5), "outside", "The box lies wholly outside the picture.", id="box beside"),
        pytest.param(
            Rectangle(5.5, 0, 100.2, 5), "outside", "The box reaches 1 px beyond the right edge.", id="between pixels"
        ),
        pytest.param(
            Polygon(((1, 1), (9, 1), (9, 10**300))), "outside",
            "The polygon reaches more than a billion px beyond the bottom edge.", id="number without measure",
        ),
        pytest.param(
            MultiPolygon((Polygon(TRIANGLE), Polygon(((-1, 0), (5, 0), (5, 5))))), "outside",
            "The shape reaches 1 px beyond the left edge.", id="part of a multipolygon",
        ),
        pytest.param(
            Polyline(((0, 0), (0, 60))), "outside", "The line reaches 1 px beyond the bottom edge.", id="line"
        ),
        pytest.param(Point((5, -1)), "outside", "The point lies wholly outside the picture.", id="point"),
        pytest.param(
            Keypoints((Keypoint("a", (5, 5)), Keypoint("b", (5, -4), is_hidden=True))), "outside",
            "The skeleton reaches 4 px beyond the top edge.", id="hidden node",
        ),
        pytest.param(
            Cuboid((*TRIANGLE, (104, 5)), ()), "outside", "The cuboid reaches 5 px beyond the right edge.", id="cuboid"
        ),
        pytest.param(
            OrientedBox(0, 0, 20, 10, 0.5), "outside",
            "The box reaches 2 px beyond the left edge and 5 px beyond the top edge.", id="turned box",
        ),
        pytest.param(
            BLOT, "outside", "The mask reaches 2 px beyond the top edge and 3 px beyond the right edge.", id="mask"
        ),
        pytest.param(
            Rectangle(5, 1, 5, 9), "zero-area", "The box has no width: both corners lie at x = 5.", id="no width"
        ),
        pytest.param(
            Rectangle(5, 1.5, 9, 1.5), "zero-area", "The box has no height: both corners lie at y = 1.5.",
            id="no height",
        ),
        pytest.param(Rectangle(5, 1, 5, 1), "zero-area", "The box is a single pixel at 5, 1.", id="one pixel"),
        pytest.param(
            OrientedBox(15, 15, 15, 19, 1.0), "zero-area", "The box has no width: both corners lie at x = 15.",
            id="turned box without width",
        ),
        pytest.param(
            Polygon(((1, 1), (5, 5), (9, 9))), "zero-area", "The polygon has 3 points, but its area is 0 px.",
            id="polygon as a line",
        ),
        pytest.param(
            Polygon(TRIANGLE, (TRIANGLE,)), "zero-area", "The polygon has 3 points, but its area is 0 px.",
            id="polygon that is all hole",
        ),
        pytest.param(
            MultiPolygon((Polygon(((1, 1),) * 3), Polygon(((2, 2),) * 4))), "zero-area",
            "The shape has 7 points, but its area is 0 px.", id="multipolygon without area",
        ),
        pytest.param(
            Polyline(((5, 6), (5, 6))), "zero-area", "All 2 points of the line lie at 5, 6.", id="line as a point"
        ),
        pytest.param(
            Polygon(((1, 1), (2, 2))), "few-points", "The polygon has 2 points where three are needed.", id="two points"
        ),
        pytest.param(Polygon(()), "few-points", "The polygon has no points where three are needed.", id="no points"),
        pytest.param(
            MultiPolygon((Polygon(TRIANGLE), Polygon(((1, 1),)))), "few-points",
            "The shape has one point in one of its parts where three are needed.", id="part of one point",
        ),
        pytest.param(MultiPolygon(()), "few-points", "The shape has no points where three are needed.", id="no parts"),
        pytest.param(
            Polyline(((1, 1),)), "few-points", "The line has one point where two are needed.", id="line of one point"
        ),
        pytest.param(Mask((0, 0), "%%%"), "bad-mask", "The mask is not base64.", id="mask that is none"),
        pytest.param(
            encode_mask(np.ones((61, 100), np.uint8), (0, -1)), "bad-mask",
            "The mask has 100 × 61 pixels, more than its image can hold.", id="mask larger than its picture",
        ),
        pytest.param(emptied(BLOT), "bad-mask", "The mask is empty.", id="empty mask"),
        pytest.param(
            UnknownGeometry("polygon"), "unreadable-label",
            "It is called a polygon, but does not hold what makes one.", id="polygon that could not be read",
        ),
        pytest.param(UnknownGeometry("cuboid_2d"), "unreadable-label",
                     "It is called a cuboid_2d, but does not hold what makes one.", id="cuboid that could not be read"),
        pytest.param(
            UnknownGeometry(""), "unreadable-label", "The label does not say what shape it is.", id="shape not named"
        ),
    ],
)  # fmt: skip
def test_every_damage_is_told_with_numbers(shape, kind, sentence):
    assert Problem(ProblemKind(kind), sentence, 0) in problems_of(shape)


def test_one_damage_is_told_once():
    assert len(problems_of(Rectangle(50, 5, 111, 20))) == 1
    assert len(problems_of(Polygon(((1, 1), (2, 2))))) == 1


def test_problems_name_their_label_and_come_in_order():
    found = problems_of(Rectangle(1, 1, 5, 5), Rectangle(5, -1, 5, 9), Polygon(((500, 1),)), names={"bus"})

    assert [(problem.label, problem.kind.value) for problem in found] == [
        (0, "unknown-class"),
        (1, "outside"),
        (1, "zero-area"),
        (1, "unknown-class"),
        (2, "outside"),
        (2, "few-points"),
        (2, "unknown-class"),
    ]


@pytest.mark.parametrize("names", [None, (), frozenset()], ids=["no meta", "no classes", "empty set"])
def test_without_classes_in_the_project_none_is_unknown(names):
    assert problems_of(Rectangle(1, 1, 5, 5), names=names, class_name="ghost") == ()


def test_an_unknown_class_is_named():
    (problem,) = problems_of(Rectangle(1, 1, 5, 5), class_name="ghost, white")

    assert problem == Problem(ProblemKind.UNKNOWN_CLASS, "The project has no class “ghost, white”.", 0)


def test_without_a_size_nothing_is_outside():
    label = Label("car", "#FF0000", Rectangle(-5, -5, 500, 500))

    assert label_problems(Annotation(0, 0, (label,)), 0, 0, None) == ()


def test_masks_need_not_be_decoded():
    """The pixels are cut off, the header is there."""
    whole = encode_mask(np.random.default_rng(1).integers(0, 2, (50, 50)).astype(np.uint8))
    cut = Mask((0, 0), b64encode(b64decode(whole.data)[:120]).decode())

    assert [problem.kind for problem in problems_of(cut)] == [ProblemKind.BAD_MASK]
    assert problems_of(cut, check_masks=False) == ()
    assert [problem.kind for problem in problems_of(Mask((0, 0), "%"), check_masks=False)] == [ProblemKind.BAD_MASK]


KEYS = ("exterior", "interior", "origin", "data", "loc")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
points = st.lists(st.lists(st.integers(-99, 199) | st.floats(), min_size=2, max_size=2), max_size=5)
objects = st.fixed_dictionaries(
    {"geometryType": st.sampled_from(["rectangle", "polygon", "line", "point", "multipolygon", "bitmap", "graph",
                                      "cuboid", "cuboid_2d", "oriented_bbox", "any", "new"])},
    optional={
        "points": st.fixed_dictionaries({"exterior": points, "interior": st.lists(points, max_size=2)}) | points,
        "parts": json_values,
        "bitmap": json_values,
        "nodes": json_values,
        "faces": json_values,
        "angle": st.floats() | st.integers(),
        "classTitle": st.text(max_size=3),
    },
)  # fmt: skip


@settings(max_examples=50)
@given(st.lists(objects, max_size=3))
def test_no_annotation_makes_the_check_fall(entries):
    annotation = annotation_from_json({"size": {"width": W, "height": H}, "objects": entries, "tags": []})

    for problem in label_problems(annotation, W, H, {"car"}):
        assert PROBLEMS[problem.kind].is_of_label
        assert problem.sentence.endswith(".")
        assert "\n" not in problem.sentence
