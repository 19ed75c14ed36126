"""Drawing commands become lines and rings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sources.mapillary.commands import Path, paths
from tests.fakes.tile_writer import path, zigzag

POINTS = st.lists(st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000)), min_size=2, max_size=8)


@pytest.mark.slow
@given(POINTS, st.booleans())
def test_a_path_comes_back(points, is_closed):
    assert paths(path(points, is_closed=is_closed)) == [Path(points, is_closed)]


def test_several_parts_go_on_from_the_cursor():
    """Trap 36 of the reference: sequences are often MultiLineStrings."""
    numbers = path([(1, 1), (5, 5)]) + path([(9, 9), (12, 7)], start=(5, 5))

    assert paths(numbers) == [Path([(1, 1), (5, 5)], False), Path([(9, 9), (12, 7)], False)]


def test_many_points_of_one_move_are_many_parts():
    assert paths([17, zigzag(1), zigzag(2), zigzag(3), zigzag(4)]) == [Path([(1, 2)], False), Path([(4, 6)], False)]


@pytest.mark.parametrize(
    "numbers",
    [[9], [9, 2], [1 << 40 | 2, 1, 1], [15], [9, 2, 2, 23], [13, 0, 0], [9, 1 << 33, 0]],
    ids=["no place", "half a place", "too many", "nothing to close", "closed twice", "unknown", "beyond the map"],
)
def test_commands_that_do_not_add_up_are_refused(numbers):
    with pytest.raises(ValueError, match=r"geometry|ring"):
        paths(numbers)


@pytest.mark.slow
@given(st.lists(st.integers(0, 2**64 - 1), max_size=30))
def test_noise_is_a_value_error_and_nothing_else(numbers):
    try:
        found = paths(numbers)
    except ValueError:
        return
    assert sum(len(one.points) for one in found) <= len(numbers)
