"""Tests of ui.preview.menus."""

import pytest
from PySide6.QtWidgets import QWidget

from app.model.problem import ProblemKind, Remedy
from ui.preview.menus import class_menu, remedy_menu


@pytest.fixture
def owner(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    return owner


def entry(menu, words):
    return next(action for action in menu.actions() if action.text().replace("&", "") == words)


def test_a_class_can_be_looked_at_alone(theme, decisions, owner):
    told = []
    menu = class_menu(theme, decisions, "car", ["car", "van"], owner, lambda: told.append(True))

    entry(menu, "Only this").trigger()

    assert told == [True]


def test_a_class_is_merged_into_another(theme, decisions, owner):
    menu = class_menu(theme, decisions, "car", ["car", "van"], owner, lambda: None)
    (into,) = entry(menu, "Merge into").menu().actions()
    into.trigger()

    assert decisions.now.renames == (("car", "van"),)
    again = class_menu(theme, decisions, "car", ["car", "van"], owner, lambda: None)
    entry(again, "Take its own name back").trigger()
    assert decisions.now.renames == ()


def test_a_class_is_left_out_and_taken_in_again(theme, decisions, owner):
    entry(class_menu(theme, decisions, "car", [], owner, lambda: None), "Leave out of the export").trigger()
    left = decisions.now.without_classes
    entry(class_menu(theme, decisions, "car", [], owner, lambda: None), "Take into the export").trigger()

    assert (left, decisions.now.without_classes) == (("car",), ())


def test_a_remedy_is_chosen_and_marked(theme, decisions, owner):
    entry(remedy_menu(theme, decisions, "outside", owner, lambda: None), "Clip to the picture").trigger()

    assert decisions.remedy(ProblemKind.OUTSIDE) is Remedy.CLIP
    assert entry(remedy_menu(theme, decisions, "outside", owner, lambda: None), "Clip to the picture").isChecked()


def test_a_picture_cannot_be_clipped_to_itself(theme, decisions, owner):
    menu = remedy_menu(theme, decisions, "duplicate", owner, lambda: None)

    assert [action.text() for action in menu.actions() if action.isCheckable()] == [
        "&As the format needs it",
        "&Exclude the images",
    ]
