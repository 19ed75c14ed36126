"""Tests of ui.preview.filters."""

import pytest

from app.model.gallery import CountFolder
from tests.fakes.gallery import FOLDER, FakeGallery
from ui.preview.filters import Filters


@pytest.fixture
def filters(qtbot, qapp):
    filters = Filters()
    qtbot.addWidget(filters)
    filters.show_counts(FakeGallery()._counts(CountFolder(FOLDER)), ("streets", "crossings"))
    return filters


def test_what_there_is_is_offered_with_its_count(filters):
    box = filters.boxes["tag"]

    assert [box.itemText(place) for place in range(box.count())] == ["Any tag", "weather · 12", "weather=sunny · 12"]


def test_a_choice_writes_a_term(filters, qtbot):
    filters.show_search("dusk")
    box = filters.boxes["shape"]
    box.setCurrentIndex(1)

    with qtbot.waitSignal(filters.edited) as told:
        box.activated.emit(1)

    assert told.args == ["dusk shape:rectangle"]


def test_a_range_of_labels_is_two_terms(filters, qtbot):
    with qtbot.waitSignal(filters.edited) as told:
        filters.least.setValue(2)

    assert told.args == ["objects>=2"]


def test_a_search_is_shown_in_the_controls_without_being_told(filters, qtbot):
    with qtbot.assertNotEmitted(filters.edited):
        filters.show_search("tag:weather=sunny objects<=9")

    assert filters.boxes["tag"].currentData() == "weather=sunny"
    assert (filters.least.value(), filters.most.value()) == (-1, 9)
