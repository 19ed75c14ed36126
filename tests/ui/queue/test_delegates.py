import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStyleOptionViewItem

from app.model.job import JobState
from tests.ui.queue.making import MB, NOW, a_desk, a_job, counts
from ui.queue.columns import Column
from ui.queue.job_filter import JobFilter
from ui.queue.job_model import JobModel
from ui.queue.table import JobTable
from ui.theme.tokens import contrast

HALF = a_job(1, JobState.PAUSED, bytes_done=50 * MB, bytes_total=100 * MB, counts=counts(listed=10, done=5))


@pytest.fixture(params=["light", "dark"])
def painted(qtbot, tmp_path, request):
    desk, _, _ = a_desk(tmp_path)
    desk.theme.apply(request.param)
    model = JobModel(lambda: NOW)
    model.reset([HALF])
    table = JobTable(desk.theme, JobFilter(model, model))
    model.setParent(table)
    qtbot.addWidget(table)
    table.resize(960, 100)
    table.show()
    return desk, table


def cell(table, column):
    option = QStyleOptionViewItem()
    index = table.model().index(0, column)
    table.itemDelegateForIndex(index).initStyleOption(option, index)
    return option


def test_the_bar_is_filled_as_far_as_it_is_done(painted):
    desk, table = painted
    rect = table.visualRect(table.model().index(0, Column.PROGRESS))
    picture = table.viewport().grab().toImage()
    height = rect.top() + 8

    left = QColor(picture.pixel(rect.left() + 12, height)).name()
    right = QColor(picture.pixel(rect.right() - 12, height)).name()

    assert left == QColor(desk.theme.tokens.fill).name()
    assert right == QColor(desk.theme.tokens.base).name()


def test_the_figure_reads_on_fill_and_ground(painted):
    tokens = painted[0].theme.tokens

    assert contrast(tokens.text, tokens.fill) >= 4.5
    assert contrast(tokens.text, tokens.base) >= 4.5


def test_the_state_has_its_colour_and_icon(painted):
    desk, table = painted

    option = cell(table, Column.STATUS)

    assert option.palette.text().color() == desk.theme.color("paused")
    assert not option.icon.isNull()


def test_zeros_are_muted(painted):
    desk, table = painted

    assert cell(table, Column.PROBLEMS).palette.text().color() == desk.theme.color("muted")
    assert cell(table, Column.NAME).palette.text().color() == desk.theme.color("text")


def test_the_row_with_the_focus_has_a_ring(painted, qtbot):
    desk, table = painted
    table.setCurrentIndex(table.model().index(0, 0))
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    rect = table.visualRect(table.model().index(0, Column.SIZE))

    picture = table.viewport().grab().toImage()

    assert QColor(picture.pixel(rect.center().x(), rect.top())) == desk.theme.color("accent")
