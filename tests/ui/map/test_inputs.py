import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QHelpEvent, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.model.coverage import TileStanding, TileState
from app.model.mercator import tile_at
from tests.ui.map.making import LYON, recorded
from ui.map.coverage_layer import PickedPoint
from ui.map.map_view import MapView
from ui.map.shapes import ShownRegion
from ui.map.sheet import Tool

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def view(desk, qtbot):
    view = MapView(desk)
    qtbot.addWidget(view)
    view.resize(728, 573)
    view.show()
    view.set_regions((ShownRegion(LYON),))
    view.go_to(4.825, 45.75, 13.0)
    return view


def drag(view, start, end, button=LEFT, modifiers=NONE):
    QTest.mousePress(view, button, modifiers, QPoint(*start))
    QTest.mouseMove(view, QPoint((start[0] + end[0]) // 2, (start[1] + end[1]) // 2))
    QTest.mouseMove(view, QPoint(*end))
    QTest.mouseRelease(view, button, modifiers, QPoint(*end))


def test_the_map_is_moved_by_a_drag(view):
    drag(view, (30, 30), (80, 50))

    assert view.view.point_of(4.825, 45.75) == pytest.approx((414, 306.5))


def test_the_wheel_zooms_to_the_pointer(view):
    before = view.view.place_at(100, 200)

    event = QWheelEvent(
        QPointF(100, 200), view.mapToGlobal(QPointF(100, 200)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)

    assert view.view.zoom == 13.5
    assert view.view.place_at(100, 200) == pytest.approx(before)


def test_shift_and_drag_draw_a_box(view):
    drawn = recorded(view.region_drawn)

    drag(view, (30, 30), (130, 230), modifiers=Qt.KeyboardModifier.ShiftModifier)

    assert len(drawn) == 1
    assert view.selected == 1


def test_a_polygon_is_closed_by_a_double_click(view):
    view.set_tool(Tool.POLYGON)
    for point in ((50, 50), (150, 60), (120, 160)):
        QTest.mouseClick(view, LEFT, NONE, QPoint(*point))

    QTest.mouseDClick(view, LEFT, NONE, QPoint(120, 160))

    assert len(view.regions[1].region.polygons[0][0]) == 3


def test_a_click_selects_and_a_click_beside_leaves(view):
    QTest.mouseClick(view, LEFT, NONE, QPoint(364, 286))
    first = view.selected
    QTest.mouseClick(view, LEFT, NONE, QPoint(20, 300))

    assert (first, view.selected) == (0, -1)


def test_a_click_on_a_tile_with_a_problem_asks_for_it_again(view):
    tile = tile_at(4.825, 45.75, 14)
    view.set_standings((TileStanding(7, tile.key, TileState.PROBLEM),))
    activated = recorded(view.tile_activated)

    QTest.mouseClick(view, LEFT, NONE, QPoint(364, 286))

    assert activated == [(7, tile.key)]
    assert view.selected == -1


def test_a_click_on_a_tile_that_is_well_selects_its_region(view):
    view.set_standings((TileStanding(7, tile_at(4.825, 45.75, 14).key, TileState.DONE),))
    activated = recorded(view.tile_activated)

    QTest.mouseClick(view, LEFT, NONE, QPoint(364, 286))

    assert (activated, view.selected) == ([], 0)


def test_a_click_on_an_image_tells_which(view):
    picked = recorded(view.point_picked)
    view._canvas.coverage.pick = lambda *_: PickedPoint("123", 4.82, 45.75, 0, None, False)

    QTest.mouseClick(view, LEFT, NONE, QPoint(364, 286))

    assert picked == [("123", 4.82, 45.75)]


def test_the_place_under_the_pointer_is_shown_until_it_leaves(view):
    QTest.mouseMove(view, QPoint(364, 286))
    shown = view._canvas.pointer

    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))

    assert shown.startswith("45.750")
    assert view._canvas.pointer == ""


def test_the_pointer_becomes_a_cross_over_a_drawing_tool(view):
    view.set_tool(Tool.RECTANGLE)

    assert view.cursor().shape() == Qt.CursorShape.CrossCursor


def test_keys_act_and_others_go_on_to_the_window(view):
    QTest.keyClick(view, Qt.Key.Key_Plus)

    assert view.view.zoom == 14.0


def test_the_map_keeps_its_keys_from_shortcuts_of_the_window(view, qtbot):
    taken = []
    shortcut = QShortcut(QKeySequence("Del"), view)
    shortcut.activated.connect(lambda: taken.append(True))
    view.select_region(0)
    view.activateWindow()
    view.setFocus()

    QTest.keyClick(view, Qt.Key.Key_Delete)

    assert view.regions == ()
    assert taken == []


def test_pasted_text_is_handed_on(view):
    dropped = recorded(view.text_dropped)
    QGuiApplication.clipboard().setText(" 4.80,45.73,4.85,45.77 ")

    QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert dropped == [("4.80,45.73,4.85,45.77",)]


def drop(view, mime):
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, mime, LEFT, NONE)
    QApplication.sendEvent(view, enter)
    QApplication.sendEvent(view, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, LEFT, NONE))
    return enter.isAccepted()


def test_dropped_files_and_text_are_handed_on(view):
    files, texts = recorded(view.files_dropped), recorded(view.text_dropped)
    with_file, with_text = QMimeData(), QMimeData()
    with_file.setUrls([QUrl("file:///tmp/corridor.geojson")])
    with_text.setText("POLYGON((1 1, 2 1, 2 2, 1 1))")

    assert drop(view, with_file)
    assert drop(view, with_text)

    assert files == [(("/tmp/corridor.geojson",),)]
    assert texts == [("POLYGON((1 1, 2 1, 2 2, 1 1))",)]


def test_a_dropped_picture_is_refused(view):
    mime = QMimeData()
    mime.setUrls([QUrl("file:///tmp/cat.png")])
    files = recorded(view.files_dropped)

    assert not drop(view, mime)
    assert files == []


@pytest.mark.parametrize(
    ("hovered", "expected"),
    [(None, "8 of 9 images, 1 problem. Click to try again."), (PickedPoint("1", 0, 0, 0, 90.0, False), "looking east")],
    ids=["tile", "image"],
)
def test_a_tip_says_what_is_under_the_pointer(view, monkeypatch, hovered, expected):
    said = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, words, _widget: said.append(words))
    view.set_standings((TileStanding(7, tile_at(4.825, 45.75, 14).key, TileState.PROBLEM, 9, 8, 1),))
    view._canvas.hovered = hovered

    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, QPoint(364, 286), QPoint(364, 286)))

    assert expected in said[0]
