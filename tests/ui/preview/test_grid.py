"""Tests of ui.preview.grid."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.model.failure import Failure, FailureKind
from app.model.gallery import ListPictures, Painted, ShowThumb
from tests.fakes.gallery import FOLDER, FakeGallery
from tests.fakes.host import FakeHost
from tests.fakes.waiting import until
from ui.preview.grid import Grid
from ui.preview.layout import MOST_TILE
from ui.preview.rows import PAGE, Rows
from ui.preview.thumbs import Thumbs

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def gallery():
    return FakeGallery(100_000)


@pytest.fixture
def host(gallery):
    return FakeHost(gallery.answers())


@pytest.fixture
async def grid(desk, folder, looking, decisions, qtbot):
    rows = Rows(desk, folder)
    thumbs = Thumbs(desk, folder, looking)
    grid = Grid(desk.theme, rows, thumbs, decisions)
    grid.thumbs, grid.rows, grid.said = thumbs, rows, []
    grid.opened.connect(lambda position: grid.said.append(("open", position)))
    grid.menu_wanted.connect(lambda position, where: grid.said.append(("menu", position)))
    grid.moved.connect(lambda position: grid.said.append(("move", position)))
    qtbot.addWidget(grid)
    grid.resize(560, 400)
    grid.show()
    decisions.open(FOLDER)
    folder.open(FOLDER)
    await until(lambda: rows.total == 100_000)
    grid.grab()
    await until(lambda: rows.row(0))
    grid.said.clear()
    yield grid
    grid._rest.stop()
    await until(lambda: not desk.tasks.count)


def middle(grid, position):
    return grid._rect(grid.layout_, position).center()


def color_at(grid, position):
    return grid.grab().toImage().pixelColor(middle(grid, position)).name()


async def test_only_what_is_seen_is_asked_for(grid, gallery):
    await until(lambda: grid.thumbs.get(0))
    seen = len(grid._seen())

    assert 6 <= seen < 30
    await until(lambda: all(grid.thumbs.get(number) for number in range(seen)))
    assert {query.number for query in gallery.asked_of(ShowThumb)} <= set(range(seen))
    assert [query.offset for query in gallery.asked_of(ListPictures)] == [0]


async def test_the_end_of_many_is_one_page_away(grid, gallery):
    QTest.keyClick(grid, Qt.Key.Key_End)
    grid.grab()

    assert grid.position == 99_999
    await until(lambda: grid.rows.row(99_999))
    await until(lambda: grid.thumbs.get(99_999))
    assert [query.offset // PAGE for query in gallery.asked_of(ListPictures)] == [0, 499]


async def test_pictures_are_painted_as_they_come(grid):
    await until(lambda: grid.thumbs.get(0))

    assert color_at(grid, 0) == "#808080"


async def test_a_picture_that_cannot_be_shown_says_so_and_the_others_are_there(grid, host, gallery):
    broken = Painted(0, 0, b"", "The picture is cut off.")
    good = host.answers[ShowThumb]
    host.answers[ShowThumb] = lambda query: broken if query.number == 1 else good(query)
    grid.set_tile(200)
    await until(lambda: grid.thumbs.get(1) and not grid.thumbs.get(1).is_stale and grid.thumbs.get(2))

    assert grid.thumbs.get(1).problem == "The picture is cut off."
    assert color_at(grid, 1) != color_at(grid, 2) == "#808080"


async def test_a_page_that_fails_is_asked_for_again(grid, host, gallery):
    good = host.answers[ListPictures]
    host.answers[ListPictures] = Failure(FailureKind.INTERNAL, "The gallery ended.")
    QTest.keyClick(grid, Qt.Key.Key_End)
    grid.grab()
    await until(lambda: not grid.rows._asked)
    host.answers[ListPictures] = good
    grid.grab()

    await until(lambda: grid.rows.row(99_999))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([Qt.Key.Key_Right], 0),
        ([Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left], 0),
        ([Qt.Key.Key_Home, Qt.Key.Key_Left], 0),
        ([Qt.Key.Key_Home, Qt.Key.Key_Up], 0),
        ([Qt.Key.Key_End, Qt.Key.Key_Right], 99_999),
        ([Qt.Key.Key_End, Qt.Key.Key_Home], 0),
        ([Qt.Key.Key_Home, Qt.Key.Key_PageUp], 0),
        ([Qt.Key.Key_End, Qt.Key.Key_PageDown], 99_999),
    ],
    ids=["begins", "back", "first", "no row above", "last", "home", "no page above", "no page below"],
)
async def test_keys_move_and_stay_inside(grid, keys, expected):
    for key in keys:
        QTest.keyClick(grid, key)

    assert grid.position == expected


async def test_rows_and_pages_are_moved_by_keys(grid):
    QTest.keyClick(grid, Qt.Key.Key_Home)
    columns = grid.layout_.columns
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.position == columns
    QTest.keyClick(grid, Qt.Key.Key_PageDown)

    assert grid.position % columns == 0
    assert grid.position > columns
    assert grid.position in grid._seen()


async def test_enter_and_a_double_click_open(grid):
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert grid.said == []
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(grid, 2))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(grid, 1))

    assert [one for one in grid.said if one[0] == "open"] == [("open", 2), ("open", 1)]


async def test_a_click_between_tiles_changes_nothing(grid):
    grid.go_to(3)
    layout = grid.layout_
    gap = QPoint(layout.place(0)[0] + layout.tile_width + 1, middle(grid, 0).y())
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=gap)

    assert grid.position == 3


async def test_a_menu_belongs_to_the_picture_under_the_pointer_or_to_the_current_one(grid):
    where = middle(grid, 4)
    mouse = QContextMenuEvent.Reason.Mouse
    grid.contextMenuEvent(QContextMenuEvent(mouse, where, grid.viewport().mapToGlobal(where)))
    grid.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))

    assert [one for one in grid.said if one[0] == "menu"] == [("menu", 4), ("menu", 4)]


async def test_larger_tiles_keep_the_current_picture_in_view_and_end_somewhere(grid):
    grid.go_to(5_000)
    for _ in range(40):
        turn = QWheelEvent(
            QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(grid.viewport(), turn)

    assert grid.tile == MOST_TILE
    assert 5_000 in grid._seen()


async def test_another_width_keeps_the_place(grid):
    grid.go_to(5_000)
    first = grid._seen()[0]
    grid.resize(900, 400)

    assert first in grid._seen()


async def test_an_excluded_picture_is_veiled_and_said(grid, decisions):
    await until(lambda: grid.thumbs.get(0))
    grid.go_to(0)
    before = color_at(grid, 0)
    decisions.exclude(("streets/streets_0000.jpg",), True)

    assert color_at(grid, 0) != before
    grid.go_to(1)
    grid.go_to(0)
    assert "excluded" in grid.accessibleDescription()


async def test_the_current_picture_is_told_to_those_who_do_not_see_it(grid):
    grid.go_to(1)

    assert grid.accessibleDescription() == "streets_0001.jpg, 2 labels, 1 problem. 100,000 pictures"


async def test_a_resting_pointer_names_the_picture(grid):
    where = middle(grid, 1)
    QApplication.sendEvent(
        grid.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, where, grid.viewport().mapToGlobal(where))
    )

    assert QToolTip.text() == "streets/streets_0001.jpg\n2 labels, 1 problem"
    QToolTip.hideText()


async def test_another_search_begins_at_its_top(grid, folder):
    grid.go_to(5_000)
    folder.find("problem:*")
    await until(lambda: grid.rows.total == 1)

    assert (grid.position, grid.verticalScrollBar().value()) == (-1, 0)
    assert grid.said[-1] == ("move", -1)


async def test_keys_of_others_are_left_to_them(grid):
    QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)

    assert grid.position == -1
