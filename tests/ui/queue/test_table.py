import pytest
from PySide6.QtCore import Qt

from tests.ui.queue.test_header import table  # noqa: F401 - a fixture
from ui.queue.columns import Column


@pytest.fixture
def listed(table):  # noqa: F811 - the fixture above
    table.selectRow(0)
    return table


def test_enter_opens_the_job(listed, qtbot):
    with qtbot.waitSignal(listed.opened) as opened:
        qtbot.keyClick(listed, Qt.Key.Key_Return)

    assert opened.args == [1]


def test_a_double_click_opens_the_job(listed, qtbot):
    with qtbot.waitSignal(listed.opened) as opened:
        listed.doubleClicked.emit(listed.model().index(1, Column.STATUS))

    assert opened.args == [2]


def test_space_asks_for_pause_or_resume(listed, qtbot):
    with qtbot.waitSignal(listed.toggled):
        qtbot.keyClick(listed, Qt.Key.Key_Space)


def test_chosen_jobs_are_told_by_id(listed):
    listed.selectAll()

    assert listed.chosen() == [1, 2]


def test_an_empty_list_says_so(listed, qtbot):
    listed.model().search("nothing like it")
    before = listed.grab().toImage()

    listed.empty_text = "No job matches the filter."

    assert listed.grab().toImage() != before
