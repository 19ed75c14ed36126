"""Datasets of a project as a tree: order, folder paths, which ones a spec means. Pure.

Parents come before their children, siblings in server order. Servers are not trusted to send a tree: an unknown
parent makes a root, a circle is cut where it closes, and no path gets deeper than 64.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.model.failure import FailedError, Failure, FailureKind
from app.model.item import Dataset
from app.model.spec import SuperviselySpec
from app.sources.supervisely.wire import DatasetEntity, unreadable, whole

DEEPEST = 64


@dataclass(frozen=True, slots=True)
class Branch:
    """One dataset in its place.

    Attributes:
        id: Id on the server.
        parent_id: The dataset above; None for a root.
        names: (id, name) from the root down to this one.
        count: Images of its own; None when the server does not say.
        size: Bytes of its own; None when the server does not say.
        updated_at: As the server spells it.
        has_children: Whether datasets lie below it.
    """

    id: int
    parent_id: int | None
    names: tuple[tuple[int, str], ...]
    count: int | None
    size: int | None
    updated_at: str
    has_children: bool

    def dataset(self) -> Dataset:
        """Return the dataset as items name it."""
        return Dataset(str(self.id), tuple((str(key), name) for key, name in self.names))


def ordered(entities: Iterable[DatasetEntity]) -> tuple[Branch, ...]:
    """Return all datasets, parents before children, siblings in the order in which they came.

    Raises:
        FailedError: DATA, when a dataset has no id.
    """
    known: dict[int, DatasetEntity] = {}
    for entity in entities:
        key = whole(entity.id)
        if key is None:
            raise FailedError(unreadable("datasets.list: a dataset without an id"))
        known.setdefault(key, entity)
    children: dict[int | None, list[int]] = {}
    for key, entity in known.items():
        children.setdefault(_parent(key, entity, known), []).append(key)
    found: dict[int, Branch] = {}
    _walk(children.get(None, ()), (), None, known, children, found)
    # Whatever no root leads to lies on a circle: its lowest id becomes a root.
    for key in sorted(known):
        if key not in found:
            _walk((key,), (), None, known, children, found)
    return tuple(found.values())


def _parent(key: int, entity: DatasetEntity, known: Mapping[int, DatasetEntity]) -> int | None:
    parent = whole(entity.parent_id)
    return parent if parent in known and parent != key else None


def _walk(
    roots: Sequence[int],
    above: tuple[tuple[int, str], ...],
    parent: int | None,
    known: Mapping[int, DatasetEntity],
    children: Mapping[int | None, Sequence[int]],
    found: dict[int, Branch],
) -> None:
    """Add everything below `roots` to `found`, depth first, without recursion."""
    open_ends = [(key, above, parent) for key in reversed(roots)]
    while open_ends:
        key, path, over = open_ends.pop()
        if key in found:
            continue
        entity = known[key]
        below = [] if len(path) + 1 >= DEEPEST else [child for child in children.get(key, ()) if child not in found]
        names = (*path, (key, entity.name or str(key)))
        found[key] = Branch(
            id=key,
            parent_id=over,
            names=names,
            count=whole(entity.images_count) if entity.images_count is not None else whole(entity.items_count),
            size=whole(entity.size),
            updated_at=entity.updated_at or "",
            has_children=bool(below),
        )
        open_ends.extend((child, names, key) for child in reversed(below))


def chosen(spec: SuperviselySpec, branches: Sequence[Branch]) -> tuple[Branch, ...]:
    """Return the datasets that a spec means, in tree order.

    Raises:
        FailedError: NOT_FOUND, when a chosen dataset is not in the project.
    """
    if not spec.dataset_ids:
        return tuple(branches)
    wanted = set(spec.dataset_ids)
    missing = sorted(wanted - {branch.id for branch in branches})
    if missing:
        raise FailedError(
            Failure(
                FailureKind.NOT_FOUND,
                f"The project has no dataset {named(missing)}.",
                "Take it out of the selection, or look at the tree for the right number.",
            )
        )
    return tuple(
        branch
        for branch in branches
        if branch.id in wanted or (spec.with_children and any(key in wanted for key, _ in branch.names))
    )


def named(numbers: Sequence[int]) -> str:
    """Return some numbers as text, shortened when there are many."""
    return ", ".join(map(str, numbers[:5])) + (f" and {len(numbers) - 5} more" if len(numbers) > 5 else "")
