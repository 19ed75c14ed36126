import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from app.model.annotation import Annotation, Label
from app.model.answers import Look
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
from tests.fakes.tree import png
from tests.ui.preview.test_mask_pixels import packed, two_by_three
from ui.preview.overlay import compose, label_color

GREY = (120, 130, 140)
EVERY = (
    Rectangle(20, 20, 60, 40),
    Polygon(((20.0, 20.0), (60.0, 20.0), (40.0, 60.0))),
    MultiPolygon((Polygon(((20.0, 20.0), (60.0, 20.0), (40.0, 60.0))),)),
    Polyline(((20, 20), (60, 60))),
    Point((40, 40)),
    Keypoints((Keypoint("a", (20, 20)), Keypoint("b", (60, 60))), (("a", "b"),)),
    Cuboid(((20, 20), (60, 20), (60, 60), (20, 60)), ((0, 1), (1, 2), (2, 3), (3, 0))),
    OrientedBox(20, 20, 60, 60, 0.3),
    Mask((40, 40), packed(two_by_three())),
    Mask((40, 40), packed(two_by_three()), is_alpha=True),
)


def look(*labels, image=None):
    return Look("a.png", png(160, 100, GREY) if image is None else image, Annotation(160, 100, labels))


@pytest.mark.parametrize("geometry", EVERY, ids=lambda geometry: type(geometry).__name__)
def test_every_geometry_leaves_its_colour_on_the_picture(geometry, qapp):
    composed = compose(look(Label("", "#FF0000", geometry)), QSize(160, 100))

    image = composed.image
    reds = [
        QColor(image.pixel(x, y)).red() - QColor(image.pixel(x, y)).green()
        for x in range(image.width())
        for y in range(image.height())
    ]
    assert max(reds) > 60


def test_a_shape_that_nobody_knows_is_left_out(qapp):
    composed = compose(look(Label("x", "#FF0000", UnknownGeometry("voxel"))), QSize(160, 100))

    assert composed.image.pixelColor(40, 40) == QColor(*GREY)
    assert composed.label_count == 1


def test_a_broken_mask_spoils_nothing(qapp):
    composed = compose(look(Label("x", "#FF0000", Mask((0, 0), "!!"))), QSize(160, 100))

    assert not composed.image.isNull()


def test_a_picture_that_cannot_be_read_says_so(qapp):
    composed = compose(look(image=b"nonsense"), QSize(160, 100))

    assert composed.image.isNull()
    assert composed.problem == "This picture cannot be shown."


def test_the_picture_fits_and_keeps_its_aspect(qapp):
    composed = compose(look(), QSize(80, 80), 2.0)

    assert (composed.image.width(), composed.image.height()) == (160, 100)
    assert composed.image.devicePixelRatio() == 2.0


def test_names_do_not_lie_on_names(qapp):
    one = compose(look(Label("car", "#00FF00", Rectangle(40, 40, 60, 60))), QSize(160, 100)).image
    two = compose(
        look(Label("dog", "#FF0000", Rectangle(40, 40, 60, 60)), Label("car", "#00FF00", Rectangle(40, 40, 60, 60))),
        QSize(160, 100),
    ).image

    assert two.pixelColor(41, 32) == one.pixelColor(41, 32) == QColor("#00FF00")


def test_a_class_without_a_colour_always_gets_the_same():
    first, second = (label_color(Label("car", color, Point((0, 0)))) for color in ("", "nonsense"))

    assert first == second
    assert label_color(Label("car", "#123456", Point((0, 0)))) == QColor("#123456")
