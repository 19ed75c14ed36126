"""Counts of a project as bars that filter the plan."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.model.failure import Failure, FailureKind
from app.model.queries import CountLabels
from app.model.statistics import ClassCount, DatasetCount, Statistics, TagCount
from tests.fakes.waiting import turns
from ui.projects.statistics_view import Bar, StatisticsView, bin_words, groups, rule

FOUND = Statistics(
    (ClassCount("car", "rectangle", 120), ClassCount("", "bitmap", 3)),
    (DatasetCount("streets", 90, 4, 100, 31), DatasetCount("streets/far", 10, 0, 23)),
    (TagCount("note", None, 0, 2), TagCount("weather", "sunny", 30, 0)),
    (4, 10, 50, 30, 6),
    ("2 × A figure without a class.",),
)


@pytest.fixture
def view(desk, qtbot):
    view = StatisticsView(desk)
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    view.expect("k", 7)
    return view


def test_headings_bars_and_rules():
    found = {title: [(row.name, row.count, row.rule) for row in rows] for title, rows in groups(FOUND)}

    assert found["Objects per class"] == [("car", 120, "class:car"), ("unknown class", 3, "")]
    assert found["Objects per image"][0] == ("0", 4, "")
    assert found["Objects per image"][-1] == ("21 and more", 6, "labelled")
    assert found["Images per dataset"] == [("streets", 90, ""), ("streets/far", 10, "")]
    assert found["Tags"] == [("weather = sunny", 30, "tag:weather=sunny"), ("note", 2, "")]
    assert groups(Statistics()) == []


@pytest.mark.parametrize(("low", "high", "words"), [(0, 0, "0"), (2, 5, "2 to 5"), (21, None, "21 and more")])
def test_bins_have_words(low, high, words):
    assert bin_words(low, high) == words


def test_a_value_that_no_rule_can_hold_has_none():
    assert rule("class", "two\nlines") == ""


async def test_nothing_is_asked_before_somebody_wants_it_and_then_bars_appear(view, host):
    host.answers[CountLabels] = FOUND
    assert host.asked == []

    view.count.click()
    await turns()

    assert host.asked == [CountLabels("k", 7)]
    assert view.count.isHidden()
    assert view.words.text().startswith("100 images · 123 objects · 4 without labels. Press a class")
    assert view.words.text().endswith("2 × A figure without a class.")
    names = [bar.accessibleName() for bar in view.findChildren(Bar)]
    assert "car, rectangle: 120" in names


async def test_a_bar_that_is_pressed_by_mouse_or_key_tells_its_rule(view, qtbot):
    picked, datasets = [], []
    view.picked.connect(picked.append)
    view.dataset_picked.connect(datasets.append)
    view.show_counts(FOUND)
    bars = {bar.accessibleName(): bar for bar in view.findChildren(Bar)}

    QTest.mouseClick(bars["car, rectangle: 120"], Qt.MouseButton.LeftButton)
    bars["weather = sunny: 30"].setFocus()
    QTest.keyClick(bars["weather = sunny: 30"], Qt.Key.Key_Space)
    QTest.mouseClick(bars["streets: 90"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(bars["streets/far: 10"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(bars["0: 4"], Qt.MouseButton.LeftButton)

    assert picked == ["class:car", "tag:weather=sunny"]
    assert datasets == [31]


async def test_every_bar_says_what_pressing_it_does(view):
    view.show_counts(FOUND)

    tips = {bar.accessibleName(): bar.toolTip().partition("\n")[2] for bar in view.findChildren(Bar)}

    assert tips["car, rectangle: 120"] == "Press to download only images with it."
    assert tips["2 to 5: 50"] == "Press to download only labelled images."
    assert tips["streets: 90"] == "Press to download only this dataset."
    assert tips["0: 4"] == tips["streets/far: 10"] == ""


async def test_a_failure_is_a_sentence_and_can_be_tried_again(view, host):
    host.answers[CountLabels] = Failure(FailureKind.FORBIDDEN, "You may not read this.", "Ask your admin.")

    view.ask()
    await turns()

    assert view.words.text() == "You may not read this. Ask your admin."
    assert view.count.isEnabled()


async def test_another_project_begins_empty(view):
    view.show_counts(FOUND)

    view.expect("k", 8)

    assert [bar for bar in view.findChildren(Bar) if bar.isVisible()] == []
    assert view.count.isVisible()
