"""A zoo of images as they go into exports: every geometry, whole and damaged, and names of every kind.

Nothing in it is likely; each of it was seen in some project, or is what a hostile one would hold.
"""

from dataclasses import replace
from functools import cache

import numpy as np

from app.model.annotation import Label, Tag
from app.model.export_spec import ExportSpec
from app.model.exporter import ExportImage, ExportLabel, ExportPlan
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
from app.model.label_class import LabelClass, TagMeta
from app.model.mask import encode_mask

WIDTH, HEIGHT = 100, 60

# Names that break XML, YAML, CSV, JSON, terminals or paths when somebody forgets to guard against it.
ODD_NAMES = (
    "quote \" and ' and `",
    "line\nbreak\r\nand\ttab",
    "<&>]]>",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "a: b # c",
    "!!python/object/apply:os.system ['true']",
    "{curly} [square] %percent& *star",
    '=cmd|" /C calc"!A0',
    "-1+1",
    "@sum",
    "emoji 🦊 and e\u0301",
    "bidi \u202egnp.exe\u202c",
    "control \x00 \x07 \x1b[31m \x7f \x85",
    "separators \u2028 \u2029",
    "lone \ud800 surrogate",
    "../../outside",
    "C:\\windows\\con",
    " leading and trailing ",
    "",
    "null",
    "yes",
    "1e3",
    "n" * 255,
    "Case",
    "case",
)

_NODES = (("k1", "nose"), ("k2", "left eye"), ("k3", "right eye"))
_SKELETON = LabelClass("skeleton", "graph", "#00FF00", nodes=_NODES, edges=(("k1", "k2"), ("k1", "k3")))
CLASSES = (
    LabelClass("thing", "any", "#FF0000"),
    _SKELETON,
    LabelClass("dot", "point", "#0000FF"),
    LabelClass("no template", "graph", "#00FFFF"),
    *(LabelClass(name, "any", f"#{place:06X}") for place, name in enumerate(ODD_NAMES)),
)
TAGS = (
    TagMeta("night", "none", "#111111"),
    TagMeta("speed", "any_number", "#222222"),
    TagMeta("words", "any_string", "#333333"),
    *(TagMeta(name, "any_string", "#444444") for name in ODD_NAMES if name),
)
_CORNERS = ((10, 10), (30, 10), (30, 30), (10, 30), (20, 20), (40, 20), (40, 40), (20, 40))
_EDGES = ((0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 7), (7, 4), (0, 4), (1, 5), (2, 6), (3, 7))
_SQUARE = ((10, 10), (50, 10), (50, 40), (10, 40))
_HOLE = ((20, 20), (30, 20), (30, 30), (20, 30))


