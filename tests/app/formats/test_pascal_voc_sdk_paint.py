"""Masks in colours are painted as the official converter paints them."""

from io import BytesIO

import numpy as np
from PIL import Image

from app.formats.pascal_voc_sdk_paint import BAND, class_color, mask_file, object_color, painted, rgb
from app.formats.pascal_voc_sdk_shapes import sdk_shapes
from app.model.geometry import Cuboid, Point, Polygon, Rectangle
from app.model.label_class import LabelClass
from tests.fakes.labelled import BLOB, CUBOID, LINE, MATTE, POSE, RING, TURNED, ZOO, image, label

CLASSES = {
    name: LabelClass(name, shape, color)
    for name, shape, color in (("car", "any", "#FF0000"), ("sign", "any", "#00FF00"), ("neutral", "any", "#0000FF"))
}
SQUARE = Polygon(((20, 20), (40, 20), (40, 40), (20, 40)))


def paint(*labels, color=class_color):
    return painted(sdk_shapes(image(*labels), CLASSES)[1], 100, 60, color)


def test_an_area_has_its_colour_within_a_band():
    found = paint(SQUARE)

    assert found[30, 30].tolist() == found[20, 20].tolist() == [255, 0, 0]
    assert tuple(found[18, 30]) == tuple(found[42, 30]) == BAND
    assert found[17, 30].tolist() == [0, 0, 0]


def test_a_hole_stays_empty_but_for_the_band():
    found = paint(RING)

    assert found[30, 30].tolist() == [0, 0, 0]
    assert tuple(found[20, 30]) == BAND
    assert found[15, 15].tolist() == [255, 0, 0]


def test_later_labels_lie_over_earlier_ones_with_their_band():
    found = paint(SQUARE, label(Rectangle(30, 30, 35, 35), "sign"))

    assert found[32, 32].tolist() == [0, 255, 0]
    assert tuple(found[29, 32]) == BAND


def test_neutral_has_the_colour_of_the_band():
    assert tuple(paint(label(SQUARE, "neutral"))[30, 30]) == BAND


def test_the_band_of_a_mask_runs_along_its_border():
    found = paint(BLOB)

    assert (found == (255, 0, 0)).all(axis=2).sum() == 11
    assert tuple(found[18, 31]) == BAND
    assert found[17, 31].tolist() == [0, 0, 0]


def test_soft_masks_are_blended_with_what_lies_under_them():
    assert 0 < paint(MATTE)[6, 5].tolist()[0] < 255


def test_thin_shapes_are_drawn_too():
    for geometry in (LINE, Point((50, 30)), POSE, CUBOID, Cuboid(CUBOID.corners[:7], ()), TURNED):
        assert (paint(geometry) == (255, 0, 0)).all(axis=2).any()


def test_a_shape_at_the_edge_keeps_its_band_in_the_picture():
    for corner in ((0, 0), (99, 59)):
        assert paint(Point(corner)).shape == (60, 100, 3)


def test_colours_of_objects_are_never_that_of_the_band():
    assert BAND not in {object_color(None, number) for number in range(1000)}
    assert len({object_color(None, number) for number in range(1000)}) == 1000


def test_a_colour_that_cannot_be_read_is_black():
    assert rgb(LabelClass("a", "any", "red")) == (0, 0, 0)


def test_the_file_gives_the_colours_back():
    canvas = paint(*ZOO, color=object_color)

    assert (np.asarray(Image.open(BytesIO(mask_file(canvas))).convert("RGB")) == canvas).all()


def test_more_colours_than_a_palette_holds_are_written_as_they_are():
    canvas = np.arange(300 * 3, dtype=np.uint16).reshape(1, 300, 3).astype(np.uint8)
    canvas[0, :, 1] = np.arange(300) // 256

    picture = Image.open(BytesIO(mask_file(canvas)))

    assert picture.mode == "RGB"
    assert (np.asarray(picture) == canvas).all()
