"""The labels of a picture as a whole: what is drawn, in which colour, and what is left out."""

import numpy as np
import pytest
from PIL import Image

from app.gallery.paint import PaintTools, color_of, is_drawn, paint_labels
from app.gallery.paint_fills import Place
from app.model.annotation import Annotation, Label
from app.model.gallery import NamesShown, Paint
from app.model.geometry import Keypoint, Keypoints, Point, Polygon, Polyline, Rectangle
from app.model.mask import encode_mask
from tests.fakes.zoo import geometries, skeletons

SIZE = (60, 40)
BARE = Paint(names=NamesShown.NONE)
RED, GREEN = "#FF0000", "#00FF00"


def drawn(*labels, paint=BARE, ground=(90, 90, 90, 255), place=None, size=SIZE, ratio=1.0):
    canvas = Image.new("RGBA", size, ground)
    place = place or Place(size, 1.0, 0.0, 0.0)
    return np.asarray(paint_labels(canvas, Annotation(*size, labels), place, paint, ratio, PaintTools()))


def of(geometry, name="car", color=RED):
    return Label(name, color, geometry)


def is_red(pixels):
    return (pixels[:, :, 0] > 200) & (pixels[:, :, 1] < 60)


BOX = of(Rectangle(10, 8, 39, 27))


def test_a_box_has_a_line_of_its_colour_and_a_tint_inside():
    pixels = drawn(BOX)

    assert is_red(pixels)[8, 12:38].all()
    assert is_red(pixels)[10:26, 40].all() or is_red(pixels)[10:26, 39].all()
    inside, outside = pixels[18, 25], pixels[35, 55]
    assert inside[0] > inside[1]
    assert outside.tolist() == [90, 90, 90, 255]


def test_a_line_has_a_dark_halo():
    pixels = drawn(BOX, ground=(255, 255, 255, 255))

    assert pixels[5, 25, 0] < 255
    assert pixels[1, 25].tolist() == [255, 255, 255, 255]


@pytest.mark.parametrize(
    ("paint", "has_line", "has_tint"),
    [
        (BARE, True, True),
        (Paint(names=NamesShown.NONE, is_outline_only=True), True, False),
        (Paint(names=NamesShown.NONE, opacity=0.0), True, False),
        (Paint(names=NamesShown.NONE, is_hidden=True), False, False),
        (Paint(names=NamesShown.NONE, hidden_classes=("car",)), False, False),
        (Paint(names=NamesShown.NONE, only_classes=("sign",)), False, False),
        (Paint(names=NamesShown.NONE, only_classes=("car",)), True, True),
    ],
    ids=["usual", "outlines", "clear", "hidden", "class hidden", "another class alone", "this class alone"],
)
def test_a_person_decides_what_is_drawn(paint, has_line, has_tint):
    pixels = drawn(BOX, paint=paint)

    assert is_red(pixels).any() == has_line
    assert (pixels[18, 25].tolist() != [90, 90, 90, 255]) == has_tint


def test_every_shape_of_the_zoo_is_drawn_or_passed_over():
    for name, geometry in {**geometries(), **skeletons()}.items():
        pixels = drawn(of(geometry), size=(100, 60))
        is_inside = "outside" not in name or "half" in name or name == "one outside"
        is_known = name not in {"unknown", "no numbers", "multipolygon without parts", "bitmap that does not decode"}
        is_changed = bool((pixels != (90, 90, 90, 255)).any())
        assert is_changed == (is_inside and is_known), name


def test_a_hidden_node_is_a_ring():
    nodes = Keypoints((Keypoint("a", (15, 20)), Keypoint("b", (40, 20), True)))
    red = is_red(drawn(of(nodes)))

    assert red[20, 15]
    assert not red[20, 40]
    assert red[17:24, 36:45].any()


