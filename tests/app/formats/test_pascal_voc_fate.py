"""Each label gets its box, areas go into the masks, and what is lost by that is told."""

from dataclasses import replace

import numpy as np
import pytest

from app.formats import pascal_voc_fate
from app.formats.boxing import BOXED, CLIPPED, NO_BOX, NO_CLASS
from app.formats.pascal_voc_fate import (
    AS_PIXELS,
    COVERED,
    OPACITY,
    RENAMED,
    ROUNDED,
    TOO_LARGE,
    WIDE_CLASS,
    WIDE_OBJECT,
    VocFate,
    paint,
)
from app.model.exporter import Fate
from app.model.geometry import Polygon, Rectangle
from app.model.label_class import LabelClass
from tests.fakes.labelled import (
    BLOB,
    BOX,
    CUBOID,
    DOT,
    LINE,
    MATTE,
    PARTS,
    POSE,
    TRIANGLE,
    TURNED,
    bitmap,
    image,
    label,
    plan,
)

SQUARE = Polygon(((10, 10), (20, 10), (20, 20), (10, 20)))
DOT_MASK = bitmap(["#"], (15, 15))


def decide(*labels, the_plan=None, **more):
    return VocFate(the_plan or plan()).decide(image(*labels, **more))


@pytest.mark.parametrize(
    ("geometry", "why", "is_painted"),
    [
        (BOX, "", False),
        (TRIANGLE, AS_PIXELS, True),
        (PARTS, AS_PIXELS, True),
        (BLOB, "", True),
        (MATTE, OPACITY, True),
        (LINE, BOXED, False),
        (POSE, BOXED, False),
        (CUBOID, BOXED, False),
        (TURNED, BOXED, False),
        (Rectangle(-5, -5, 5, 5), CLIPPED, False),
        (Rectangle(1.5, 2, 5, 5), ROUNDED, False),
        (bitmap(["####"], (98, 3)), CLIPPED, True),
    ],
    ids=[
        *("box", "polygon", "parts", "mask", "alpha", "line", "pose", "cuboid", "turned"),
        *("box over the edge", "between pixels", "mask over the edge"),
    ],
)
def test_every_shape_has_a_box_and_areas_are_painted(geometry, why, is_painted):
    found = decide(geometry)

    assert (found.verdicts[0].fate, found.verdicts[0].why) == (Fate.CHANGED if why else Fate.KEPT, why)
    assert [one.is_painted for one in found.objects] == [is_painted]


def test_boxes_are_counted_from_one_with_all_sides_inside():
    assert decide(BOX).objects[0].box == (4, 3, 23, 12)
    assert decide(Rectangle(0, 0, 99, 59)).objects[0].box == (1, 1, 100, 60)


@pytest.mark.parametrize(("one", "why"), [(DOT, NO_BOX), (label(BOX, "stranger"), NO_CLASS)], ids=["point", "no class"])
def test_what_cannot_be_written_is_lost(one, why):
    found = decide(one)

    assert (found.verdicts[0].fate, found.verdicts[0].why) == (Fate.LOST, why)
    assert found.objects == ()


def test_numbers_are_those_of_the_objects_that_are_written():
    found = decide(DOT, label(BOX, "sign"), label(TRIANGLE, "person"))

    assert [(one.number, one.class_number, one.place) for one in found.objects] == [(1, 2, 1), (2, 3, 2)]


def test_a_label_under_a_later_one_is_told_and_the_later_one_is_not():
    found = decide(SQUARE, DOT_MASK)

    assert [verdict.why for verdict in found.verdicts] == [f"{AS_PIXELS}; {COVERED}", ""]


@pytest.mark.parametrize(
    "later",
    [BOX, bitmap(["#"], (21, 15)), Rectangle(12, 12, 18, 18), bitmap(["##..", "#..."], (10, 10))],
    ids=["box elsewhere", "beside", "box over it", "bounds meet, pixels do not"],
)
def test_only_pixels_cover(later):
    corner = bitmap(["..##", "..##"], (10, 10))
    earlier = corner if later.__class__ is corner.__class__ and later.origin == (10, 10) else SQUARE

    assert COVERED not in decide(earlier, later).verdicts[0].why


def test_masks_show_the_later_label():
    found = decide(SQUARE, label(DOT_MASK, "sign"))

    classes, numbers = paint(found.objects, 100, 60)

    assert classes.dtype == numbers.dtype == np.uint8
    assert (classes[15, 15], numbers[15, 15]) == (2, 2)
    assert (classes[10, 10], numbers[20, 20]) == (1, 1)
    assert (classes > 0).sum() == 11 * 11


def test_more_objects_than_a_byte_can_number_take_sixteen_bits():
    found = decide(*[BOX] * 254, BLOB)

    assert found.verdicts[-1].why == WIDE_OBJECT
    assert paint(found.objects, 100, 60)[1].max() == 255
    assert paint(found.objects, 100, 60)[1].dtype == np.uint16


def test_more_classes_than_a_byte_can_number_take_sixteen_bits():
    classes = [LabelClass(f"c{number}", "any", "#000000") for number in range(300)]

    found = decide(label(BLOB, "c299"), the_plan=plan(classes))

    assert found.verdicts[0].why == WIDE_CLASS
    assert paint(found.objects, 100, 60)[0].max() == 300


def test_a_picture_that_is_too_large_has_boxes_alone(monkeypatch):
    monkeypatch.setattr(pascal_voc_fate, "MOST_PIXELS", 5999)

    found = decide(TRIANGLE, BLOB)

    assert {verdict.why for verdict in found.verdicts} == {f"{BOXED}; {TOO_LARGE}"}
    assert not any(one.is_painted for one in found.objects)


def test_a_class_that_xml_cannot_spell_is_told():
    found = decide(label(BOX, "a\x00"), the_plan=plan([LabelClass("a\x00", "any", "#000000")]))

    assert found.verdicts[0].why == RENAMED


def test_the_same_is_decided_again():
    one = image(SQUARE, DOT_MASK, TRIANGLE, BLOB)

    assert VocFate(plan()).decide(one) == VocFate(plan()).decide(replace(one, number=7))
