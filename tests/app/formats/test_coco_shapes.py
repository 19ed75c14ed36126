"""Tests of app.formats.coco_shapes: boxes, areas and pixels worked out by hand, or by pycocotools."""

import numpy as np
import pytest

from app.formats.coco_shapes import fitted
from app.formats.coco_tools import unpacked
from app.model.exporter import Fate
from app.model.geometry import (
    Cuboid,
    Keypoint,
    Keypoints,
    MultiPolygon,
    OrientedBox,
    Point,
    Polygon,
    Polyline,
    Rectangle,
)
from app.model.label_class import LabelClass
from app.model.mask import encode_mask
from tests.fakes.zoo import CLASSES, HEIGHT, WIDTH, geometries, label

KNOWN = {known.name: known for known in CLASSES}
SQUARE = ((10, 10), (14, 10), (14, 13), (10, 13))


def fit(geometry, class_name="thing", **more):
    return fitted(label(geometry, class_name, **more), KNOWN, WIDTH, HEIGHT)


@pytest.mark.parametrize(
    ("geometry", "bbox", "area", "fate"),
    [
        (Rectangle(3, 2, 22, 11), (3, 2, 20, 10), 200, Fate.KEPT),
        (Rectangle(7, 8, 7, 8), (7, 8, 1, 1), 1, Fate.KEPT),
        (Polygon(SQUARE), (10, 10, 5, 4), 12, Fate.KEPT),
        (MultiPolygon((Polygon(SQUARE), Polygon(((20, 20), (22, 20), (22, 22))))), (10, 10, 13, 13), 14, Fate.KEPT),
        (OrientedBox(10, 10, 14, 13, 0.0), (10, 10, 5, 4), 20, Fate.CHANGED),
        (Cuboid(((0, 0), (4, 0), (4, 4), (0, 4), (2, 2), (6, 2), (6, 6), (2, 6)), ()), (0, 0, 7, 7), 32, Fate.CHANGED),
    ],
    ids=["rectangle", "one pixel", "polygon", "multipolygon", "oriented box", "cuboid"],
)
def test_boxes_hold_the_pixels_that_a_shape_touches(geometry, bbox, area, fate):
    verdict, shape = fit(geometry)

    assert (verdict.fate, shape.bbox, shape.area) == (fate, bbox, area)
    assert shape.counts == ""


def test_a_rectangle_has_the_ring_of_its_edges():
    _, shape = fit(Rectangle(3, 2, 22, 11))

    assert shape.rings == (((3, 2), (3, 12), (23, 12), (23, 2)),)


def test_a_polygon_keeps_its_points_as_they_are():
    _, shape = fit(geometries()["polygon between pixels"])

    assert shape.rings == (((10.5, 30.25), (40.1, 30.7), (40, 50)),)


def test_holes_stay_as_pixels():
    verdict, shape = fit(Polygon(((0, 0), (9, 0), (9, 9), (0, 9)), (((3, 3), (6, 3), (6, 6), (3, 6)),)))
    pixels = unpacked(shape.counts, WIDTH, HEIGHT)

    assert verdict.fate is Fate.CHANGED
    assert pixels[4, 4] == 0
    assert pixels[1, 1] == 1
    assert (shape.area, shape.bbox) == (pixels.sum(), (0, 0, 10, 10))


@pytest.mark.parametrize("ring", [((1, 1), (5, 5), (9, 9)), ((5, 5), (5, 5), (5, 5))], ids=["on a line", "one place"])
def test_what_encloses_nothing_is_written_as_the_pixels_it_touches(ring):
    verdict, shape = fit(Polygon(ring))

    assert "without area" in verdict.why
    assert shape.area == unpacked(shape.counts, WIDTH, HEIGHT).sum() > 0


def test_a_mask_lies_where_it_was():
    pixels = np.array([[255, 255, 0], [0, 255, 0]], np.uint8)
    verdict, shape = fit(encode_mask(pixels, (20, 30)))

    assert verdict.fate is Fate.KEPT
    assert (shape.bbox, shape.area) == ((20, 30, 2, 2), 3)
    assert unpacked(shape.counts, WIDTH, HEIGHT)[30:32, 20:23].tolist() == [[1, 1, 0], [0, 1, 0]]


@pytest.mark.parametrize(
    ("name", "words"),
    [("bitmap half outside", "cut at the edge"), ("alpha mask", "opacity"), ("cuboid on a line", "without area")],
)
def test_what_changes_says_how(name, words):
    verdict, shape = fit(geometries()[name])

    assert verdict.fate is Fate.CHANGED
    assert words in verdict.why
    assert shape.counts


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("polygon of two points", "fewer than three points"),
        ("multipolygon without parts", "fewer than three points"),
        ("line", "no lines"),
        ("point", "point classes only"),
        ("bitmap outside", "no pixel"),
        ("bitmap that does not decode", "does not decode"),
        ("unknown", "no such shape"),
        ("no numbers", "no numbers"),
    ],
)
def test_what_is_lost_says_why(name, words):
    verdict, shape = fit(geometries()[name])

    assert (verdict.fate, shape) == (Fate.LOST, None)
    assert words in verdict.why


def test_a_class_that_is_not_in_the_export_is_lost():
    assert fit(Rectangle(0, 0, 1, 1), "nobody")[0].fate is Fate.LOST


def test_a_mask_without_the_size_of_its_picture_is_lost():
    verdict, _ = fitted(label(geometries()["bitmap"]), KNOWN, 0, 0)

    assert "size of its picture" in verdict.why


def test_parts_of_two_points_are_left_out():
    verdict, shape = fit(geometries()["multipolygon with a part of two points"])

    assert (verdict.fate, len(shape.rings)) == (Fate.CHANGED, 2)


def test_key_points_stand_in_the_order_of_their_template():
    nodes = (Keypoint("k3", (1, 2)), Keypoint("k1", (3, 4), True), Keypoint("who", (9, 9)))
    verdict, shape = fit(Keypoints(nodes), "skeleton")

    assert shape.keypoints == (3, 4, 1, 0, 0, 0, 1, 2, 2)
    assert shape.bbox == (1, 2, 3, 3)
    assert "not in the template" in verdict.why


@pytest.mark.parametrize(
    ("class_name", "nodes", "words"),
    [
        ("no template", (Keypoint("k1", (5, 5)),), "no template"),
        ("skeleton", (Keypoint("who", (9, 9)),), "none of its nodes"),
    ],
)
def test_key_points_without_a_place_are_lost(class_name, nodes, words):
    verdict, _ = fit(Keypoints(nodes), class_name)

    assert verdict.fate is Fate.LOST
    assert words in verdict.why


def test_a_point_of_a_point_class_is_its_only_key_point():
    verdict, shape = fit(Point((8, 7)), "dot")

    assert (verdict.fate, shape.keypoints, shape.bbox) == (Fate.CHANGED, (8, 7, 2), (8, 7, 1, 1))


def test_what_a_remedy_cut_is_changed():
    assert fit(Rectangle(0, 0, 5, 5), was_clipped=True)[0].why == "cut at the edge of the picture"
    assert fit(Polyline(((0, 0), (5, 5))), was_clipped=True)[0].fate is Fate.LOST


def test_a_template_without_edges_is_one_all_the_same():
    known = {"man": LabelClass("man", "graph", "", nodes=(("a", "nose"),))}
    verdict, shape = fitted(label(Keypoints((Keypoint("a", (1, 1)),)), "man"), known, 9, 9)

    assert (verdict.fate, shape.keypoints) == (Fate.KEPT, (1, 1, 2))
