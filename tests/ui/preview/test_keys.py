"""Tests of ui.preview.keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui.preview.keys import HoldKey


@pytest.fixture
def held(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    told = []
    widget.installEventFilter(HoldKey(Qt.Key.Key_H, told.append, widget))
    widget.told = told
    return widget


def test_a_key_is_told_when_it_goes_down_and_up(held):
    QTest.keyPress(held, Qt.Key.Key_H)
    QTest.keyRelease(held, Qt.Key.Key_H)

    assert held.told == [True, False]


def test_other_keys_and_chords_are_left_alone(held):
    QTest.keyClick(held, Qt.Key.Key_G)
    QTest.keyClick(held, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)

    assert held.told == []
