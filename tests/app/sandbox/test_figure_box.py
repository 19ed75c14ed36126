"""Bounding boxes and areas of figures."""

import numpy as np
import pytest

from app.sandbox.figure_box import area_of, box_of, mask_size
from app.sandbox.masks import bitmap_of


@pytest.mark.parametrize(
    ("entry", "box", "area"),
    [
        ({"geometryType": "rectangle", "points": {"exterior": [[1, 2], [3, 5]], "interior": []}}, [2, 1, 5, 3], 12),
        (
            {"geometryType": "polygon", "points": {"exterior": [[0, 0], [4, 0], [4, 4], [0, 4]], "interior": []}},
            [0, 0, 4, 4],
            16,
        ),
        ({"geometryType": "graph", "nodes": {"a": {"loc": [5, 6]}, "b": {"loc": [1, 9]}}}, [6, 1, 9, 5], 0),
        ({"geometryType": "oriented_bbox", "points": [[1, 1], [2, 4]], "angle": 1.0}, [1, 1, 4, 2], 8),
        ({"geometryType": "multipolygon", "parts": [{"exterior": [[0, 0], [2, 0], [2, 2], [0, 2]]}]}, [0, 0, 2, 2], 4),
        ({"geometryType": "any"}, [0, 0, 0, 0], 0),
    ],
)
def test_box_is_top_left_bottom_right(entry, box, area):
    assert (box_of(entry), area_of(entry)) == (box, area)


def test_mask_has_the_size_of_its_picture():
    bitmap = bitmap_of(np.ones((3, 5), bool), 10, 20)
    assert bitmap is not None

    assert box_of({"geometryType": "bitmap", "bitmap": bitmap}) == [20, 10, 22, 14]
    assert mask_size("not a mask") == (1, 1)
