"""Rules in the form, one a line."""

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from app.model.fields import descriptions
from app.model.spec import SuperviselySpec
from ui.plan.rules_editor import RulesEditor


@pytest.fixture
def editor(theme, qtbot):
    made = RulesEditor(theme, "where", descriptions(SuperviselySpec)["where"])
    qtbot.addWidget(made)
    made.show()
    return made


def test_lines_are_rules_each_once_and_told_when_the_person_rests(editor, qtbot):
    with qtbot.waitSignal(editor.edited):
        editor.findChild(QPlainTextEdit, "plan.where").insertPlainText("class:car\n\n tag:night \nclass:car")

    assert editor.value() == ("class:car", "tag:night")
    assert not editor.findChild(QLabel, "plan.where.problem").isVisible()


def test_what_is_no_rule_is_said_and_is_not_dropped(editor):
    """Dropped, the whole project would be fetched."""
    editor.set_value(("colour:red", "class:car"))

    assert editor.value() == ("colour:red", "class:car")
    assert "'colour:red' is no rule" in editor.findChild(QLabel, "plan.where.problem").text()
    editor.set_value(())
    assert not editor.findChild(QLabel, "plan.where.problem").isVisible()
