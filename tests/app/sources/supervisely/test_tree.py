"""Datasets become a tree whatever the server sends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.failure import FailedError, FailureKind
from app.model.spec import SuperviselySpec
from app.sources.supervisely.tree import DEEPEST, chosen, named, ordered
from app.sources.supervisely.wire import DatasetEntity


def entity(key: int | str, parent: int | str | None = None, name: str = "x", count: int = 1) -> DatasetEntity:
    return DatasetEntity(id=key, name=name, parent_id=parent, images_count=count, size="10")


def test_parents_come_before_children_and_siblings_stay_in_order():
    branches = ordered([entity(3, 1), entity(1), entity("4", "3"), entity(2, 1), entity(9)])

    assert [branch.id for branch in branches] == [1, 3, 4, 2, 9]
    assert branches[2].names == ((1, "x"), (3, "x"), (4, "x"))
    assert [branch.has_children for branch in branches] == [True, True, False, False, False]
    assert branches[0].dataset().path == (("1", "x"),)


def test_a_child_whose_parent_is_unknown_becomes_a_root():
    assert [(b.id, b.parent_id) for b in ordered([entity(5, 77), entity(6, 6)])] == [(5, None), (6, None)]


def test_a_circle_is_cut_at_its_lowest_id():
    branches = ordered([entity(3, 2), entity(2, 3), entity(1)])

    assert [(b.id, b.parent_id) for b in branches] == [(1, None), (2, None), (3, 2)]


def test_a_thousand_levels_are_cut_into_paths_that_fit():
    branches = ordered([entity(1), *(entity(n, n - 1) for n in range(2, 1001))])

    assert len(branches) == 1000
    assert max(len(branch.names) for branch in branches) == DEEPEST


@given(st.lists(st.tuples(st.integers(0, 12), st.none() | st.integers(0, 12)), max_size=14))
def test_every_dataset_has_one_place(pairs):
    branches = ordered(entity(key, parent) for key, parent in pairs)

    assert sorted(b.id for b in branches) == sorted({key for key, _ in pairs})
    place = {b.id: at for at, b in enumerate(branches)}
    assert all(b.parent_id is None or place[b.parent_id] < place[b.id] for b in branches)


def test_a_dataset_without_an_id_is_a_failure():
    with pytest.raises(FailedError) as caught:
        ordered([DatasetEntity(name="x")])

    assert caught.value.failure.kind is FailureKind.DATA


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        ({}, [1, 2, 3, 4]),
        ({"dataset_ids": (2,)}, [2]),
        ({"dataset_ids": (2,), "with_children": True}, [2, 3]),
        ({"dataset_ids": (4, 1), "with_children": True}, [1, 2, 3, 4]),
    ],
    ids=["all", "one", "one with children", "root with children"],
)
def test_a_spec_chooses_datasets(options, keys):
    branches = ordered([entity(1), entity(2, 1), entity(3, 2), entity(4)])

    assert [b.id for b in chosen(SuperviselySpec(1, **options), branches)] == keys


def test_a_dataset_that_is_not_there_is_named():
    with pytest.raises(FailedError, match="no dataset 5, 6") as caught:
        chosen(SuperviselySpec(1, dataset_ids=(1, 6, 5)), ordered([entity(1)]))

    assert caught.value.failure.kind is FailureKind.NOT_FOUND


def test_many_numbers_are_shortened():
    assert named(range(8)) == "0, 1, 2, 3, 4 and 3 more"
