"""Columns grow; rows of a picture are replaced together, and what is replaced goes away in the end."""

import numpy as np

from app.gallery import columns
from app.gallery.columns import Column, PictureRows


def rows(pictures: int) -> PictureRows:
    made = PictureRows(2)
    made.lengthen(pictures)
    return made


def test_a_column_keeps_what_it_had_while_it_grows():
    column: Column[np.int32] = Column(np.int32, -1)
    column.extend(range(1000))
    column.lengthen(5000)

    assert column.view[:3].tolist() == [0, 1, 2]
    assert column.view[999:1002].tolist() == [999, -1, -1]
    assert len(column) == 6000


def test_rows_of_a_picture_are_replaced():
    some = rows(3)
    some.put(0, [(1, 2)])
    some.put(2, [(3, 4), (5, 6)])

    some.put(0, [(7, 8), (9, 10), (11, 12)])
    some.put(2, [])

    assert some.of(0) == [(7, 8), (9, 10), (11, 12)]
    assert (some.of(1), some.of(2)) == ([], [])
    assert some.counts.tolist() == [3, 0, 0]
    assert sorted(some.picture.view.tolist()) == [-1, -1, -1, 0, 0, 0]


def test_replaced_rows_are_cleared_away(monkeypatch):
    monkeypatch.setattr(columns, "_LEAST_DEAD", 10)
    some = rows(4)
    for turn in range(50):
        for number in range(4):
            some.put(number, [(turn, number), (turn, number + 1)])

    assert [some.of(number) for number in range(4)] == [[(49, n), (49, n + 1)] for n in range(4)]
    assert len(some.picture) < 30


def test_many_rows_are_taken_in_at_once():
    some = rows(4)
    pictures = np.array([1, 1, 3], np.int32)

    some.fill(pictures, [np.array([1, 2, 3], np.int32), np.array([4, 5, 6], np.int32)])
    some.put(0, [(9, 9)])

    assert [some.of(number) for number in range(4)] == [[(9, 9)], [(1, 4), (2, 5)], [], [(3, 6)]]
    assert some.of_column(1).tolist() == [4, 5, 6, 9]
