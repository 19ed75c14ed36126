"""Areas become rings; what a ring cannot say is told."""

import pytest

from app.formats.boxing import BAD_MASK, CLIPPED, NO_NUMBERS, NO_SIZE, NOT_KNOWN, OUTSIDE
from app.formats.yolo_segment import (
    ALL_HOLE,
    AROUND,
    FEW_IN_PARTS,
    FEW_POINTS,
    HOLES,
    NO_AREA,
    OUTLINED,
    PARTS,
    TURNED,
    Segment,
)
from app.model.exporter import Fate
from app.model.geometry import Mask, MultiPolygon, Polygon, Rectangle
from tests.fakes.labelled import (
    BEYOND,
    BLOB,
    BOX,
    CUBOID,
    DOT,
    LINE,
    MATTE,
    ODD,
    POSE,
    RING,
    TRIANGLE,
    ZOO,
    bitmap,
    label,
)
from tests.fakes.labelled import (
    PARTS as TWO_PARTS,
)
from tests.fakes.labelled import (
    TURNED as TURNED_BOX,
)


def draw(geometry, width=100, height=60, **more):
    return Segment().draw(label(geometry, **more), width, height)


@pytest.mark.parametrize(
    ("geometry", "why", "count"),
    [
        (BOX, "", 1),
        (TRIANGLE, "", 1),
        (RING, HOLES, 1),
        (TWO_PARTS, PARTS, 2),
        (MultiPolygon((TRIANGLE,)), "", 1),
        (MultiPolygon((TRIANGLE, Polygon(((1, 1), (2, 2))))), FEW_IN_PARTS, 1),
        (BLOB, OUTLINED, 1),
        (bitmap(["#..#"], (3, 3)), OUTLINED, 2),
        (MATTE, OUTLINED, 1),
        (TURNED_BOX, TURNED, 1),
        (CUBOID, AROUND, 1),
        (Rectangle(-5, 5, 10, 10), CLIPPED, 1),
        (Polygon(((-20, 10), (10, 20), (-20, 30), (10, 40), (-20, 50))), CLIPPED, 2),
        (bitmap(["####"], (98, 3)), f"{OUTLINED}; {CLIPPED}", 1),
    ],
    ids=[
        *(
            "box",
            "polygon",
            "hole",
            "parts",
            "one part",
            "short part",
            "mask",
            "two masks",
            "alpha",
            "turned",
            "cuboid",
        ),
        *("box over the edge", "polygon over the edge", "mask over the edge"),
    ],
)
def test_areas_become_rings(geometry, why, count):
    drawn = draw(geometry)

    assert (drawn.verdict.fate, drawn.verdict.why) == (Fate.CHANGED if why else Fate.KEPT, why)
    assert len(drawn.objects) == count
    assert all(len(numbers) >= 6 and len(numbers) % 2 == 0 for numbers in drawn.objects)


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        (draw(LINE), NO_AREA),
        (draw(DOT), NO_AREA),
        (draw(POSE), NO_AREA),
        (draw(ODD), NOT_KNOWN),
        (draw(BOX, width=0), NO_SIZE),
        (draw(Rectangle(float("nan"), 0, 1, 1)), NO_NUMBERS),
        (draw(Polygon(((1, 1), (2, 2)))), FEW_POINTS),
        (draw(MultiPolygon(())), FEW_POINTS),
        (draw(Rectangle(200, 0, 210, 5)), OUTSIDE),
        (draw(bitmap(["#"], (100, 0))), OUTSIDE),
        (draw(Mask((0, 0), "odd")), BAD_MASK),
        (draw(Polygon(TRIANGLE.exterior, (((0, 0), (90, 0), (90, 55), (0, 55)),))), ALL_HOLE),
    ],
    ids=[
        *("line", "point", "pose", "unknown", "no size", "no numbers", "two points", "no parts"),
        *("box outside", "mask outside", "bad mask", "all hole"),
    ],
)
def test_what_is_no_area_is_lost_with_its_reason(drawn, why):
    assert (drawn.verdict.fate, drawn.verdict.why) == (Fate.LOST, why)
    assert drawn.objects == ()


def test_points_are_written_as_the_middle_of_their_pixels():
    (numbers,) = draw(Polygon(((0, 0), (99, 0), (99, 59)))).objects

    assert numbers == ("0.005000", "0.008333", "0.995000", "0.008333", "0.995000", "0.991667")


def test_a_label_that_a_remedy_cut_is_changed():
    assert draw(TRIANGLE, was_clipped=True).verdict.why == CLIPPED


@pytest.mark.parametrize("geometry", [*ZOO, *BEYOND, POSE], ids=lambda shape: type(shape).__name__)
def test_the_verdict_before_is_the_verdict_after(geometry):
    drawn = draw(geometry)

    assert Segment().judge(label(geometry), 100, 60) == drawn.verdict
    assert (drawn.verdict.fate is Fate.LOST) == (drawn.objects == ())
