"""Labels, images and plans of exports, made in a line for tests of writers and readers."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.model.annotation import Label, Tag
from app.model.export_spec import ExportSpec, Images
from app.model.exporter import ExportImage, ExportLabel, ExportPlan, PictureFile
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
from app.model.geometry_measure import shape_word
from app.model.label_class import LabelClass
from app.model.mask import encode_mask

CAR = LabelClass("car", "any", "#FF0000")
SIGN = LabelClass("sign", "any", "#00FF00")
PERSON = LabelClass("person", "graph", "#0000FF", nodes=(("n", "nose"), ("l", "left"), ("r", "right")))
CLASSES = (CAR, SIGN, PERSON)


def label(
    geometry: Geometry,
    name: str = "car",
    place: int = 0,
    tags: tuple[Tag, ...] = (),
    *,
    was_clipped: bool = False,
) -> ExportLabel:
    one = Label(name, "#FF0000", geometry, tags)
    return ExportLabel(one, shape_word(geometry), name, place, was_clipped=was_clipped)


def image(
    *geometries: Geometry | ExportLabel,
    number: int = 0,
    file: str = "",
    width: int = 100,
    height: int = 60,
    is_val: bool = False,
    picture: PictureFile | None = None,
    tags: tuple[Tag, ...] = (),
) -> ExportImage:
    file = file or f"ds_{number}.png"
    labels = tuple(
        one if isinstance(one, ExportLabel) else label(one, place=place) for place, one in enumerate(geometries)
    )
    name = file.removeprefix("ds_")
    return ExportImage(number, "ds", name, file, width, height, labels, tags, is_val, picture)


def plan(
    classes: Sequence[LabelClass] = CLASSES, *, has_val: bool = False, like_sdk: bool = False, pictures: bool = False
) -> ExportPlan:
    images = Images.COPY if pictures else Images.NONE
    spec = ExportSpec(folder="/project", images=images, like_sdk=like_sdk)
    return ExportPlan(spec, "Streets", tuple(classes), datasets=("ds",), has_val=has_val)


def bitmap(rows: Sequence[str], origin: tuple[int, int] = (0, 0), *, is_alpha: bool = False) -> Mask:
    """Return a mask of a drawing: "#" is inside, "+" half-opaque."""
    value = {"#": 255, "+": 128}
    pixels = np.array([[value.get(letter, 0) for letter in row] for row in rows], np.uint8)
    return encode_mask(pixels, origin, is_alpha=is_alpha)


BOX = Rectangle(3, 2, 22, 11)
TRIANGLE = Polygon(((10, 10), (40, 10), (10, 40)))
RING = Polygon(((10, 10), (50, 10), (50, 50), (10, 50)), (((20, 20), (40, 20), (40, 40), (20, 40)),))
PARTS = MultiPolygon((TRIANGLE, Polygon(((60, 20), (80, 20), (80, 30)))))
BLOB = bitmap(["####.", "#..#.", "####.", "....#"], (30, 20))
MATTE = bitmap([".+#", "++#"], (5, 5), is_alpha=True)
LINE = Polyline(((5, 5), (50, 20), (90, 6)))
POSE = Keypoints((Keypoint("r", (55, 12)), Keypoint("n", (50, 10), is_hidden=True)))
CUBOID = Cuboid(
    ((10, 10), (30, 10), (30, 30), (10, 30), (15, 5), (35, 5), (35, 25), (15, 25)),
    tuple(edge for i in range(4) for edge in ((i, (i + 1) % 4), (i + 4, (i + 1) % 4 + 4), (i, i + 4))),
)
TURNED = OrientedBox(20, 10, 60, 30, 0.5)
DOT = Point((8, 7))
ODD = UnknownGeometry("mask_3d")
ZOO: tuple[Geometry, ...] = (BOX, TRIANGLE, RING, PARTS, BLOB, MATTE, LINE, CUBOID, TURNED, DOT, ODD)
BEYOND: tuple[Geometry, ...] = (
    Rectangle(-5, -5, 5, 5),
    Rectangle(90, 50, 120, 90),
    Rectangle(200, 200, 300, 300),
    Polygon(((-10, 10), (40, 10), (40, 40))),
    Polygon(((-30, -30), (-10, -30), (-20, -10))),
    Polygon(((-10, 10), (50, -20), (50, 70), (-5, 50)), (((20, 20), (40, 20), (40, 40)),)),
    Polyline(((-5, 5), (110, 20))),
    bitmap(["####", "####"], (98, 58)),
    bitmap(["#"], (100, 60)),
    OrientedBox(-10, -10, 10, 10, 0.3),
    Point((-3, 4)),
)


def written(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
