"""Counts over the pictures that a search finds. The lock of the index is held by whoever asks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.gallery.index import IMAGE_BITS, KIND_PLACES, Index
from app.model.figure_json import DEFAULT_COLOR
from app.model.folder_card import Count, ProblemCount
from app.model.label_class import LabelClass
from app.model.problem import ProblemKind

# Tags with more different values than a person can choose from are counted by their name alone.
MOST_VALUES = 200
# A message must stay small, whatever a folder holds.
MOST_COUNTS = 5_000
# A table of pictures by keys is quicker than sorting, up to some megabytes.
MOST_CELLS = 16_000_000
MOST_SMALL = 1 << 20


def dataset_counts(index: Index, found: NDArray[np.bool_], order: Sequence[str]) -> tuple[Count, ...]:
    """Count pictures and labels by dataset, in the order of the project."""
    length = len(index.datasets)
    images = np.bincount(index.dataset.view[found], minlength=length)
    labels = np.bincount(index.dataset.view[found], weights=index.labels.view[found], minlength=length)
    by_name = {name: Count(name, int(images[n]), int(labels[n])) for n, name in enumerate(index.datasets.texts)}
    return tuple(by_name[name] for name in (*order, *(n for n in by_name if n not in order)) if name in by_name)[
        :MOST_COUNTS
    ]


def class_counts(index: Index, found: NDArray[np.bool_], classes: Sequence[LabelClass]) -> tuple[Count, ...]:
    """Count by class: those of the project in its order, then those that only labels know, by name."""
    images, labels = _by_class(index, found)
    used = _used(index)
    known = {one.name for one in classes}
    others = sorted(name for name in index.classes.texts if name not in known)
    counts = []
    for name, color in (*((one.name, one.color) for one in classes), *((name, DEFAULT_COLOR) for name in others)):
        number = index.classes.find(name)
        if number is not None and (name in known or used[number]):
            counts.append(Count(name, images[number], labels[number], color))
        elif name in known:
            counts.append(Count(name, 0, 0, color))
    return tuple(counts[:MOST_COUNTS])


def shape_counts(index: Index, found: NDArray[np.bool_]) -> tuple[Count, ...]:
    """Count by shape, most labels first."""
    rows = index.label_rows
    alive = _alive(rows.picture.view, found)
    shape = rows.values[1].view[alive].astype(np.int64)
    counts = [
        Count(index.shapes.texts[n], images, labels)
        for n, images, labels in _grouped(rows.picture.view[alive], shape, rows.values[2].view[alive])
    ]
    return tuple(sorted(counts, key=lambda one: (-one.labels, one.name))[:MOST_COUNTS])


def tag_counts(index: Index, found: NDArray[np.bool_], order: Sequence[str]) -> tuple[Count, ...]:
    """Count by tag, and by value where there are not too many, in the order of the project.

    `labels` counts labels that carry the tag.
    """
    rows = index.tag_rows
    alive = _alive(rows.picture.view, found)
    picture = rows.picture.view[alive]
    tag, value, is_label, count = (column.view[alive] for column in rows.values)
    labels = np.where(is_label == 1, count, 0)
    by_tag: dict[int, list[Count]] = {}
    for number, images, of_labels in _grouped(picture, tag.astype(np.int64), labels):
        by_tag[number] = [Count(index.tags.texts[number], images, of_labels)]
    words = max(1, len(index.values))
    pairs = tag.astype(np.int64) * words + value
    values: dict[int, list[Count]] = {}
    if len(pairs):
        per_tag = np.bincount(_numbered(pairs)[0] // words)
        few = per_tag[tag] <= MOST_VALUES
        for pair, images, of_labels in _grouped(picture[few], pairs[few], labels[few]):
            number, text = pair // words, index.values.texts[pair % words]
            if text:
                values.setdefault(number, []).append(Count(f"{index.tags.texts[number]}={text}", images, of_labels))
    names = (*order, *sorted(index.tags.texts[number] for number in by_tag))
    counts: list[Count] = []
    for name in dict.fromkeys(names):
        found_tag = index.tags.find(name)
        if found_tag is not None and found_tag in by_tag:
            counts += by_tag[found_tag] + sorted(values.get(found_tag, []), key=lambda one: one.name)
    return tuple(counts[:MOST_COUNTS])


def problem_counts(index: Index, found: NDArray[np.bool_]) -> tuple[ProblemCount, ...]:
    """Count problems by kind, only those that are there."""
    rows = index.problem_rows
    alive = _alive(rows.picture.view, found)
    picture, kinds = rows.picture.view[alive], rows.values[0].view[alive]
    bits = index.problem_bits.view[found]
    counts = []
    for kind in ProblemKind:
        if kind in IMAGE_BITS:
            images = problems = int(np.count_nonzero(bits & IMAGE_BITS[kind]))
        else:
            is_kind = kinds == KIND_PLACES[kind]
            problems = int(np.count_nonzero(is_kind))
            images = _distinct(picture[is_kind]) if problems else 0
        if problems:
            counts.append(ProblemCount(kind, images, problems))
    return tuple(counts)


def _used(index: Index) -> NDArray[np.int64]:
    """Return how many rows each class has: one that only a replaced annotation had is no class of the folder."""
    rows = index.label_rows
    return np.bincount(rows.values[0].view[rows.picture.view >= 0], minlength=len(index.classes))


def _by_class(index: Index, found: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    """Return pictures and labels of each class."""
    rows = index.label_rows
    alive = _alive(rows.picture.view, found)
    picture, word = rows.picture.view[alive], rows.values[0].view[alive]
    labels = np.bincount(word, weights=rows.values[2].view[alive], minlength=len(index.classes))
    # The rows of a picture are in order of classes: those of one class, in several shapes, follow each other.
    is_new = np.ones(len(picture), bool)
    is_new[1:] = (picture[1:] != picture[:-1]) | (word[1:] != word[:-1])
    images = np.bincount(word[is_new], minlength=len(index.classes))
    return images.tolist(), labels.astype(np.int64).tolist()


def _alive(picture: NDArray[np.int32], found: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows belong to pictures that were found; rows of picture -1 belong to none."""
    if not len(found):
        return np.zeros(len(picture), bool)
    return found[picture] & (picture >= 0)


def _distinct(picture: NDArray[np.int32]) -> int:
    return len(np.unique(picture))


def _grouped(
    picture: NDArray[np.int32], keys: NDArray[np.int64], labels: NDArray[np.int32]
) -> list[tuple[int, int, int]]:
    """Return (key, distinct pictures, labels) for each key that is there."""
    if not len(keys):
        return []
    distinct, place = _numbered(keys)
    sums = np.bincount(place, weights=labels, minlength=len(distinct))
    most = int(picture.max()) + 1
    if len(distinct) * most <= MOST_CELLS:
        seen = np.zeros((len(distinct), most), bool)
        seen[place, picture] = True
        images = np.count_nonzero(seen, axis=1)
    else:
        images = np.bincount(np.unique(place.astype(np.int64) << 32 | picture) >> 32, minlength=len(distinct))
    return list(zip(distinct.tolist(), images.tolist(), sums.astype(np.int64).tolist(), strict=True))


def _numbered(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct keys in order, and the place of each key among them; small keys are not sorted."""
    most = int(keys.max()) + 1
    if most > MOST_SMALL:
        return np.unique(keys, return_inverse=True)
    is_there = np.zeros(most, bool)
    is_there[keys] = True
    return np.flatnonzero(is_there), (np.cumsum(is_there) - 1)[keys]
