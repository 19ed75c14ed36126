"""Tests of ui.preview.single."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.model.failure import Failure, FailureKind
from app.model.gallery import LabelAt, Painted, ShowPicture, ShowView
from tests.fakes.gallery import FOLDER
from tests.fakes.waiting import until
from ui.preview.single import SingleView, label_words, scale_text

SIZE = (480, 320)
BROKEN = Painted(0, 0, b"", "The picture is cut off: a part of its file is missing.")


@pytest.fixture
async def view(desk, folder, looking, qtbot):
    view = SingleView(desk, folder, looking)
    view.said = []
    view.selected.connect(lambda label: view.said.append(("selected", label)))
    view.stepped.connect(lambda steps: view.said.append(("stepped", steps)))
    view.menu_wanted.connect(lambda where: view.said.append(("menu", where)))
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()
    folder.open(FOLDER)
    await until(lambda: folder.counts is not None)
    return view


async def rest(view):
    """Let nothing be left that would ask when there is no loop any more."""
    view._rest.stop()
    await until(lambda: not view._desk.tasks.count)


async def show(view, number=0, label=None):
    view.show_picture(number, label)
    await until(lambda: view.card is not None and view.card.number == number and not view._is_asked)


def last_view(gallery):
    return gallery.asked_of(ShowView)[-1]


def wheel(view, point, turns=1):
    where = QPointF(*point)
    event = QWheelEvent(
        where, where, QPoint(), QPoint(0, 120 * turns), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def drag(view, start, end):
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind, point, buttons in (
        (QMouseEvent.Type.MouseButtonPress, start, left),
        (QMouseEvent.Type.MouseMove, end, left),
        (QMouseEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton),
    ):
        button = Qt.MouseButton.NoButton if kind is QMouseEvent.Type.MouseMove else left
        where = QPointF(*point)
        QApplication.sendEvent(view, QMouseEvent(kind, where, view.mapToGlobal(where), button, buttons, none))


async def test_a_picture_is_fitted_and_painted(view, gallery):
    await show(view)

    asked = last_view(gallery)
    assert (asked.width, asked.height, asked.number) == (*SIZE, 0)
    assert asked.scale == pytest.approx((SIZE[1] - 16) / 640)
    assert view.grab().toImage().pixelColor(240, 160) == QColor("#808080")
    assert view.accessibleDescription() == "streets_0000.jpg, 2 labels, 0 problems"
    await rest(view)


async def test_the_point_under_the_pointer_stays_where_it_is(view):
    await show(view)
    before = view._viewing.point(100, 90)
    wheel(view, (100, 90), 3)

    assert view.scale > 0.9
    assert view._viewing.point(100, 90) == pytest.approx(before)
    await rest(view)


async def test_full_size_and_fit(view):
    await show(view)
    fitted = view.scale
    view.actual_size()
    assert view.scale == 1.0
    view.fit()

    assert view.scale == fitted
    await rest(view)


async def test_a_drag_moves_the_picture_and_selects_nothing(view):
    await show(view)
    view.actual_size()
    before = view._viewing.point(0, 0)
    drag(view, (200, 150), (150, 130))

    assert view._viewing.point(0, 0) == pytest.approx((before[0] + 50, before[1] + 20))
    assert ("selected", 0) not in view.said
    await rest(view)


async def test_a_click_selects_the_label_there_and_nothing_beside_it(view, gallery):
    await show(view)
    view.said.clear()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    await until(lambda: view.label == 0)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 20))
    await until(lambda: view.label is None)

    assert view.said == [("selected", 0), ("selected", None)]
    asked = gallery.asked_of(LabelAt)[0]
    assert (asked.x, asked.y) == pytest.approx(view._viewing.point(20, 20))
    await rest(view)


async def test_the_selected_label_is_drawn_as_such(view, gallery):
    await show(view)
    view.select(1)
    await until(lambda: not view._is_asked)

    assert last_view(gallery).paint.selected == 1
    await rest(view)


async def test_a_label_that_is_asked_for_is_brought_into_view(view):
    await show(view, 0, label=1)

    assert view._viewing.sees((300, 20, 340, 60))
    view.zoom(20)
    assert not view._viewing.sees((300, 20, 340, 60))
    view.select(1, bring=True)
    assert view._viewing.sees((300, 20, 340, 60))
    await rest(view)


async def test_a_resting_pointer_names_the_label(view):
    await show(view, 1)
    view._on_hover(0)
    named = QToolTip.text()
    view._on_hover(None)

    assert named.splitlines() == [
        "car", "rectangle", "100 × 60 px", "color: red", "The box reaches 52 px beyond the right edge.",
    ]  # fmt: skip
    await rest(view)


async def test_another_way_of_drawing_is_asked_for(view, gallery, looking):
    await show(view)
    looking.toggle_outlines()
    looking.change_opacity(1)
    looking.hide(True)
    await until(lambda: not view._is_asked and last_view(gallery).paint.is_hidden)

    assert last_view(gallery).paint.is_outline_only
    await rest(view)


async def test_one_question_at_a_time_and_the_newest_wins(view, gallery, host):
    await show(view)
    count = len(gallery.asked_of(ShowView))
    host.hold()
    for turns in range(1, 9):
        wheel(view, (100, 90), turns)
    host.release()
    await until(lambda: not view._is_asked)

    assert len(gallery.asked_of(ShowView)) == count + 2
    assert last_view(gallery).scale == view.scale
    await rest(view)


async def test_pixels_of_the_picture_before_are_not_shown(view, host, gallery):
    await show(view)
    host.hold()
    view.show_picture(2)

    assert view._frame.isNull()
    assert view.card is None
    host.release()
    await until(lambda: view.card is not None and view.card.number == 2 and not view._is_asked)
    assert not view._frame.isNull()
    await rest(view)


async def test_a_picture_that_cannot_be_shown_says_why_and_the_next_one_is_there(view, host):
    good = host.answers[ShowView]
    host.answers[ShowView] = lambda query: BROKEN if query.number == 3 else good(query)
    await show(view, 3)
    assert view._problem == BROKEN.problem
    picture = view.grab().toImage()
    assert len({picture.pixelColor(x, 165).name() for x in range(0, SIZE[0], 2)}) > 1

    await show(view, 4)
    assert view._problem == ""
    assert view.grab().toImage().pixelColor(240, 160) == QColor("#808080")
    await rest(view)


@pytest.mark.parametrize("kind", [ShowPicture, ShowView], ids=["facts", "pixels"])
async def test_a_gallery_that_fails_is_told_and_can_be_asked_again(view, host, kind):
    good = host.answers[kind]
    host.answers[kind] = Failure(FailureKind.INTERNAL, "The gallery ended.", "Try again.")
    view.show_picture(2)
    await until(lambda: view._problem)
    assert view._problem == "The gallery ended. Try again."

    host.answers[kind] = good
    await show(view, 3)
    assert view._problem == ""
    await rest(view)


@pytest.mark.parametrize(
    ("key", "modifier", "said"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, ("stepped", 1)),
        (Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier, ("stepped", 1)),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, ("stepped", 1)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, ("stepped", -1)),
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, ("stepped", -1)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier, None),
    ],
)
async def test_keys_step(view, key, modifier, said):
    await show(view)
    view.said.clear()
    QTest.keyClick(view, key, modifier)

    assert view.said == ([] if said is None else [said])
    await rest(view)


@pytest.mark.parametrize(
    ("key", "modifier", "direction"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, (1, 0)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, (-1, 0)),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, (0, 1)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, (0, -1)),
    ],
)
async def test_keys_pan(view, key, modifier, direction):
    await show(view)
    view.actual_size()
    before = view._viewing.point(0, 0)
    QTest.keyClick(view, key, modifier)
    after = view._viewing.point(0, 0)

    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((60 * direction[0], 60 * direction[1]))
    await rest(view)


async def test_keys_zoom(view):
    await show(view)
    before = view.scale
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.scale > before
    QTest.keyClick(view, Qt.Key.Key_Minus)

    assert view.scale == pytest.approx(before)
    await rest(view)


async def test_a_double_click_goes_to_full_size_there_and_back(view):
    await show(view)
    point = view._viewing.point(100, 90)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 90))
    assert (view.scale, view._viewing.point(100, 90)) == (1.0, pytest.approx(point))
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 90))

    assert view._viewing.is_fitted
    await rest(view)


async def test_another_size_of_the_window_keeps_the_picture_fitted(view):
    await show(view)
    view.resize(240, 160)

    assert view.scale == pytest.approx((160 - 16) / 640)
    await rest(view)


async def test_a_menu_can_be_asked_for(view):
    view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(50, 60)))

    assert view.said == [("menu", QPoint(50, 60))]
    await rest(view)


async def test_another_folder_shows_nothing_of_the_one_before(view, folder):
    await show(view)
    folder.open(FOLDER)
    await until(lambda: view.number == -1)

    assert view.card is None
    assert view._frame.isNull()
    await rest(view)


@pytest.mark.parametrize(("scale", "text"), [(1.0, "100 %"), (0.253, "25 %"), (64, "6,400 %"), (0, "—")])
def test_a_scale_is_said_in_percent(scale, text):
    assert scale_text(scale) == text


def test_a_label_without_extent_is_named_all_the_same(gallery):
    label = replace(gallery.card(0).labels[1], bounds=None)

    assert label_words(label) == "sign\nrectangle"
