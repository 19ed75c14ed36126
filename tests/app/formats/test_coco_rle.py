"""Tests of app.formats.coco_rle: what pycocotools makes of the same pixels is the measure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as others

from app.formats.coco_rle import column_runs, packed


def part_of(*rows):
    return np.array([[letter == "#" for letter in row] for row in rows])


@pytest.mark.parametrize(
    ("part", "left", "top", "expected"),
    [
        (part_of("#"), 0, 0, [0, 1, 11]),
        (part_of("#"), 3, 2, [11, 1]),
        (part_of("##", "##"), 1, 0, [3, 2, 1, 2, 4]),
        (part_of("#", "#", "#"), 1, 0, [3, 3, 6]),
        (part_of("##", "##", "##"), 1, 0, [3, 6, 3]),
        (part_of("####", "####", "####"), 0, 0, [0, 12]),
        (part_of(" "), 0, 0, [12]),
        (part_of("# #"), 0, 1, [1, 1, 5, 1, 4]),
    ],
    ids=["first", "last", "square", "column", "two columns are one run", "all", "nothing", "apart"],
)
def test_runs_go_down_the_columns_and_begin_with_zeros(part, left, top, expected):
    """In a picture of 4 × 3 pixels."""
    runs = column_runs(part, left, top, 4, 3)

    assert runs == expected
    assert sum(runs) == 12


pictures = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
    lambda size: st.lists(st.booleans(), min_size=size[0] * size[1], max_size=size[0] * size[1]).map(
        lambda flat: np.array(flat).reshape(size)
    )
)


@given(pictures, st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_pycocotools_packs_the_same_pixels_to_the_same_text(part, left, top, more):
    whole = np.zeros((part.shape[0] + top + more, part.shape[1] + left + more), np.uint8)
    whole[top : top + part.shape[0], left : left + part.shape[1]] = part
    height, width = whole.shape

    text = packed(column_runs(part, left, top, width, height), width, height)

    assert text.encode() == others.encode(np.asfortranarray(whole))["counts"]
