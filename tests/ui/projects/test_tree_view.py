import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from ui.projects.tree_view import ProjectTree


@pytest.fixture
def view(theme, qtbot):
    model = QStandardItemModel()
    for name in ("signs", "cracks"):
        item = QStandardItem(name)
        item.setCheckable(True)
        item.appendRow([QStandardItem("train"), QStandardItem("5")])
        model.appendRow([item, QStandardItem("12")])
    view = ProjectTree(theme)
    qtbot.addWidget(view)
    view.setModel(model)
    view.finish_setup()
    view.resize(260, 300)
    view.show()
    return view


def test_space_checks_the_row_in_any_column(view, qtbot):
    view.setCurrentIndex(view.model().index(0, 1))

    qtbot.keyClick(view, Qt.Key.Key_Space)

    assert view.model().item(0).checkState() == Qt.CheckState.Checked
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.model().item(0).checkState() == Qt.CheckState.Unchecked


def test_the_current_row_is_told(view, qtbot):
    view.take_focus()
    assert view.currentIndex().data() == "signs"

    with qtbot.waitSignal(view.current) as told:
        qtbot.keyClick(view, Qt.Key.Key_Down)

    assert told.args[0].data() == "cracks"


def test_known_rows_open_for_a_filter(view):
    view.expand_loaded()

    assert view.isExpanded(view.model().index(0, 0))


def test_letters_go_to_a_name(view, qtbot):
    view.setCurrentIndex(view.model().index(0, 0))

    qtbot.keyClicks(view, "cr")

    assert view.currentIndex().data() == "cracks"
