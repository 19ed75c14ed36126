import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget

from app.model.coverage import TileStanding, TileState
from app.model.mercator import tile_at
from app.model.queries import ShowBasemap, ShowCoverage
from tests.fakes.waiting import until
from tests.ui.map.making import LYON, TRIANGLE, recorded
from ui.map.chip import ChipLook
from ui.map.coverage_paint import ColorBy
from ui.map.map_view import MapView
from ui.map.shapes import ShownRegion, moved
from ui.map.sheet import Tool

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(desk, qtbot):
    view = MapView(desk)
    qtbot.addWidget(view)
    view.resize(728, 573)
    view.show()
    return view


@pytest.fixture
def lyon(view):
    view.set_regions((ShownRegion(LYON), ShownRegion(TRIANGLE)), 0)
    view.show_region(LYON)
    return view


def chip(view):
    found = view.findChild(QWidget, "map.chip")
    return found.text.words if found.isVisible() else ""


def with_focus(view, window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.setFocus()


def description(view):
    return QAccessible.queryAccessibleInterface(view).text(QAccessible.Text.Description)


def test_at_first_the_rectangle_is_in_the_hand_and_a_hint_says_so(view):
    assert view.tool is Tool.RECTANGLE
    assert chip(view) == "Drag to draw · or paste coordinates"
    assert (view.objectName(), view.accessibleName()) == ("map.view", "Map")
    # Over the line of legends and credits.
    assert view.findChild(QWidget, "map.chip").geometry().bottom() < view.height() - 34


def test_loaded_regions_are_shown_and_chosen(lyon):
    assert [shown.region for shown in lyon.regions] == [LYON, TRIANGLE]
    assert (lyon.selected, lyon.tool, lyon.can_undo) == (0, Tool.PAN, False)
    assert chip(lyon).startswith("3.9 × 4.4 km · 17.3 km² · 12 tiles")


def test_a_region_from_elsewhere_can_be_undone(view):
    changed = recorded(view.regions_changed)

    number = view.add_region(LYON, "#123456")

    assert (number, view.selected, view.tool) == (0, 0, Tool.PAN)
    assert view.regions[0].color == "#123456"
    assert view.can_undo
    view.undo()
    assert (view.regions, view.can_redo) == ((), True)
    view.redo()
    assert view.regions[0].region == LYON
    assert len(changed) >= 3


def test_typed_numbers_replace_the_area(lyon):
    told = recorded(lyon.region_changed)

    lyon.replace_region(0, moved(LYON, 1, 0))

    assert told == [(0, moved(LYON, 1, 0), True)]
    lyon.undo()
    assert lyon.regions[0].region == LYON


def test_a_region_is_removed_selected_and_renamed(lyon):
    removed, selected = recorded(lyon.region_removed), recorded(lyon.region_selected)

    lyon.show_region_as(1, ShownRegion(LYON, "#000000", name="Ring"))
    lyon.select_region(1)
    lyon.remove_region(0)

    assert (lyon.regions[0].title, lyon.regions[0].region) == ("Ring", TRIANGLE)
    assert removed == [(0,)]
    assert selected == [(1,), (0,)]


def test_the_count_is_told_from_outside(lyon):
    lyon.set_count_text(0, "8,214 images")
    assert chip(lyon).endswith("8,214 images")

    lyon.replace_region(0, moved(LYON, 0.01, 0))
    assert chip(lyon).endswith("counting…")

    lyon.expect_counts(False)
    assert chip(lyon).endswith("tiles")


def test_suggestions_in_the_chip_are_told_with_their_region(lyon, qtbot):
    picked = recorded(lyon.suggestion_picked)
    lyon.set_count_text(0, "46,000 images", ChipLook.WARN, ("Thin", "Newest only"))

    qtbot.mouseClick(lyon.findChild(QToolButton, "map.chip.link.1"), Qt.MouseButton.LeftButton)

    assert picked == [(0, 1)]


def test_while_a_box_is_dragged_its_size_is_shown_and_told(view):
    view.go_to(4.825, 45.75, 13.0)
    drafts = recorded(view.draft_changed)

    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(100, 100))
    QTest.mouseMove(view, QPoint(300, 300))
    view.set_count_text(-1, "≈ 3,100 images")
    during = chip(view)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 300))

    assert during.endswith("tiles · ≈ 3,100 images")
    assert drafts[0][0].west == pytest.approx(view.regions[0].region.west)
    assert drafts[-1] == (None,)


