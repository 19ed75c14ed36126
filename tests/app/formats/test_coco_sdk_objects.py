"""Tests of app.formats.coco_sdk_objects: the sample of the reference, and each loss of the converter by name."""

import numpy as np
import pytest

from app.formats.coco_sdk_objects import SdkObjects
from app.model.exporter import Fate
from app.model.geometry import Keypoint, Keypoints, Mask, Polygon, Rectangle
from app.model.label_class import LabelClass
from app.model.mask import decode_mask, encode_mask
from tests.fakes.zoo import CLASSES, geometries, image, label

KNOWN = {known.name: known for known in CLASSES}
TRIANGLE = Polygon(((10, 30), (40, 30), (40, 50)))


def objects(*labels):
    made = SdkObjects(image(0, "x.png", list(labels)), KNOWN)
    return [{**one.before, **one.after} for one in made.objects], made.verdicts


def of(geometry, class_name="thing", **more):
    return label(geometry, class_name, **more)


def test_the_sample_of_the_reference():
    hole = Polygon(((10, 30), (40, 30), (40, 50), (10, 50)), (((20, 35), (25, 35), (20, 40)),))
    classes = {"box": LabelClass("box", "rectangle", ""), "poly": LabelClass("poly", "polygon", "")}
    labels = [of(Rectangle(8, 28, 42, 52), "box", group="g"), of(TRIANGLE, "poly", group="g"), of(hole, "poly")]

    made = SdkObjects(image(0, "x.png", labels), classes).objects
    assert {**made[0].before, **made[0].after} == {
        "segmentation": [[10.0, 30.0, 40.0, 30.0, 40.0, 50.0]], "area": 300.0, "iscrowd": 0,
        "bbox": [8, 28, 34, 24], "category_id": 2,
    }  # fmt: skip
    assert (made[1].before["area"], made[1].after["bbox"]) == (587.5, [10, 30, 30, 20])
    assert list(made[0].before) == ["segmentation", "area", "iscrowd"]


def test_boxes_are_one_pixel_narrower_than_their_areas_say():
    (found,), (verdict,) = objects(of(Rectangle(3, 2, 22, 11)))

    assert (found["segmentation"], found["area"], found["bbox"]) == ([], 200.0, [3, 2, 19, 9])
    assert verdict.fate is Fate.KEPT


def test_masks_are_runs_down_the_columns():
    pixels = np.full((4, 6), 255, np.uint8)
    pixels[3, 2] = 0
    (found,), _ = objects(of(encode_mask(pixels, (10, 5))))

    assert found["segmentation"] == {"counts": [605, 4, 56, 4, 56, 3, 57, 4, 56, 4, 56, 4, 5091], "size": [60, 100]}
    assert (found["area"], found["bbox"]) == (23.0, [10, 5, 5, 3])


def test_loose_labels_come_by_shape_and_then_in_their_order():
    graph = Keypoints((Keypoint("k1", (50, 10)), Keypoint("k2", (55, 12))))
    mask = geometries()["bitmap"]
    found, _ = objects(
        of(mask), of(Rectangle(1, 1, 5, 5)), of(graph, "skeleton"), of(TRIANGLE), of(Rectangle(2, 2, 9, 9))
    )

    assert [one["area"] for one in found] == [300.0, 25.0, 64.0, float(mask_area(mask)), 660]
    assert found[-1]["keypoints"] == [50, 10, 2, 55, 12, 2, 0, 0, 0]
    assert found[-1]["bbox"] == [0, 0, 55, 12]
    assert found[-1]["num_keypoints"] == 3


def mask_area(mask: Mask) -> int:
    return int((decode_mask(mask) > 0).sum())


@pytest.mark.parametrize(
    ("box", "bboxes"),
    [
        (Rectangle(8, 28, 42, 52), [[8, 28, 34, 24]]),
        (Rectangle(20, 40, 42, 52), [[20, 40, 22, 12]]),
        (Rectangle(21, 28, 42, 52), [[10, 30, 30, 20], [21, 28, 21, 24]]),
    ],
    ids=["around it", "ten pixels short", "eleven pixels short"],
)
def test_a_bound_box_stands_for_its_polygon_when_it_reaches_around_it(box, bboxes):
    found, _ = objects(of(box, group="g"), of(TRIANGLE, group="g"))

    assert [one["bbox"] for one in found] == bboxes


def test_bound_polygons_are_one_annotation_of_the_first_class():
    far = Polygon(((50, 10), (60, 10), (60, 20)))
    (found,), verdicts = objects(of(TRIANGLE, group="g"), of(far, "dot", group="g"))

    assert len(found["segmentation"]) == 2
    assert (found["area"], found["bbox"], found["category_id"]) == (350.0, [10, 10, 50, 40], 1)
    assert "first one's class" in verdicts[1].why


def test_with_bound_masks_and_polygons_boxes_stand_alone():
    found, _ = objects(
        of(Rectangle(0, 0, 60, 55), group="g"), of(TRIANGLE, group="g"), of(geometries()["bitmap"], group="g")
    )

    assert len(found) == 3


def test_only_the_first_bound_graph_is_converted():
    graph = Keypoints((Keypoint("k1", (5, 5)),))
    found, verdicts = objects(of(graph, "skeleton", group="g"), of(graph, "skeleton", group="g"))

    assert len(found) == 1
    assert verdicts[1].fate is Fate.LOST


@pytest.mark.parametrize(
    ("name", "fate", "words"),
    [
        ("polygon with hole", Fate.CHANGED, "holes are dropped"),
        ("rectangle half outside", Fate.CHANGED, "cut at the edge"),
        ("rectangle outside", Fate.LOST, "outside the picture"),
        ("polygon of two points", Fate.LOST, "fewer than three"),
        ("bitmap that does not decode", Fate.LOST, "does not decode"),
        ("no numbers", Fate.LOST, "no numbers"),
        ("line", Fate.LOST, "passes over"),
        ("point", Fate.LOST, "passes over"),
        ("alpha mask", Fate.LOST, "passes over"),
        ("multipolygon", Fate.LOST, "passes over"),
        ("cuboid", Fate.LOST, "passes over"),
        ("oriented box", Fate.LOST, "passes over"),
    ],
)
def test_each_loss_of_the_converter_is_named(name, fate, words):
    found, (verdict,) = objects(of(geometries()[name]))

    assert verdict.fate is fate
    assert words in verdict.why
    assert bool(found) == (fate is not Fate.LOST)


@pytest.mark.parametrize(
    ("geometry", "class_name", "words"),
    [
        (Keypoints((Keypoint("k1", (5, 5), True),)), "skeleton", "hidden nodes are shown"),
        (Keypoints((Keypoint("k1", (5, 5)),)), "no template", "no template"),
        (Keypoints((Keypoint("k1", (-5, 5)),)), "skeleton", "outside the picture"),
        (Rectangle(0, 0, 1, 1), "nobody", "not in the export"),
    ],
    ids=["hidden", "without template", "outside", "class"],
)
def test_graphs_and_classes_have_their_own_losses(geometry, class_name, words):
    _, (verdict,) = objects(of(geometry, class_name))

    assert words in verdict.why


def test_coordinates_are_cut_down_to_whole_ones():
    (found,), _ = objects(of(Rectangle(3.9, 2.9, 22.9, 11.1)))

    assert found["bbox"] == [3, 2, 19, 9]
