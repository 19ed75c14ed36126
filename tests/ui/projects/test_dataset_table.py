import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.fakes import tree
from ui.projects.dataset_table import DatasetModel, DatasetTable

CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def model(theme):
    model = DatasetModel(theme)
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_page(tree.PAGE)
    return model


def row(model, number):
    return [model.index(number, column).data() for column in range(4)]


def test_nested_datasets_are_set_in(model):
    assert [model.index(place, 0).data() for place in range(3)] == ["train", "val", "    night"]


def test_a_row_says_whether_it_is_in_the_plan(model):
    model.show_chosen(frozenset({1001}))

    assert row(model, 0) == ["train", "Selected", "160", "64.0 MB"]
    assert row(model, 1)[1] == "Not selected"
    assert Qt.CheckState(model.index(0, 0).data(CHECK)) == Qt.CheckState.Checked


def test_none_means_everything(model):
    model.show_chosen(None)

    assert all(row(model, place)[1] == "Selected" for place in range(3))


def test_a_box_is_passed_on_and_not_kept(model, qtbot):
    model.show_chosen(frozenset())

    with qtbot.waitSignal(model.toggled) as told:
        model.setData(model.index(1, 0), Qt.CheckState.Checked, CHECK)

    assert told.args == [1002, True]
    assert row(model, 1)[1] == "Not selected"


def test_what_cannot_be_downloaded_has_no_boxes(model):
    model.show_page(tree.PAGE, can_check=False)

    assert model.index(0, 0).data(CHECK) is None
    assert not model.setData(model.index(0, 0), Qt.CheckState.Checked, CHECK)


def test_the_table_is_as_tall_as_its_rows(model, theme, qtbot):
    table = DatasetTable(theme, model)
    qtbot.addWidget(table)

    table.fit()
    three = table.height()
    model.show_page(None)

    assert table.height() < three
    table.grab()