def mask(rows: int, columns: int, origin: tuple[int, int], *, is_alpha: bool = False) -> Mask:
    """Return a mask of a ring with a dot in it; of one pixel when it is small."""
    pixels = np.full((rows, columns), 200 if is_alpha else 255, np.uint8)
    if min(rows, columns) > 4:
        pixels[1:-1, 1:-1] = 0
        pixels[rows // 2, columns // 2] = 7 if is_alpha else 255
    return encode_mask(pixels, origin, is_alpha=is_alpha)


@cache
def geometries() -> dict[str, Geometry]:
    """Return shapes by what is special about them; all in a picture of 100 × 60 pixels, or meant to be outside."""
    two = MultiPolygon((Polygon(((1, 1), (9, 1), (5, 8))), Polygon(((20, 20), (40, 20), (40, 35)))))
    return {
        "rectangle": Rectangle(3, 2, 22, 11),
        "rectangle of the whole picture": Rectangle(0, 0, WIDTH - 1, HEIGHT - 1),
        "rectangle of one pixel": Rectangle(7, 8, 7, 8),
        "rectangle between pixels": Rectangle(3.25, 2.5, 22.125, 11.75),
        "rectangle half outside": Rectangle(-5, 50, 8, 70),
        "rectangle outside": Rectangle(200, 200, 220, 210),
        "polygon": Polygon(((10, 30), (40, 30), (40, 50))),
        "polygon between pixels": Polygon(((10.5, 30.25), (40.1, 30.7), (40, 50))),
        "polygon with hole": Polygon(_SQUARE, (_HOLE,)),
        "polygon with hole at its edge": Polygon(_SQUARE, (((10, 10), (20, 10), (20, 20)),)),
        "polygon that is all hole": Polygon(_HOLE, (_SQUARE,)),
        "polygon of two points": Polygon(((1, 1), (5, 5))),
        "polygon on a line": Polygon(((1, 1), (5, 5), (9, 9))),
        "polygon of one place": Polygon(((5, 5), (5, 5), (5, 5))),
        "polygon that crosses itself": Polygon(((10, 10), (30, 30), (30, 10), (10, 30))),
        "polygon half outside": Polygon(((-10, 10), (20, 10), (20, 80), (-10, 80))),
        "polygon outside": Polygon(((200, 10), (220, 10), (220, 30))),
        "polygon of a thousand points": Polygon(tuple((50 + n % 40, n // 40) for n in range(1000))),
        "multipolygon": two,
        "multipolygon with hole": MultiPolygon((Polygon(_SQUARE, (_HOLE,)), *two.parts)),
        "multipolygon with a part of two points": MultiPolygon((Polygon(((1, 1), (2, 2))), *two.parts)),
        "multipolygon without parts": MultiPolygon(()),
        "line": Polyline(((1, 1), (50, 30), (99, 59))),
        "line half outside": Polyline(((-10, 5), (50, 5))),
        "point": Point((8, 7)),
        "point outside": Point((-8, 7)),
        "bitmap": mask(9, 12, (20, 20)),
        "bitmap of one pixel": mask(1, 1, (99, 59)),
        "bitmap of a whole column": mask(HEIGHT, 2, (4, 0)),
        "bitmap of the whole picture": encode_mask(np.full((HEIGHT, WIDTH), 255, np.uint8)),
        "bitmap half outside": mask(20, 20, (95, -5)),
        "bitmap outside": mask(5, 5, (500, 500)),
        "bitmap that does not decode": Mask((1, 1), "AAAA"),
        "alpha mask": mask(10, 10, (30, 5), is_alpha=True),
        "cuboid": Cuboid(_CORNERS, _EDGES),
        "cuboid of seven corners": Cuboid(_CORNERS[:7], _EDGES[:3]),
        "cuboid on a line": Cuboid(tuple((n, 5) for n in range(8)), _EDGES),
        "oriented box": OrientedBox(20, 10, 60, 40, 0.5),
        "oriented box unturned": OrientedBox(20, 10, 60, 40, 0.0),
        "oriented box half outside": OrientedBox(-20, -10, 30, 20, 0.7),
        "unknown": UnknownGeometry("cuboid_3d"),
        "no numbers": Rectangle(float("nan"), 0, float("inf"), 5),
    }


def skeletons() -> dict[str, Geometry]:
    """Return keypoint labels for the class with a template."""
    return {
        "all nodes": Keypoints((Keypoint("k1", (5, 5)), Keypoint("k2", (15, 5)), Keypoint("k3", (10, 15)))),
        "one hidden": Keypoints((Keypoint("k1", (50, 10)), Keypoint("k2", (55, 12), True))),
        "other order": Keypoints((Keypoint("k3", (1, 2)), Keypoint("k1", (3, 4)))),
        "one outside": Keypoints((Keypoint("k1", (-3, 10)), Keypoint("k2", (15, 5)))),
        "one stranger": Keypoints((Keypoint("k1", (5, 5)), Keypoint("who", (9, 9)))),
        "strangers alone": Keypoints((Keypoint("who", (9, 9)),)),
        "one node": Keypoints((Keypoint("k2", (0, 0)),)),
    }


def label(
    geometry: Geometry,
    class_name: str = "thing",
    *,
    place: int = 0,
    tags: tuple[Tag, ...] = (),
    group: str = "",
    was_clipped: bool = False,
) -> ExportLabel:
    """Return a label as it goes into an export."""
    made = Label(class_name, "#FF0000", geometry, tags, key=str(1000 + place), group=group)
    return ExportLabel(made, shape_word(geometry), class_name, place, group, was_clipped)


def image(
    number: int, name: str, labels: list[ExportLabel] | tuple[ExportLabel, ...] = (), **more: object
) -> ExportImage:
    """Return an image of 100 × 60 pixels in the dataset "a"."""
    placed = tuple(replace(one, place=place) for place, one in enumerate(labels))
    plain = ExportImage(number, "a", name, f"a_{name}", WIDTH, HEIGHT, placed)
    return replace(plain, **more)


def zoo(most: int = 10_000) -> tuple[ExportImage, ...]:
    """Return the images: in three datasets, one of them nested, some for validation.

    Args:
        most: Labels of the image with many.
    """
    shapes = [label(one) for one in geometries().values()]
    nodes = [label(one, "skeleton") for one in skeletons().values()]
    odd = [label(Rectangle(n, n, n + 5, n + 9), name, tags=_odd_tags(name)) for n, name in enumerate(ODD_NAMES)]
    all_tags = (Tag("night"), Tag("speed", "12.5"), Tag("words", "a: b # c"))
    one = [label(Rectangle(1, 1, 5, 5))]
    return (
        image(0, "empty.png"),
        image(1, "shapes.png", shapes, tags=all_tags),
        image(2, "nodes.png", [*nodes, label(nodes[0].label.geometry, "no template"), label(Point((8, 7)), "dot")]),
        image(3, "names.png", odd, tags=tuple(Tag(name, name) for name in ODD_NAMES if name), is_val=True),
        image(4, "bound.png", bound(), key="123"),
        image(5, "clipped.png", [label(Rectangle(0, 0, 5, 5), was_clipped=True)], tags=(Tag("night"), Tag("night"))),
        image(6, "many.png", [label(Rectangle(n % 90, n % 50, n % 90 + 9, n % 50 + 9)) for n in range(most)]),
        image(7, "one pixel.png", [label(mask(1, 1, (0, 0)))], width=1, height=1),
        image(8, "no size.png", [label(Rectangle(0, 0, 5, 5)), label(mask(9, 9, (0, 0)))], width=0, height=0),
        image(9, "strange \ud800 🦊.png", one, file="a_strange _ 🦊.png", is_val=True),
        image(10, "n" * 251 + ".png", one, file="a_" + "n" * 190 + "~2.png"),
        image(11, "last.png", one, dataset="a/b: <c>", file="a_b_ _c__last.png"),
        image(12, "empty.png", [], dataset="A/b", file="A_b_empty.png"),
    )


def small_zoo() -> tuple[ExportImage, ...]:
    """Return a few images with a shape of each kind, to be damaged again and again."""
    kinds = ("rectangle", "polygon", "polygon with hole", "multipolygon", "line", "point", "bitmap", "alpha mask")
    shapes = [label(geometries()[kind], tags=(Tag("night"),)) for kind in (*kinds, "cuboid", "oriented box")]
    nodes = [label(one, "skeleton") for one in skeletons().values()]
    return (
        image(0, "shapes.png", shapes, tags=(Tag("speed", "12.5"),)),
        image(1, "nodes.png", [*nodes, label(Point((8, 7)), "dot")], is_val=True, key="77"),
        image(2, "empty.png"),
        image(3, "last.png", bound(), dataset="a/b: <c>", file="a_b_ _c__last.png"),
    )


def bound() -> list[ExportLabel]:
    """Return labels that are bound to objects: a box and a polygon, two skeletons, boxes and a mask."""
    ring = Polygon(((10, 30), (40, 30), (40, 50)))
    return [
        label(Rectangle(8, 28, 42, 52), group="g1"),
        label(ring, group="g1"),
        label(ring, "skeleton", group="g1"),
        label(skeletons()["all nodes"], "skeleton", group="g2"),
        label(skeletons()["one node"], "skeleton", group="g2"),
        label(mask(9, 12, (20, 20)), group="g3"),
        label(Rectangle(60, 40, 70, 45), group="g3"),
        label(Rectangle(61, 41, 70, 45), group="g3"),
    ]


def plan(**spec: object) -> ExportPlan:
    """Return the plan of the zoo."""
    asked = ExportSpec(folder="/project", **spec)
    return ExportPlan(
        asked, 'Zoo "<&>: #"', CLASSES, TAGS, ("a", "a/b: <c>", "A/b"), date="2024-05-06 07:08:09", has_val=True
    )


def _odd_tags(name: str) -> tuple[Tag, ...]:
    return (Tag(name, name), Tag("night")) if name else (Tag("speed", "not a number"),)
