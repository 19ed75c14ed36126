"""Tests of ui.preview.rows."""

import dataclasses

import pytest

from app.model.gallery import CountFolder, ListPictures
from tests.fakes.gallery import FOLDER, FakeGallery
from tests.fakes.waiting import until
from ui.preview.rows import PAGE, Rows


@pytest.fixture
def gallery():
    return FakeGallery(450)


@pytest.fixture
async def rows(desk, folder):
    rows = Rows(desk, folder)
    folder.open(FOLDER)
    await until(lambda: rows.total == 450)
    return rows


async def test_a_row_is_asked_for_when_it_is_wanted(rows, gallery):
    assert rows.row(PAGE + 3) is None
    await until(lambda: rows.row(PAGE + 3))

    assert rows.row(PAGE + 3).number == PAGE + 3
    assert [query.offset for query in gallery.asked_of(ListPictures)] == [PAGE]


async def test_a_page_is_asked_for_once_while_it_is_on_its_way(rows, gallery):
    for position in range(10):
        rows.row(position)
    await until(lambda: rows.row(0))

    assert len(gallery.asked_of(ListPictures)) == 1


async def test_another_search_forgets_the_rows(rows, folder):
    await until(lambda: rows.row(5))
    told = []
    rows.reset.connect(lambda: told.append(True))

    folder.find("problem:*", at_once=True)

    assert told
    assert rows.row(0) is None
    await until(lambda: rows.total == 1 and rows.row(0))
    assert rows.row(0).number == 1


async def test_rows_stay_while_newer_ones_are_on_their_way(rows, folder, host, gallery):
    await until(lambda: rows.row(0))
    counts = gallery._counts
    host.answers[CountFolder] = lambda query: dataclasses.replace(counts(query), revision=2)
    folder.count_again()
    await until(lambda: folder.counts.revision == 2)

    assert rows.row(0) is not None
    await until(lambda: len(gallery.asked_of(ListPictures)) == 2)
