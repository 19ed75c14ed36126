"""A label becomes the box around what of it lies in the picture, and is told what it loses."""

from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image

from app.formats.boxing import BAD_MASK, BOXED, CLIPPED, EMPTY_MASK, NO_BOX, NO_SIZE, NOT_KNOWN, OUTSIDE, boxed
from app.model.exporter import Fate
from app.model.geometry import Mask, Polygon, Rectangle
from tests.fakes.labelled import (
    BLOB,
    BOX,
    CUBOID,
    DOT,
    LINE,
    MATTE,
    ODD,
    PARTS,
    POSE,
    TRIANGLE,
    TURNED,
    bitmap,
    label,
)

ONE_BLACK_PIXEL = Mask(
    (3, 3), "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    ("geometry", "place"),
    [
        (TRIANGLE, (10, 10, 41, 41)),
        (PARTS, (10, 10, 81, 41)),
        (BLOB, (30, 20, 35, 24)),
        (MATTE, (5, 5, 8, 7)),
        (LINE, (5, 5, 91, 21)),
        (POSE, (50, 10, 56, 13)),
        (CUBOID, (10, 5, 36, 31)),
    ],
    ids=["polygon", "parts", "mask", "alpha", "line", "pose", "cuboid"],
)
def test_every_other_shape_becomes_the_box_of_its_pixels(geometry, place):
    verdict, found = boxed(label(geometry), 100, 60)

    assert (verdict.fate, verdict.why) == (Fate.CHANGED, BOXED)
    assert found == place


def test_a_rectangle_is_kept_and_covers_its_last_pixels():
    verdict, found = boxed(label(BOX), 100, 60)

    assert verdict.fate is Fate.KEPT
    assert found == (3, 2, 23, 12)


def test_a_turned_box_reaches_as_far_as_its_corners():
    _, found = boxed(label(TURNED), 100, 60)

    assert found is not None
    assert found[0] < 20
    assert found[3] > 31


@pytest.mark.parametrize(
    ("geometry", "place", "why"),
    [
        (Rectangle(-5, 50, 9, 70), (0, 50, 10, 60), CLIPPED),
        # What is cut off would have made the box taller.
        (Polygon(((-50, -50), (50, 50), (50, 55))), (0, 0, 51, 56), f"{BOXED}; {CLIPPED}"),
        (bitmap(["####", "...#"], (98, 59)), (98, 59, 100, 60), f"{BOXED}; {CLIPPED}"),
    ],
    ids=["rectangle", "polygon", "mask"],
)
def test_what_reaches_outside_is_cut_and_told(geometry, place, why):
    verdict, found = boxed(label(geometry), 100, 60)

    assert (verdict.fate, verdict.why) == (Fate.CHANGED, why)
    assert found == place


def test_a_label_that_a_remedy_cut_is_told_as_changed():
    verdict, _ = boxed(label(BOX, was_clipped=True), 100, 60)

    assert (verdict.fate, verdict.why) == (Fate.CHANGED, CLIPPED)


@pytest.mark.parametrize(
    ("geometry", "size", "why"),
    [
        (DOT, (100, 60), NO_BOX),
        (ODD, (100, 60), NOT_KNOWN),
        (BOX, (0, 0), NO_SIZE),
        (Rectangle(100, 0, 110, 5), (100, 60), OUTSIDE),
        (Polygon(()), (100, 60), OUTSIDE),
        (bitmap(["#"], (100, 60)), (100, 60), OUTSIDE),
        (Mask((1, 1), "odd"), (100, 60), BAD_MASK),
        (ONE_BLACK_PIXEL, (100, 60), EMPTY_MASK),
    ],
    ids=["point", "unknown", "no size", "box outside", "no points", "mask outside", "bad mask", "empty mask"],
)
def test_what_has_no_box_is_lost_with_its_reason(geometry, size, why):
    verdict, found = boxed(label(geometry), *size)

    assert (verdict.fate, verdict.why) == (Fate.LOST, why)
    assert found is None


def test_zeros_around_a_mask_do_not_count():
    body = BytesIO()
    picture = Image.new("L", (4, 3))
    picture.putpixel((1, 1), 255)
    picture.putpixel((2, 1), 255)
    picture.save(body, "PNG")
    loose = Mask((10, 10), b64encode(body.getvalue()).decode())

    assert boxed(label(loose), 100, 60)[1] == (11, 11, 13, 12)
