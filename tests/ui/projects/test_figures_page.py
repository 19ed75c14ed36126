"""Figures of a dataset: read page by page, chosen, saved."""

import pytest

from app.model.failure import Failure, FailureKind
from app.model.figure import FigurePage
from app.model.queries import ListFigures
from app.model.tree import NodeKind, TreeNode
from tests.fakes.waiting import turns
from tests.ui.projects.test_figure_model import FIGURES
from ui.projects.figures_page import FiguresDialog

DATASET = TreeNode(NodeKind.DATASET, 5, None, 7, "streets")


def pages(query):
    return FigurePage((FIGURES[query.page - 1], FIGURES[0]), 3, 3)


@pytest.fixture
def opened(desk, host, qtbot):
    """Return what opens the dialog: it begins to read at once, in the loop of the test."""

    async def open_it():
        host.answers[ListFigures] = pages
        dialog = FiguresDialog(desk, "k", DATASET)
        qtbot.addWidget(dialog)
        dialog.open()
        await turns()
        return dialog

    return open_it


async def test_every_page_is_read_and_a_figure_that_comes_twice_counts_once(opened, host):
    dialog = await opened()

    assert [query.page for query in host.asked] == [1, 2, 3]
    assert dialog.model.figures == tuple(FIGURES)
    assert dialog.words.text() == "3 figures"
    assert [dialog.classes.itemText(n) for n in range(dialog.classes.count())] == [
        "All classes",
        "car (2)",
        "Bus (1)",
    ]


async def test_choosing_says_how_many_are_left(opened):
    dialog = await opened()

    dialog.classes.setCurrentIndex(1)
    dialog.search.setText("100.jpg")

    assert dialog.model.rowCount() == 1
    assert dialog.words.text() == "1 of 3 figures"


async def test_geometry_is_read_only_when_it_is_wanted(opened, host):
    dialog = await opened()
    dialog.geometry_box.click()
    is_closed_meanwhile = not dialog.save_button.isEnabled()
    await turns()

    assert is_closed_meanwhile
    assert [query.has_geometry for query in host.asked] == [False] * 3 + [True] * 3
    assert dialog.save_button.isEnabled()


async def test_all_figures_are_saved_and_said_so(opened, desk):
    dialog = await opened()
    dialog.classes.setCurrentIndex(1)

    dialog.save("/tmp/figures.csv")
    await turns()

    assert desk.backend.saved_figures == {"/tmp/figures.csv": (tuple(FIGURES), False)}
    assert dialog.words.text() == "3 figures saved to /tmp/figures.csv"


async def test_what_cannot_be_read_or_saved_is_a_sentence(opened, desk, host):
    dialog = await opened()
    desk.backend.failure = Failure(FailureKind.DISK, "The disk is full.")
    dialog.save("/tmp/figures.csv")
    await turns()
    unsaved = dialog.words.text()
    host.answers[ListFigures] = Failure(FailureKind.FORBIDDEN, "You may not read this.")
    dialog.geometry_box.click()
    await turns()

    assert unsaved == "The disk is full."
    assert dialog.words.text() == "You may not read this."
    assert not dialog.save_button.isEnabled()
