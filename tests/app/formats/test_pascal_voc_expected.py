"""What must be there is worked out from the image alone."""

import numpy as np
import pytest

from app.formats.pascal_voc_expected import Expected, spelled
from app.model.annotation import Tag
from tests.fakes.labelled import BLOB, BOX, DOT, LINE, ODD, RING, TRIANGLE, bitmap, image, label, plan


@pytest.mark.parametrize(
    ("geometry", "box", "is_painted"),
    [
        (BOX, (4, 3, 23, 12), False),
        (LINE, (6, 6, 91, 21), False),
        (TRIANGLE, (11, 11, 41, 41), True),
        (BLOB, (31, 21, 35, 24), True),
    ],
    ids=["box", "line", "polygon", "mask"],
)
def test_each_shape_has_its_box(geometry, box, is_painted):
    (wanted,) = Expected(plan()).wanted(image(geometry))

    assert (wanted.box, wanted.is_painted) == (box, is_painted)


def test_nothing_is_wanted_of_what_cannot_be_written():
    labels = (DOT, ODD, label(BOX, "stranger"), bitmap(["#"], (100, 0)))

    assert Expected(plan()).wanted(image(*labels)) == []
    assert Expected(plan()).wanted(image(BOX, width=0)) == []


def test_masks_have_the_numbers_of_classes_and_objects_and_later_ones_on_top():
    expected = Expected(plan())
    one = image(BOX, RING, label(bitmap(["#"], (10, 10)), "sign"))

    found = expected.masks(one, expected.wanted(one))

    assert found is not None
    assert (found[0][10, 10], found[1][10, 10]) == (2, 3)
    assert (found[0][11, 11], found[1][11, 11], found[1][30, 30]) == (1, 2, 0)
    assert np.unique(found[1]).tolist() == [0, 2, 3]


def test_without_areas_there_are_no_masks():
    expected = Expected(plan())

    assert expected.masks(image(BOX), expected.wanted(image(BOX))) is None


def test_presence_knows_what_is_difficult():
    expected = Expected(plan())
    one = image(label(BOX, "sign", tags=(Tag("Difficult", "yes"),)), label(BOX, "car", tags=(Tag("difficult", "no"),)))

    assert expected.presence(expected.wanted(one)) == [1, 0, -1]


def test_numbers_beyond_a_byte_are_foreseen():
    expected = Expected(plan())

    assert expected.is_wide(expected.wanted(image(*[BOX] * 254, BLOB))) == (False, True)
    assert expected.is_wide(expected.wanted(image(*[BOX] * 300))) == (False, False)


def test_names_are_spelled_apart():
    assert spelled(["a\x00", "a\ufffd", "b"]) == {"a\ufffd": "a\ufffd", "b": "b", "a\x00": "a\ufffd~2"}
