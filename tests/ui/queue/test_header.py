import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QTableView

from tests.ui.queue.making import NOW, a_desk, a_job
from ui.queue.columns import COLUMNS, SHOWN, Column
from ui.queue.job_filter import JobFilter
from ui.queue.job_model import JobModel
from ui.queue.table import JobTable


def make_table(desk):
    model = JobModel(lambda: NOW)
    model.reset([a_job(1, title="b"), a_job(2, title="a")])
    rows = JobFilter(model)
    table = JobTable(desk.theme, rows)
    model.setParent(table)
    rows.setParent(table)
    return table


@pytest.fixture
def table(qtbot, tmp_path):
    desk, _, _ = a_desk(tmp_path)
    table = make_table(desk)
    qtbot.addWidget(table)
    table.resize(960, 200)
    table.show()
    return table


def shown(table):
    return [column for column in COLUMNS if not table.header.isSectionHidden(column)]


def click(qtbot, table, column):
    where = QPoint(table.header.sectionViewportPosition(column) + 20, 10)
    qtbot.mouseClick(table.header.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_first_columns_are_shown(table):
    assert shown(table) == list(SHOWN)


def test_third_click_returns_to_queue_order(table, qtbot):
    seen = []
    for _ in range(3):
        click(qtbot, table, Column.NAME)
        seen.append(table.model().index(0, Column.NAME).data())

    assert seen == ["a", "b", "b"]
    assert table.header.sortIndicatorSection() == -1


def test_the_chooser_stays_open_while_columns_are_chosen(table, qtbot):
    menu = table.header.chooser()
    menu.popup(table.mapToGlobal(QPoint(0, 0)))
    destination = next(action for action in menu.actions() if action.text() == "Destination")

    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(destination).center())

    assert menu.isVisible()
    assert Column.DESTINATION in shown(table)
    assert table.header.sectionSize(Column.DESTINATION) == COLUMNS[Column.DESTINATION].width
    menu.close()


def test_space_changes_a_column_and_stays(table, qtbot):
    menu = table.header.chooser()
    menu.popup(table.mapToGlobal(QPoint(0, 0)))
    menu.setActiveAction(next(action for action in menu.actions() if action.text() == "ETA"))

    qtbot.keyClick(menu, Qt.Key.Key_Space)

    assert menu.isVisible()
    assert Column.TIME_LEFT not in shown(table)
    menu.close()


def test_the_name_cannot_be_hidden(table):
    name = table.header.chooser().actions()[0]

    assert not name.isEnabled()


def test_columns_are_remembered(table, qtbot, tmp_path):
    table.header.setSectionHidden(Column.PEAK, False)
    table.header.setSectionHidden(Column.RATE, True)
    table.header.resizeSection(Column.STATUS, 301)
    table.header.moveSection(table.header.visualIndex(Column.PROBLEMS), 1)
    table.header.setSortIndicator(Column.NAME, Qt.SortOrder.DescendingOrder)
    state = table.header.save_columns()
    desk, _, _ = a_desk(tmp_path)
    other = make_table(desk)
    qtbot.addWidget(other)

    other.header.restore_columns(state)

    assert shown(other) == shown(table)
    assert other.header.sectionSize(Column.STATUS) == 301
    assert other.header.visualIndex(Column.PROBLEMS) == 1
    assert json.loads(other.header.save_columns()) == json.loads(state)
    assert other.model().index(0, Column.NAME).data() == "b"


@pytest.mark.parametrize(
    "text", ["", "no json", "[]", "{}", '{"shown": 3}'], ids=["empty", "words", "list", "bare", "wrong"]
)
def test_a_state_that_cannot_be_read_changes_nothing(table, text):
    table.header.restore_columns(text)

    assert shown(table) == list(SHOWN)


def test_reset_brings_the_first_columns_back(table):
    table.header.moveSection(0, 5)
    table.header.setSectionHidden(Column.SIZE, True)

    table.header.reset_columns()

    assert shown(table) == list(SHOWN)
    assert [table.header.logicalIndex(place) for place in range(4)] == [0, 1, 2, 3]
    assert isinstance(table, QTableView)
