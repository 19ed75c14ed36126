"""Tests of ui.preview.layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.preview.layout import GAP, GridLayout

LAYOUT = GridLayout(720, 168, 10)


def test_tiles_fill_the_width():
    assert LAYOUT.columns == 4
    assert GAP + LAYOUT.columns * (LAYOUT.tile_width + GAP) <= 720
    assert LAYOUT.rows == 3


def test_a_tile_is_found_where_it_lies():
    left, top = LAYOUT.place(5)

    assert LAYOUT.at(left + 1, top + 1) == 5


@pytest.mark.parametrize(
    ("x", "y"), [(2, 30), (30, 2), (719, 30), (30, 100_000), (-5, 30)], ids=["left", "above", "right", "below", "off"]
)
def test_between_tiles_there_is_nothing(x, y):
    assert LAYOUT.at(x, y) is None


def test_the_hole_behind_the_last_tile_is_none():
    left, top = LAYOUT.place(10)

    assert LAYOUT.at(left + 1, top + 1) is None


def test_what_is_seen_is_a_few_rows_of_many():
    layout = GridLayout(720, 168, 100_000)

    seen = layout.seen(1_000_000, 600)

    assert 16 <= len(seen) <= 24
    assert all(layout.place(position)[1] < 1_000_600 for position in seen)


@given(st.integers(1, 4000), st.integers(10, 500), st.integers(0, 1000), st.integers(0, 5000), st.integers(1, 2000))
def test_every_tile_in_the_window_is_seen(width, wanted, count, top, height):
    layout = GridLayout(width, wanted, count)
    seen = set(layout.seen(top, height))

    for position in range(count):
        y = layout.place(position)[1]
        if y < top + height and y + layout.tile_height > top:
            assert position in seen