def test_a_box_is_drawn_moved_and_resized_without_a_mouse_and_every_step_is_said(view, qtbot):
    """Scenario 19 of the design: keys alone, and the accessible text changes with each."""
    with_focus(view, view, qtbot)
    view.go_to(4.825, 45.75, 13.0)
    view.expect_counts(False)
    plans, said = recorded(view.plan_requested), []

    for key, modifiers in (
        (Key.Key_R, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Right, CTRL),
        (Key.Key_Right, CTRL | Qt.KeyboardModifier.AltModifier),
        (Key.Key_Up, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(view, key, modifiers)
        said.append(description(view))
    QTest.keyClick(view, Key.Key_Return)

    region = view.regions[0].region
    assert len(set(said)) == len(said)
    assert said[3].startswith("East edge 4.8")
    assert said[5].startswith(f"East edge {region.east:.4f}")
    assert plans == [()]


def test_the_count_is_read_with_the_edge(lyon):
    lyon.region_changed.connect(lambda index, _region, _is_final: lyon.set_count_text(index, "8,214 images"))

    QTest.keyClick(lyon, Key.Key_Right, CTRL)

    east = lyon.regions[0].region.east
    assert description(lyon).startswith(f"East edge {east:.4f}, 8,214 images")


def test_tab_leaves_the_map_unless_a_region_is_selected(desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    view, field = MapView(desk, window), QLineEdit(window)
    view.resize(400, 300)
    view.set_regions((ShownRegion(LYON),), 0)
    window.show()
    with_focus(view, window, qtbot)

    QTest.keyClick(view, Key.Key_Tab)
    stays = QApplication.focusWidget() is view
    view.select_region(-1)
    view.expect_counts(False)
    for _ in range(6):
        if QApplication.focusWidget() is field:
            break
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)

    assert stays
    assert QApplication.focusWidget() is field


def test_what_is_seen_becomes_a_region(view):
    view.go_to(4.825, 45.75, 13.0)

    region = view.view_as_region()

    assert (region.west, region.north) == pytest.approx(view.view.place_at(0, 0))
    assert region.name == "Region 1"


def test_the_whole_globe_is_no_region(view):
    view.resize(2400, 600)
    view.go_to(0, 0, 2.0)

    with pytest.raises(ValueError, match="globe"):
        view.view_as_region()


def test_fit_shows_the_selected_region_or_all(lyon):
    lyon.go_to(0, 0, 3)
    lyon.fit_region()
    assert lyon.view.lon == pytest.approx(4.825)

    lyon.select_region(-1)
    lyon.go_to(0, 0, 3)
    QTest.mouseClick(lyon.findChild(QToolButton, "map.zoom.fit"), Qt.MouseButton.LeftButton)

    assert lyon.view.lon == pytest.approx(4.825)


def test_zoom_buttons_end_where_zooming_ends(lyon):
    lyon.go_to(4.8, 45.7, 19)

    assert not lyon.findChild(QToolButton, "map.zoom.in").isEnabled()
    assert lyon.findChild(QToolButton, "map.zoom.out").isEnabled()


def test_the_place_is_remembered(view, desk, qtbot):
    view.go_to(4.84, 45.75, 12.5)
    view.hide()

    other = MapView(desk)
    qtbot.addWidget(other)

    assert (other.view.lon, other.view.lat, other.view.zoom) == pytest.approx((4.84, 45.75, 12.5), abs=1e-5)


def test_the_middle_stays_when_the_window_grows(lyon):
    place = lyon.view.lon, lyon.view.lat

    lyon.resize(900, 700)

    assert (lyon.view.lon, lyon.view.lat) == pytest.approx(place)
    assert (lyon.view.width, lyon.view.height) == (900, 700)


def test_east_is_on_the_right_in_every_language(view):
    assert view.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_standings_are_painted_and_taken_away(lyon):
    before = lyon.grab().toImage()

    lyon.set_standings((TileStanding(1, tile_at(4.825, 45.75, 14).key, TileState.PROBLEM),))
    during = lyon.grab().toImage()
    lyon.set_standings(())

    assert during != before
    assert lyon.grab().toImage() == before


def test_g_shows_and_hides_the_tiles_of_the_region(lyon):
    before = lyon.grab().toImage()

    QTest.keyClick(lyon, Key.Key_G)
    without = lyon.grab().toImage()
    lyon.show_grid(True)

    assert without != before
    assert lyon.grab().toImage() == before


async def test_layers_are_asked_for_only_while_the_map_is_seen(desk, host, qtbot):
    host.answers[ShowBasemap] = lambda query: None
    view = MapView(desk)
    qtbot.addWidget(view)

    view.set_coverage("mapillary")
    view.set_basemap("")
    assert host.asked == []
    view.show()
    await until(lambda: {type(query) for query in host.asked} == {ShowCoverage, ShowBasemap})

    view.color_coverage_by(ColorBy.QUALITY)
    view.refresh_layers()
    view.set_coverage(None)
    view.set_basemap(None)
    view._canvas.coverage._rest.stop()
    await until(lambda: not desk.tasks.count)


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_every_scheme_paints_the_map(lyon, desk, scheme):
    desk.theme.apply(scheme)

    image = lyon.grab().toImage()

    colors = {image.pixelColor(x, y).name().upper() for x in range(0, 728, 8) for y in range(0, 573, 8)}
    assert desk.theme.tokens.map_land in colors