def test_a_line_and_a_point_lie_in_the_middle_of_their_pixels():
    red = is_red(drawn(of(Polyline(((5, 20), (50, 20)))), of(Point((30, 10)))))

    assert red[20, 10:45].all()
    assert red[10, 30]


def test_a_bitmap_has_an_outline_and_a_soft_mask_none():
    solid, soft = np.full((12, 12), 255, np.uint8), np.full((12, 12), 90, np.uint8)

    assert is_red(drawn(of(encode_mask(solid, (20, 10)))))[10, 20:32].all()
    assert not is_red(drawn(of(encode_mask(soft, (20, 10), is_alpha=True)))).any()


def test_the_selected_label_is_thicker_and_on_top():
    other = of(Rectangle(10, 8, 39, 27), "sign", GREEN)
    thin, thick = drawn(BOX), drawn(BOX, other, paint=Paint(names=NamesShown.NONE, selected=0))

    assert is_red(thick).sum() > 1.5 * is_red(thin).sum()


@pytest.mark.parametrize("selected", [-1, 7, 10**9])
def test_a_selection_that_is_not_there_selects_nothing(selected):
    assert (drawn(BOX, paint=Paint(names=NamesShown.NONE, selected=selected)) == drawn(BOX)).all()


def test_names_are_written_with_the_names_of_the_export():
    with_name = drawn(BOX, paint=Paint())
    renamed = drawn(BOX, paint=Paint(names_of=(("car", "a much longer name"),)))

    assert (with_name != drawn(BOX)).any()
    assert (renamed != with_name).any()


def test_a_view_of_another_scale_shows_the_same_place():
    pixels = drawn(BOX, place=Place(SIZE, 4.0, 8.0, 6.0))

    assert is_red(pixels)[15:39, 8].all()


def test_lines_are_as_thick_on_sharper_screens():
    assert is_red(drawn(BOX, ratio=2.0)).sum() > 1.6 * is_red(drawn(BOX)).sum()


@pytest.mark.parametrize(
    ("color", "chosen", "expected"),
    [
        ("#102030", {}, (16, 32, 48)),
        ("#102030", {"car": "#FFFFFF"}, (255, 255, 255)),
        ("#10203", {"car": "red"}, None),
        ("#GGGGGG", {}, None),
        ("", {}, None),
    ],
    ids=["of the project", "of a person", "neither can be read", "no number", "none"],
)
def test_a_colour_is_the_persons_or_the_projects_or_a_steady_one(color, chosen, expected):
    found = color_of("car", color, chosen)

    assert found == (expected or color_of("car", "", {}))


def test_classes_are_drawn_unless_somebody_says_otherwise():
    assert is_drawn("car", Paint())
    assert not is_drawn("car", Paint(hidden_classes=("car",), only_classes=("car",)))


def test_few_and_many_touched_pixels_are_painted_alike():
    """There are two ways of laying lines over a picture; nobody may see which was taken."""
    small = drawn(of(Rectangle(10, 8, 14, 12)), size=(400, 300))
    dense = drawn(
        of(Rectangle(10, 8, 14, 12)), *(of(Polyline(((0, y), (399, y)))) for y in range(100, 300, 4)), size=(400, 300)
    )

    assert np.abs(small[:60, :60].astype(int) - dense[:60, :60]).max() <= 1


def test_thousands_of_labels_are_no_trouble():
    labels = [of(Rectangle(n % 500, n // 5 % 300, n % 500 + 9, n // 5 % 300 + 9)) for n in range(3000)]
    labels += [of(Polygon(((n, n), (n + 9, n), (n + 9, n + 9)))) for n in range(300)]

    assert is_red(drawn(*labels, size=(600, 400))).any()


def test_sketches_are_made_once():
    tools, annotation = PaintTools(), Annotation(9, 9, (BOX,))

    assert tools.sketch(annotation) is tools.sketch(annotation)
    for _ in range(20):
        tools.sketch(Annotation(9, 9, (BOX,)))
    assert len(tools._sketches) <= 8
