"""Tests of ui.preview.folder."""

import dataclasses

import pytest

from app.model.folder_card import FolderCounts
from app.model.gallery import CloseFolder, CountFolder, OpenFolder
from tests.fakes.gallery import FOLDER
from tests.fakes.waiting import until


@pytest.fixture
async def opened(folder):
    folder.open(FOLDER)
    await until(lambda: folder.counts is not None)
    return folder


async def test_a_folder_is_opened_then_counted(folder):
    cards = []
    folder.opened.connect(cards.append)

    folder.open(FOLDER)
    await until(lambda: folder.counts is not None)

    assert [card.title for card in cards] == ["Town streets"]
    assert folder.counts.shown == 12


async def test_a_folder_that_is_none_is_told_in_words(folder):
    failures = []
    folder.failed.connect(failures.append)

    folder.open("/elsewhere")
    await until(lambda: failures)

    assert failures[0].title == "This is no project folder."
    assert folder.path == ""


async def test_a_folder_is_counted_again_until_all_is_read(folder, host, gallery):
    answers = iter([False, True])
    full = gallery._counts

    def partly(query: CountFolder) -> FolderCounts:
        return dataclasses.replace(full(query), is_complete=next(answers, True))

    host.answers[CountFolder] = partly
    done = []
    folder.counted.connect(lambda counts: done.append(counts.is_complete))

    folder.open(FOLDER)

    await until(lambda: done == [False, True])


async def test_typing_searches_once_it_rests(opened, gallery):
    for text in ("p", "pr", "problem:*"):
        opened.find(text)

    await until(lambda: opened.counts.shown == 1)

    searches = [query.search for query in gallery.asked_of(CountFolder)]
    assert searches[-1] == "problem:*"
    assert "pr" not in searches


async def test_a_growing_folder_is_looked_at_again(opened, gallery):
    opened.be_growing(True)
    opened.look_again()

    await until(lambda: len(gallery.asked_of(OpenFolder)) == 2)


async def test_another_folder_closes_the_one_before(opened, gallery):
    opened.open("/elsewhere")

    await until(lambda: gallery.asked_of(CloseFolder) == [CloseFolder(FOLDER)])


async def test_left_out_images_are_counted(opened):
    opened.leave_out(("streets/streets_0001.jpg",))

    await until(lambda: opened.counts.excluded == 1)


async def test_a_closed_folder_asks_nothing_more(opened, gallery):
    opened.close()
    before = len(gallery.asked_of(CountFolder))
    opened.count_again()

    assert opened.path == ""
    assert len(gallery.asked_of(CountFolder)) == before
