import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QCheckBox, QLineEdit

from app.model.fields import descriptions
from app.model.harvest import MapillarySpec, TableKind
from ui.plan.text_editors import DayEditor, TextEditor, WordsEditor

FIELDS = descriptions(MapillarySpec)


@pytest.fixture
def make(theme, qtbot):
    def made(kind, name):
        editor = kind(theme, name, FIELDS[name])
        qtbot.addWidget(editor)
        editor.show()
        return editor

    return made


def test_a_typed_year_becomes_a_day_and_is_told_once(make, qtbot):
    editor = make(DayEditor, "captured_until")
    field = editor.findChild(QLineEdit, "plan.captured_until")
    told = []
    editor.edited.connect(lambda: told.append(editor.value()))

    QTest.keyClicks(field, "2023")
    assert told == []
    QTest.keyClick(field, Qt.Key.Key_Return)

    assert told == ["2023-12-31"]
    assert field.text() == "2023-12-31"


def test_a_day_that_is_none_is_said_and_does_not_count(make):
    editor = make(DayEditor, "captured_from")

    editor.set_value("2023-02-30")

    assert editor.value() == ""
    assert "no 30" in editor._problem.text()
    assert editor._problem.isVisible()
    editor.set_value("2023-02-03")
    assert not editor._problem.isVisible()


def test_a_day_can_be_picked_from_a_calendar(make):
    editor = make(DayEditor, "captured_from")
    editor.open_calendar()

    month = editor.findChild(QCalendarWidget, "plan.captured_from.calendar")
    month.clicked.emit(QDate(2022, 5, 1))

    assert editor.value() == "2022-05-01"


def test_a_name_is_told_when_the_person_rests(make, qtbot):
    editor = make(TextEditor, "creator")
    told = []
    editor.edited.connect(lambda: told.append(editor.value()))

    QTest.keyClicks(editor.findChild(QLineEdit, "plan.creator"), " ada ")
    assert told == []
    editor._rest.timeout.emit()

    assert told == ["ada"]


def test_words_are_ticked_and_given_back_in_their_order(make):
    editor = make(WordsEditor, "tables")

    editor.set_value((TableKind.CSV, TableKind.GEOJSON))
    assert editor.value() == ("geojson", "csv")
    editor.findChild(QCheckBox, "plan.tables.geojson").click()

    assert editor.value() == ("csv",)


def test_the_words_have_names_for_those_who_do_not_see_them(make):
    editor = make(WordsEditor, "tables")

    names = [box.accessibleName() for box in editor.findChildren(QCheckBox)]

    assert names == ["Tables: GeoJSON", "Tables: GeoPackage", "Tables: CSV", "Tables: GeoParquet"]
