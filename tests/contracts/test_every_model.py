"""What every item model of the window keeps to. A new model joins by one line in MAKERS."""

import importlib
import pkgutil
from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

import ui
from app.model.answers import TaskPage
from app.model.queries import ListTasks
from app.model.region import box
from app.model.task import Task, TaskState
from tests.fakes import tree as records
from tests.fakes.host import FakeHost
from tests.fakes.waiting import until
from tests.ui.projects.test_figure_model import FIGURES
from tests.ui.queue.making import NOW, a_desk, a_job
from ui.ask import Ask
from ui.map.region_model import RegionModel, RegionRow
from ui.map.shapes import ShownRegion
from ui.preview.count_list import CountModel, CountRow
from ui.projects.dataset_table import DatasetModel
from ui.projects.figure_model import FigureModel
from ui.projects.shelf import Shelf
from ui.projects.tree_filter import TreeFilter
from ui.projects.tree_model import TreeModel
from ui.queue.job_filter import JobFilter
from ui.queue.job_model import JobModel
from ui.queue.task_model import TaskModel
from ui.tasks import TaskOwner
from ui.theme.theme import Theme

pytestmark = pytest.mark.gui

Fill = Callable[[], object]
ROLES = [role for role in Qt.ItemDataRole if role < Qt.ItemDataRole.UserRole]


def jobs(tmp_path):
    model = JobModel(lambda: NOW)
    return model, lambda: model.reset([a_job(number) for number in (1, 2, 3)])


def job_filter(tmp_path):
    model, fill = jobs(tmp_path)
    rows = JobFilter(model)
    model.setParent(rows)
    return rows, fill


def tasks(tmp_path):
    rows = tuple(Task(1, seq, str(seq), f"img/{seq}.jpg", TaskState.DONE, 9, 1, None) for seq in range(7))
    desk, _, _ = a_desk(tmp_path, {ListTasks: TaskPage(rows, 7)})
    model = TaskModel(desk.ask)
    return model, lambda: model.show(1)


def projects(tmp_path):
    ask = Ask(FakeHost(records.answers()), TaskOwner())
    shelf = Shelf(ask)
    shelf.use(records.ACCOUNT.key)
    model = TreeModel(ask, shelf, Theme())
    shelf.setParent(model)
    return model, lambda: model.show_workspace(records.ACCOUNT.key, records.WORKSPACE.id)


def project_filter(tmp_path):
    model, fill = projects(tmp_path)
    rows = TreeFilter()
    model.setParent(rows)
    rows.setSourceModel(model)
    return rows, fill


def datasets(tmp_path):
    model = DatasetModel(Theme())
    return model, lambda: model.show_page(records.PAGE)


def regions(tmp_path):
    model = RegionModel()
    shown = [ShownRegion(box(4.8, 45.7, 4.9, 45.8, name), "#0B63C5") for name in ("Old town", "Harbour")]
    return model, lambda: model.show([RegionRow(one, "8,214") for one in shown])


def counts(tmp_path):
    model = CountModel(Theme())
    return model, lambda: model.show([CountRow("car", "car", 3, "#56B4E9", is_checked=True), CountRow("n", "Night", 1)])


def figures(tmp_path):
    model = FigureModel()
    return model, lambda: model.add(FIGURES)


MAKERS = {
    JobModel: jobs,
    JobFilter: job_filter,
    TaskModel: tasks,
    TreeModel: projects,
    TreeFilter: project_filter,
    DatasetModel: datasets,
    RegionModel: regions,
    CountModel: counts,
    FigureModel: figures,
}


@pytest.fixture(params=MAKERS, ids=lambda kind: kind.__name__)
def made(request, qapp, tmp_path):
    return MAKERS[request.param](tmp_path)


async def filled(made):
    model, fill = made
    fill()
    await until(model.rowCount, "it has rows")
    return model


def test_every_model_of_the_window_is_held_to_this():
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    todo, found = [QAbstractItemModel, QSortFilterProxyModel], set()
    while todo:
        for kind in todo.pop().__subclasses__():
            todo.append(kind)
            if kind.__module__.startswith("ui."):
                found.add(kind)

    assert found == set(MAKERS)


async def test_qt_finds_no_fault_while_it_fills(made):
    tester = QAbstractItemModelTester(made[0], QAbstractItemModelTester.FailureReportingMode.Fatal)

    model = await filled(made)

    assert tester.model() is model


async def test_every_role_of_every_cell_has_an_answer(made):
    model = await filled(made)

    cells = [model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]

    assert all(cell.isValid() for cell in cells)
    for cell in cells:
        for role in ROLES:
            model.data(cell, role)


async def test_a_cell_that_is_not_there_is_empty(made):
    model = await filled(made)

    assert model.data(QModelIndex(), Qt.ItemDataRole.DisplayRole) is None
    assert not model.index(model.rowCount(), 0).isValid()
    assert not model.index(0, model.columnCount()).isValid()


async def test_every_column_has_a_title_or_none_has(made):
    model = await filled(made)

    titles = [
        model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        for column in range(model.columnCount())
    ]

    assert all(titles) or not any(isinstance(title, str) and title for title in titles)
