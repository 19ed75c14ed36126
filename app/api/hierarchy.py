"""What there is: meta, datasets as a tree, a dictionary, a list or the children of one, and images."""

from collections.abc import AsyncIterator, Sequence
from typing import TypeAlias

from app.api.account_face import AccountFace
from app.engine.figure_pages import groups_of, pages_of
from app.model.figure import EachOnce, Figure
from app.model.queries import CountLabels, ListChildren, ListImages, ShowProject
from app.model.source import Listed
from app.model.statistics import Statistics
from app.model.tree import NodeKind, ProjectPage, TreeNode

DatasetTree: TypeAlias = "dict[TreeNode, DatasetTree]"


class Hierarchy(AccountFace):
    """Projects, datasets and images of one account."""

    async def tree(self, kind: NodeKind | None = None, node_id: int | None = None) -> tuple[TreeNode, ...]:
        """Return the nodes right below one; without arguments the teams."""
        nodes: tuple[TreeNode, ...] = await self._engine.call(ListChildren(self._key, kind, node_id))
        return nodes

    async def meta(self, project_id: int) -> ProjectPage:
        """Return datasets, classes, tags and settings of a project."""
        page: ProjectPage = await self._engine.call(ShowProject(self._key, project_id))
        return page

    async def datasets(self, project_id: int, under: int | None = None) -> tuple[TreeNode, ...]:
        """Return all datasets of a project as a flat list, parents first; with `under` those right below one."""
        nodes = await self.tree(NodeKind.PROJECT, project_id)
        return tuple(node for node in nodes if under is None or node.parent_id == under)

    async def dataset_tree(self, project_id: int) -> DatasetTree:
        """Return the datasets of a project as a dictionary of dictionaries: dataset -> its children."""
        return _branches(await self.tree(NodeKind.PROJECT, project_id), None)

    async def walk_datasets(self, project_id: int) -> AsyncIterator[tuple[tuple[str, ...], TreeNode]]:
        """Yield (names of the parents from the root down, dataset), parents before children."""
        nodes = await self.tree(NodeKind.PROJECT, project_id)
        for parents, node in _walked(_branches(nodes, None), ()):
            yield parents, node

    async def images(
        self, dataset_id: int, image_ids: Sequence[int] = (), *, limit: int | None = None
    ) -> tuple[Listed, ...]:
        """Return the images of a dataset by id: key (the id as text), name, size in bytes, sha256.

        Args:
            dataset_id: The dataset.
            image_ids: Only these.
            limit: At most so many.
        """
        asked = ListImages(self._key, dataset_id, tuple(image_ids), limit)
        items: tuple[Listed, ...] = await self._engine.call(asked)
        return items

    async def statistics(self, project_id: int) -> Statistics:
        """Return objects, images and tags of a project as counted from listings; no annotation is downloaded."""
        found: Statistics = await self._engine.call(CountLabels(self._key, project_id))
        return found

    async def figures(
        self, dataset_id: int, image_ids: Sequence[int] = (), *, has_geometry: bool = False
    ) -> tuple[Figure, ...]:
        """Return every figure of a dataset, or of some of its images, without geometry unless it is wanted.

        Figures whose geometry cannot be had say so in `problem`.
        """
        found: list[Figure] = []
        seen = EachOnce()
        for group in groups_of(image_ids):
            async for page in pages_of(self._engine, self._key, dataset_id, group, has_geometry):
                found += seen.fresh(page.figures)
        return tuple(found)


def _branches(nodes: Sequence[TreeNode], parent: int | None) -> DatasetTree:
    return {node: _branches(nodes, node.id) for node in nodes if node.parent_id == parent}


def _walked(tree: DatasetTree, above: tuple[str, ...]) -> list[tuple[tuple[str, ...], TreeNode]]:
    found = []
    for node, below in tree.items():
        found.append((above, node))
        found += _walked(below, (*above, node.name))
    return found
