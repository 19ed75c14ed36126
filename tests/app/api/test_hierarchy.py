"""The datasets of a project as a tree, a dictionary, a list, and the children of one."""

import pytest

from app.api.hierarchy import Hierarchy
from app.model.queries import ListChildren
from app.model.tree import NodeKind, TreeNode
from tests.fakes.host import FakeHost


def dataset(number: int, parent: int | None, name: str) -> TreeNode:
    return TreeNode(NodeKind.DATASET, number, parent, 7, name)


TOWN, NORTH = dataset(1, None, "town"), dataset(2, 1, "north")
FAR, WEST = dataset(3, 2, "far"), dataset(4, None, "west")


class Face(Hierarchy):
    def __init__(self) -> None:
        self.host = FakeHost({ListChildren("k", NodeKind.PROJECT, 7): (TOWN, NORTH, FAR, WEST)})

    @property
    def _engine(self):
        return self.host

    @property
    def _key(self):
        return "k"


@pytest.fixture
def face():
    return Face()


async def test_a_dictionary_of_dictionaries(face):
    assert await face.dataset_tree(7) == {TOWN: {NORTH: {FAR: {}}}, WEST: {}}


async def test_a_walk_tells_the_parents(face):
    walk = [one async for one in face.walk_datasets(7)]

    assert walk == [((), TOWN), (("town",), NORTH), (("town", "north"), FAR), ((), WEST)]


async def test_a_flat_list_and_the_children_of_one(face):
    assert await face.datasets(7) == (TOWN, NORTH, FAR, WEST)
    assert await face.datasets(7, under=1) == (NORTH,)
    assert await face.datasets(7, under=3) == ()
