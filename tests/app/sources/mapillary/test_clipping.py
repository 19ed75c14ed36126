"""Every image point is cut to the region, whose edges belong to it."""

import numpy as np
import pytest

from app.model.failure import FailedError
from app.model.mercator import MOST_LAT
from app.model.region import Region, box, polygon_region
from app.sources.mapillary.clipping import Clip, refuse_too_many_tiles


def inside(region: Region, *places: tuple[float, float]) -> list[bool]:
    lon, lat = np.array([p[0] for p in places]), np.array([p[1] for p in places])
    return Clip(region).inside(lon, lat).tolist()


def test_edges_of_a_box_belong_to_it():
    """Trap 4 of the reference: a tile is not the box."""
    region = box(1, 2, 3, 4)

    assert inside(region, (1, 2), (3, 4), (2, 3), (0.9999, 3), (3.0001, 3), (2, 1.9999), (2, 4.0001)) == [
        *[True] * 3,
        *[False] * 4,
    ]


def test_longitude_comes_before_latitude():
    """Trap 1 of the reference."""
    assert inside(box(139, 35, 140, 36), (139.5, 35.5), (35.5, 139.5)) == [True, False]


def test_a_box_across_the_antimeridian_holds_both_sides():
    """Trap 2 of the reference."""
    region = box(179.9, -17, -179.9, -16)

    assert inside(region, (179.95, -16.5), (-179.95, -16.5), (180, -16.5), (-180, -16.5), (0, -16.5)) == [
        *[True] * 4,
        False,
    ]
    assert {key.split("/")[1] for key in Clip(region).tiles} >= {"0", "16383"}


def test_a_box_at_the_pole_is_clamped():
    """Trap 3 of the reference."""
    region = box(10, 85, 11, 90)

    assert region.north == MOST_LAT
    assert inside(region, (10.5, 85.01), (10.5, 85.06)) == [True, False]
    assert all(key.endswith("/0") or int(key.split("/")[2]) < 60 for key in Clip(region).tiles)


def test_a_polygon_has_edges_and_holes():
    outer = [(0, 0), (4, 0), (4, 4), (0, 4)]
    hole = [(1, 1), (1, 3), (3, 3), (3, 1)]
    region = polygon_region([[outer, hole]])

    found = inside(region, (0.5, 0.5), (0, 2), (4, 4), (2, 2), (1, 2), (5, 2))

    assert found == [True, True, True, False, True, False]


def test_a_polygon_across_the_antimeridian_holds_both_sides():
    region = polygon_region([[[(179, -1), (181, -1), (181, 1), (179, 1)]]])

    assert inside(region, (179.5, 0), (-179.5, 0), (-178.5, 0), (178.5, 0)) == [True, True, False, False]


def test_a_polygon_says_which_boxes_it_meets():
    clip = Clip(polygon_region([[[(0, 0), (1, 0), (0, 1)]]]))

    assert clip.meets(0.1, 0.1, 0.2, 0.2)
    assert not clip.meets(0.9, 0.9, 1.0, 1.0)
    assert Clip(box(0, 0, 1, 1)).meets(0.9, 0.9, 1.0, 1.0)


@pytest.mark.parametrize("key", ["14/14549/6452", "14/14549/6453"], ids=["within", "next to it"])
def test_only_tiles_of_the_region_are_touched(key):
    clip = Clip(box(139.699, 35.658, 139.7, 35.659))

    assert clip.touches(key) is (key == "14/14549/6452")
    assert clip.tiles == ("14/14549/6452",)


def test_a_continent_is_refused_in_words():
    refuse_too_many_tiles([box(0, 0, 10, 10)])

    with pytest.raises(FailedError, match="allows 50,000 a day"):
        refuse_too_many_tiles([box(-170, -80, 170, 80)])
