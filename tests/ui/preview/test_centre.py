"""Tests of ui.preview.centre."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.fakes.gallery import FOLDER
from tests.fakes.waiting import until
from ui.preview.centre import PreviewCentre
from ui.preview.grid import Grid
from ui.preview.rows import Rows
from ui.preview.single import SingleView
from ui.preview.thumbs import Thumbs


@pytest.fixture
def centre(desk, folder, looking, decisions, qtbot):
    grid = Grid(desk.theme, Rows(desk, folder), Thumbs(desk, folder, looking), decisions)
    centre = PreviewCentre(desk.theme, grid, SingleView(desk, folder, looking), decisions, looking)
    centre.said = []
    centre.folder_dropped.connect(centre.said.append)
    centre.open_wanted.connect(lambda: centre.said.append("open"))
    centre.reset_wanted.connect(lambda: centre.said.append("reset"))
    qtbot.addWidget(centre)
    centre.resize(700, 500)
    centre.show()
    return centre


def shown(centre):
    pages = {centre.nothing: "nothing", centre.grid: "grid", centre.found_nothing: "found nothing"}
    return pages.get(centre.pages.currentWidget(), "single")


@pytest.mark.parametrize(
    ("has_folder", "is_empty", "page"),
    [(False, True, "nothing"), (True, True, "found nothing"), (True, False, "grid")],
    ids=["no folder", "nothing found", "pictures"],
)
def test_where_there_are_no_pictures_there_are_words(centre, has_folder, is_empty, page):
    centre.show_state(has_folder, is_empty)

    assert shown(centre) == page
    assert not centre.is_single


@pytest.mark.parametrize(
    ("name", "has_folder", "said"),
    [("preview.empty.button", False, "open"), ("preview.no-match.button", True, "reset")],
    ids=["no folder", "nothing found"],
)
def test_each_empty_page_has_a_way_out(centre, name, has_folder, said):
    centre.show_state(has_folder, True)
    button = centre.findChild(QPushButton, name)
    assert button.isVisible()
    button.click()

    assert centre.said == [said]


def test_one_picture_alone_stays_while_counts_come(centre):
    centre.show_state(True, False)
    centre.show_single(True)
    centre.show_state(True, False)
    assert centre.is_single
    assert centre.strip.single.isChecked()

    centre.show_single(False)
    assert (shown(centre), centre.strip.grid.isChecked()) == ("grid", True)


def test_holding_a_key_hides_the_labels_until_it_is_let_go(centre, looking):
    centre.show_state(True, False)
    QTest.keyPress(centre.grid, Qt.Key.Key_H)
    while_held = looking.paint.is_hidden
    QTest.keyRelease(centre.grid, Qt.Key.Key_H)

    assert (while_held, looking.paint.is_hidden) == (True, False)


def mime(*urls):
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


@pytest.mark.parametrize(
    ("data", "is_taken"),
    [(mime("file:///data/town"), True), (mime("https://example.org/a"), False), (QMimeData(), False)],
    ids=["folder", "address", "nothing"],
)
def test_only_what_lies_on_this_computer_can_be_dropped(centre, data, is_taken):
    event = QDragEnterEvent(
        QPointF(9, 9).toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    event.ignore()
    centre.dragEnterEvent(event)

    assert event.isAccepted() == is_taken


def test_a_dropped_folder_is_opened(centre):
    data = mime(f"file://{FOLDER}")
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    centre.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))

    assert centre.said == [FOLDER]


async def test_pictures_stand_below_the_strip(centre, folder, desk):
    folder.open(FOLDER)
    await until(lambda: folder.counts is not None)
    centre.show_state(True, False)
    await until(lambda: not desk.tasks.count)

    assert centre.grid.mapTo(centre, centre.grid.rect().topLeft()).y() >= centre.strip.height()
    centre.grid._rest.stop()
