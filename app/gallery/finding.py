"""Which pictures a search finds: one pass over columns for each of its terms. The lock of the index is held.

Says the same as `app.model.search.matches` for every picture.
"""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from app.gallery.columns import PictureRows
from app.gallery.index import IMAGE_BITS, KIND_PLACES, Index
from app.model.problem import ProblemKind
from app.model.search import PictureState, Search, SearchKey, Sign, Term, any_of

Mask = NDArray[np.bool_]


def needs_excluded(search: Search) -> bool:
    """Return whether a search asks which pictures are left out."""
    return any(term.key is SearchKey.IS and any_of(term, (PictureState.EXCLUDED,)) for term in search.terms)


def find(index: Index, search: Search, excluded: Collection[str]) -> Mask:
    """Return for each picture whether it is found.

    Args:
        index: What is known.
        search: All its terms must fit.
        excluded: Pictures that are left out, as "dataset/name".
    """
    found = np.ones(len(index), bool)
    for term in search.terms:
        found &= _fits(index, term, excluded) != term.is_negated
    return found


def _fits(index: Index, term: Term, excluded: Collection[str]) -> Mask:
    match term.key:
        case SearchKey.OBJECTS:
            return _compared(index, term)
        case SearchKey.CLASS:
            return _with_row(index, index.label_rows, _wanted(term, index.classes.texts)[index.label_rows.of_column(0)])
        case SearchKey.SHAPE:
            return _with_row(index, index.label_rows, _wanted(term, index.shapes.texts)[index.label_rows.of_column(1)])
        case SearchKey.DATASET:
            return _wanted(term, index.datasets.texts)[index.dataset.view]
        case SearchKey.PROBLEM:
            return _problem(index, term)
        case SearchKey.IS:
            return _state(index, term, excluded)
        case SearchKey.NAME:
            return _named(index, term)
        case SearchKey.TAG:
            return _tagged(index, term)


def _wanted(term: Term, texts: Collection[str]) -> Mask:
    """Return for each word of a table whether the term wants it."""
    # One more, so that a table without words can be looked up in.
    return np.fromiter((*(any_of(term, (text,)) for text in texts), False), bool, len(texts) + 1)


def _with_row(index: Index, rows: PictureRows, is_wanted: Mask) -> Mask:
    """Return for each picture whether one of its rows is wanted; rows that were replaced are nobody's."""
    found = np.zeros(len(index), bool)
    pictures = rows.picture.view[is_wanted]
    found[pictures[pictures >= 0]] = True
    return found


def _compared(index: Index, term: Term) -> Mask:
    labels: NDArray[np.int32] = index.labels.view
    match term.sign:
        case Sign.AT_LEAST:
            return labels >= term.number
        case Sign.AT_MOST:
            return labels <= term.number
        case Sign.MORE:
            return labels > term.number
        case Sign.LESS:
            return labels < term.number
        case Sign.EQUAL:
            equal: Mask = labels == term.number
            return equal


def _problem(index: Index, term: Term) -> Mask:
    kinds = [kind for kind in ProblemKind if any_of(term, (kind,))]
    bits = sum(IMAGE_BITS.get(kind, 0) for kind in kinds)
    places = np.zeros(len(KIND_PLACES), bool)
    places[[KIND_PLACES[kind] for kind in kinds]] = True
    rows = index.problem_rows
    of_picture: Mask = (index.problem_bits.view & bits) != 0
    return _with_row(index, rows, places[rows.of_column(0)]) | of_picture


def _state(index: Index, term: Term, excluded: Collection[str]) -> Mask:
    found = np.zeros(len(index), bool)
    if any_of(term, (PictureState.LABELLED,)):
        found |= index.labels.view > 0
    if any_of(term, (PictureState.UNLABELLED,)):
        found |= index.labels.view == 0
    if any_of(term, (PictureState.EXCLUDED,)):
        found[index.numbers_of_keys(excluded)] = True
    return found


def _named(index: Index, term: Term) -> Mask:
    found = np.zeros(len(index), bool)
    names = index.folded_names()
    for wanted in term.wanted:
        pattern = wanted.name
        if pattern.is_exact:
            piece = pattern.pieces[0]
            found |= np.fromiter((piece in name for name in names), bool, len(names))
        else:
            found |= np.fromiter(map(pattern.matches, names), bool, len(names))
    return found


def _tagged(index: Index, term: Term) -> Mask:
    rows = index.tag_rows
    tag, value = rows.of_column(0), rows.of_column(1)
    is_wanted = np.zeros(len(tag), bool)
    for wanted in term.wanted:
        names = np.fromiter((*map(wanted.name.matches, index.tags.texts), False), bool, len(index.tags) + 1)
        fits = names[tag]
        if wanted.value is not None:
            values = np.fromiter((*map(wanted.value.matches, index.values.texts), False), bool, len(index.values) + 1)
            fits &= values[value]
        is_wanted |= fits
    return _with_row(index, rows, is_wanted)
