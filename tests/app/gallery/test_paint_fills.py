"""Insides of labels: which pixels are tinted, and how strongly."""

import numpy as np
import pytest
from PIL import Image

from app.gallery import paint_fills
from app.gallery.paint_fills import Place, fill_areas, mask_parts
from app.gallery.paint_masks import MaskShelf
from app.gallery.paint_sketch import sketch
from app.model.annotation import Annotation, Label
from app.model.geometry import MultiPolygon, OrientedBox, Polygon, Rectangle
from app.model.geometry_measure import area
from app.model.mask import encode_mask

RED = np.array([[255, 0, 0, 255]] * 2, np.uint8)
SQUARE = ((2, 2), (8, 2), (8, 8), (2, 8))
HOLE = ((4, 4), (6, 4), (6, 6), (4, 6))


def filled(*shapes, size=(12, 10), place=None, opacity=1.0, ground=(0, 0, 0, 255), colors=RED):
    drawing = sketch(Annotation(*size, tuple(Label("car", "#FF0000", shape) for shape in shapes)))
    canvas = Image.new("RGBA", size, ground)
    place = place or Place(size, 1.0, 0.0, 0.0)
    fill_areas(canvas, drawing, drawing.areas, colors, place, opacity, mask_parts(drawing.areas, place, MaskShelf(), 0))
    return np.asarray(canvas)


def tinted(pixels):
    return pixels[:, :, 0] > 0


def test_a_rectangle_tints_its_pixels_to_the_last():
    found = tinted(filled(Rectangle(3, 2, 6, 4)))

    assert found.sum() == 4 * 3
    assert found[2:5, 3:7].all()


def test_a_polygon_runs_through_the_middle_of_its_pixels():
    found = tinted(filled(Polygon(SQUARE)))

    assert abs(found.sum() - area(Polygon(SQUARE))) <= 13
    assert found[5, 5]
    assert not found[1, 1]


def test_a_hole_is_not_tinted():
    found = tinted(filled(Polygon(SQUARE, (HOLE,))))

    assert not found[5, 5]
    assert found[3, 3]


def test_parts_do_not_spoil_each_other():
    found = tinted(
        filled(MultiPolygon((Polygon(((0, 0), (3, 0), (3, 3), (0, 3))), Polygon(((7, 5), (11, 5), (11, 9))))))
    )

    assert found[1, 1]
    assert found[7, 10]
    assert not found[5, 4]


def test_an_oriented_box_is_tinted_where_it_lies():
    found = tinted(filled(OrientedBox(3, 3, 8, 6, np.pi / 4)))

    assert found[4, 5]
    assert not found[3, 8]
    assert not found[7, 2]


def test_a_bitmap_is_tinted_pixel_by_pixel():
    pixels = np.array([[255, 0], [255, 255]], np.uint8)

    assert np.argwhere(tinted(filled(encode_mask(pixels, (4, 5))))).tolist() == [[5, 4], [6, 4], [6, 5]]


def test_an_alpha_mask_tints_softly():
    soft = encode_mask(np.array([[64, 128, 255]], np.uint8), (1, 1), is_alpha=True)

    assert filled(soft)[1, 1:4, 0].tolist() == [64, 128, 255]
    assert filled(soft, opacity=0.5)[1, 1:4, 0].tolist() == [32, 64, 128]


@pytest.mark.parametrize(("opacity", "red"), [(0.0, 0), (0.5, 128), (1.0, 255), (7.0, 255), (-1.0, 0)])
def test_opacity_goes_from_nothing_to_all(opacity, red):
    assert filled(Rectangle(3, 2, 6, 4), opacity=opacity)[3, 4, 0] == red


def test_later_labels_lie_over_earlier_ones():
    colors = np.array([[255, 0, 0, 255], [0, 255, 0, 255]], np.uint8)
    found = filled(Rectangle(0, 0, 9, 9), Rectangle(3, 3, 5, 5), colors=colors)

    assert found[4, 4].tolist() == [0, 255, 0, 255]


@pytest.mark.parametrize(
    "shape", [Rectangle(3, 2, 6, 4), Polygon(SQUARE), encode_mask(np.full((3, 3), 255, np.uint8), (3, 3))]
)
def test_a_tint_over_nothing_is_no_more_than_its_opacity(shape):
    """Colours are multiplied with alpha: more than alpha would overflow."""
    found = filled(shape, opacity=0.25, ground=(0, 0, 0, 0))

    assert (found[:, :, :3] <= found[:, :, 3:]).all()
    assert found[4, 4].tolist() == [64, 0, 0, 64]


def test_a_view_shows_its_part_enlarged():
    found = tinted(filled(Rectangle(3, 2, 6, 4), place=Place((12, 10), 2.0, 2.0, 1.0)))

    assert np.argwhere(found)[[0, -1]].tolist() == [[2, 2], [7, 9]]


@pytest.mark.parametrize(
    "shape", [Rectangle(-1e9, -1e9, 1e9, 1e9), Polygon(((-1e8, -1e8), (1e8, -1e8), (1e8, 1e8), (-1e8, 1e8)))]
)
def test_what_is_larger_than_any_picture_tints_all_of_it(shape):
    assert tinted(filled(shape)).all()


@pytest.mark.parametrize("shape", [Rectangle(50, 50, 60, 60), Polygon(((50, 50), (60, 50), (60, 60)))])
def test_what_lies_outside_tints_nothing(shape):
    assert not tinted(filled(shape)).any()


def test_very_many_are_tinted_in_one_go(monkeypatch):
    shapes = (Rectangle(0, 0, 3, 3), Polygon(SQUARE, (HOLE,)))
    one_by_one = tinted(filled(*shapes))
    monkeypatch.setattr(paint_fills, "MANY", 1)

    assert (tinted(filled(*shapes)) == one_by_one).all()


@pytest.mark.parametrize(
    ("box", "margin", "window"),
    [
        ((0, 0, 4, 4), 0, (0, 0, 4, 4)),
        ((-5, 2, 50, 4), 0, (0, 2, 12, 4)),
        ((-5, 2, 50, 4), 2, (-2, 0, 14, 6)),
        ((20, 0, 30, 4), 0, None),
        ((1e12, 0, 2e12, 4), 0, None),
    ],
)
def test_the_part_of_a_canvas_that_a_box_covers(box, margin, window):
    assert Place((12, 10), 1.0, 0.0, 0.0).window(box, margin) == window
