import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent

from tests.ui.queue.making import a_job
from tests.ui.queue.test_header import table  # noqa: F401 - a fixture
from ui.queue.columns import Column
from ui.queue.job_model import JOBS_MIME


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


@pytest.mark.parametrize(
    ("row", "part", "before"),
    [(0, 0.2, 1), (0, 0.9, 2), (1, 0.9, None), (None, 0, None)],
    ids=["above", "below", "last", "empty"],
)
def test_a_dropped_row_goes_where_it_was_dropped(listed, row, part, before):
    jobs = listed.model().sourceModel()
    jobs.reset([a_job(1), a_job(2)])
    asked = []
    jobs.move_wanted.connect(lambda ids, target: asked.append((ids, target)))
    mime = QMimeData()
    mime.setData(JOBS_MIME, b"9")
    rect = listed.visualRect(listed.model().index(row or 0, 0))
    where = QPointF(20, rect.top() + rect.height() * part) if row is not None else QPointF(20, 150)
    event = QDropEvent(where, Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)

    listed.dropEvent(event)

    assert asked == [([9], before)]
    assert event.dropAction() == Qt.DropAction.IgnoreAction
