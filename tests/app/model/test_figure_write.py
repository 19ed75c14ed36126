"""What was read from annotation JSON and is written again reads the same."""

from pathlib import Path

import pytest

from app.formats.supervisely import read_annotation, read_project
from app.model.annotation import Annotation, Label, Tag
from app.model.figure_json import BOX_EDGES, annotation_from_json
from app.model.figure_write import annotation_to_json, label_to_json
from app.model.geometry import (
    Cuboid,
    Geometry,
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
from app.model.label_class import LabelClass, TagMeta

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "supervisely"
SQUARE = ((0, 0), (9, 0), (9, 9))
EIGHT = tuple((float(n), float(n * n)) for n in range(8))

SHAPES: dict[str, Geometry] = {
    "point": Point((1.5, 2)),
    "rectangle": Rectangle(1, 2, 3, 4),
    "polygon with a hole": Polygon(SQUARE, (((1, 1), (2, 1), (2, 2)),)),
    "multipolygon": MultiPolygon((Polygon(SQUARE), Polygon(SQUARE, (SQUARE,)))),
    "line": Polyline(((0, 0), (5, 5))),
    "bitmap": Mask((3, 4), "eJw="),
    "alpha mask": Mask((-3, 4), "eJw=", is_alpha=True),
    "skeleton": Keypoints((Keypoint("a", (1, 2)), Keypoint("b", (3, 4), is_hidden=True))),
    "cuboid of eight corners": Cuboid(EIGHT, BOX_EDGES),
    "cuboid of seven corners": Cuboid(
        EIGHT[:7], ((0, 1), (1, 2), (2, 3), (0, 3), (0, 4), (4, 5), (1, 5), (5, 6), (2, 6))
    ),
    "cuboid of other edges": Cuboid(EIGHT[:5], ((0, 1), (2, 4))),
    "oriented box": OrientedBox(1, 2, 30, 40, 0.25),
    "a shape of later years": UnknownGeometry("hologram"),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_every_shape_survives(shape):
    label = Label("thing", "#FF00FF", shape, (Tag("night"), Tag("note", "é")), "17", "pair")
    written = Annotation(640, 480, (label,), (Tag("weather", "sunny"),))

    assert annotation_from_json(annotation_to_json(written)) == written


def test_numbers_are_written_as_numbers_where_the_project_says_so():
    tags = (TagMeta("count", "any_number", "#000000"), TagMeta("seen", "none", "#000000"))
    label = Label("car", "#000000", Point((0, 0)), (Tag("count", "7"), Tag("count", "0.5"), Tag("count", "nan")), "07")

    written = label_to_json(label, tags)

    assert [tag["value"] for tag in written["tags"]] == [7, 0.5, "nan"]
    assert written["id"] == "07"


@pytest.mark.parametrize("folder", ["all_shapes_cc0", "lane_lines_mit", "aerial_power_ccby"])
def test_real_annotations_survive(folder):
    if not REAL.is_dir():
        pytest.skip("The real projects are not here.")
    project = read_project(REAL / folder)
    classes: tuple[LabelClass, ...] = project.meta.classes
    for item in (item for dataset in project.datasets for item in dataset.items):
        assert item.annotation is not None
        read = read_annotation(item.annotation, classes)

        assert annotation_from_json(annotation_to_json(read, project.meta.tags), classes) == read
