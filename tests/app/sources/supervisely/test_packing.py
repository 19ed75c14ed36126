"""Small images travel together; what is large or of unknown size goes alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.source import Listed
from app.model.spec import Mode
from app.sources.supervisely.packing import FORCED, MOST_BYTES, MOST_IMAGES, SMALL, packed


def listed(key: int, size: int | None, dataset: str = "1") -> Listed:
    return Listed(str(key), f"{key}.jpg", size, None, "", "{}", dataset)


def keys(items: list[Listed], batch_size: int | None = None) -> list[list[str]]:
    return [[one.key for one in group] for group in packed(items, batch_size)]


def test_large_and_unknown_images_go_alone():
    assert keys([listed(1, 10), listed(2, None), listed(3, SMALL), listed(4, SMALL - 1)]) == [["1", "4"]]


def test_a_lone_small_image_goes_alone():
    assert keys([listed(1, 10), listed(2, 10, "2")]) == []


def test_groups_are_of_one_dataset():
    items = [listed(n, 10, str(n % 2)) for n in range(6)]

    assert keys(items) == [["0", "2", "4"], ["1", "3", "5"]]


def test_a_chosen_batch_size_is_kept_to():
    assert [len(group) for group in packed([listed(n, SMALL - 1) for n in range(10)], 4)] == [4, 4, 2]


@pytest.mark.parametrize("mode", [Mode.SINGLE, Mode.ASYNC])
def test_one_by_one_makes_no_groups(mode):
    assert list(packed([listed(n, 10) for n in range(9)], 5, mode)) == []


@pytest.mark.parametrize("mode", [Mode.BATCH, Mode.BULK])
def test_chosen_batches_take_larger_images_in_but_not_those_that_would_fill_the_memory(mode):
    items = [listed(1, SMALL), listed(2, FORCED - 1), listed(3, FORCED), listed(4, None)]

    assert [[one.key for one in group] for group in packed(items, None, mode)] == [["1", "2"]]
    assert [len(group) for group in packed([listed(n, 10) for n in range(120)], None, mode)] == [50, 50, 20]
    assert [len(group) for group in packed([listed(n, FORCED - 1) for n in range(8)], 8, mode)] == [4, 4]


@given(st.lists(st.tuples(st.none() | st.integers(0, 600_000), st.sampled_from("12")), max_size=120))
def test_every_small_image_is_in_one_group_at_most_and_groups_fit(rows):
    items = [listed(n, size, dataset) for n, (size, dataset) in enumerate(rows)]

    groups = list(packed(items, None))
    together = [one.key for group in groups for one in group]

    assert len(together) == len(set(together))
    for group in groups:
        assert 2 <= len(group) <= MOST_IMAGES
        assert sum(one.size or 0 for one in group) <= MOST_BYTES
        assert len({one.dataset_key for one in group}) == 1
        assert all(one.size is not None and one.size < SMALL for one in group)
