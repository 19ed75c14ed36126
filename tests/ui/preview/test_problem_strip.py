"""Tests of ui.preview.problem_strip."""

import pytest

from app.model.folder_card import ProblemCount
from app.model.problem import ProblemKind, Remedy
from ui.preview.problem_strip import ProblemStrip

OUTSIDE = ProblemCount(ProblemKind.OUTSIDE, 9, 9)
FLAT = ProblemCount(ProblemKind.ZERO_AREA, 3, 3)
TWICE = ProblemCount(ProblemKind.DUPLICATE, 41, 41)


@pytest.fixture
def strip(theme, decisions, qtbot):
    strip = ProblemStrip(theme, decisions)
    qtbot.addWidget(strip)
    return strip


def test_without_errors_nothing_is_said(strip):
    strip.show_counts((TWICE,))

    assert strip.isHidden()


def test_errors_are_counted_by_kind(strip):
    strip.show_counts((OUTSIDE, FLAT, TWICE))

    assert not strip.isHidden()
    assert strip.words.text() == "12 problems can spoil an export: shape outside picture (9), zero-area shape (3)."
    assert strip.mend.text() == "Clip and fix 12"


def test_one_click_mends_them_and_can_be_undone(strip, decisions):
    strip.show_counts((OUTSIDE, FLAT))
    strip.mend.click()
    mended = (decisions.remedy(ProblemKind.OUTSIDE), decisions.remedy(ProblemKind.ZERO_AREA), strip.isHidden())
    decisions.undo()

    assert mended == (Remedy.CLIP, Remedy.DROP, True)
    assert not strip.isHidden()
