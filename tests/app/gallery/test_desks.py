"""Questions in line: who comes first, and who is sent home."""

import threading

import pytest

from app.gallery.desks import Asked, Desks, Line
from app.model.annotation import Annotation
from app.model.answers import Look
from app.model.gallery import (
    CheckExport,
    CountFolder,
    LabelAt,
    ListPictures,
    OpenFolder,
    PaintLook,
    ShowThumb,
    ShowView,
)

THUMB = ShowThumb("/a", 0, 9, 9)


def asked(*numbers):
    return [Asked(number, THUMB) for number in numbers]


@pytest.mark.parametrize(("newest_first", "order"), [(False, [1, 2, 3]), (True, [3, 2, 1])], ids=["in turn", "newest"])
def test_a_line_has_an_order(newest_first, order):
    line = Line(newest_first=newest_first)
    for one in asked(1, 2, 3):
        line.put(one)

    assert [line.take().number for _ in order] == order


def test_stale_questions_leave_the_line():
    line = Line()
    for one in asked(1, 2, 3):
        line.put(one)

    assert [one.number for one in line.drop(lambda one: one.number != 2)] == [1, 3]
    assert line.take().number == 2


def test_a_closed_line_sends_everybody_home():
    line = Line()
    line.put(asked(1)[0])
    line.close()

    assert line.take() is None


QUERIES = [
    OpenFolder("/a"), CountFolder("/a"), ListPictures("/a", "", 0, 9), THUMB, ShowView("/a", 0, 0, 0, 1.0, 9, 9),
    LabelAt("/a", 0, 1, 1), CheckExport("{}"), PaintLook(Look("a", b"", Annotation(1, 1)), 9, 9),
]  # fmt: skip


def test_every_question_is_answered_once():
    found, done = [], threading.Semaphore(0)

    def answer(one):
        found.append(one.number)
        done.release()

    desks = Desks(answer)
    for number, query in enumerate(QUERIES):
        desks.put(Asked(number, query))
    for _ in QUERIES:
        assert done.acquire(timeout=60)
    desks.close(2.0)

    assert sorted(found) == list(range(len(QUERIES)))


def test_counts_are_answered_while_pictures_are_painted():
    painting, counted = threading.Event(), threading.Event()

    def answer(one):
        if isinstance(one.query, ShowThumb):
            painting.wait(10)
        else:
            counted.set()

    desks = Desks(answer)
    for number in range(9):
        desks.put(Asked(number, THUMB))
    desks.put(Asked(99, CountFolder("/a")))
    was_counted = counted.wait(10)
    gone = desks.drop(lambda one: True)
    painting.set()
    desks.close(2.0)

    assert was_counted
    assert len(gone) >= 6
