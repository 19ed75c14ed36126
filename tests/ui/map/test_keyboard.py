import pytest
from PySide6.QtCore import Qt

from tests.ui.map.making import LYON, TRIANGLE, VIEW, a_sheet, recorded
from ui.map.keyboard import ALT, CTRL, NONE, SHIFT, Keyboard
from ui.map.shapes import Corner, Edge, corner_place
from ui.map.sheet import Tool
from ui.map.tools import Hand

Key = Qt.Key


@pytest.fixture
def sheet(qapp):
    return a_sheet(LYON)


@pytest.fixture
def keyboard(sheet):
    return Keyboard(sheet, Hand(sheet))


def alone(qapp, *regions):
    sheet = a_sheet(*regions, selected=-1)
    return sheet, Keyboard(sheet, Hand(sheet))


@pytest.mark.parametrize(
    ("key", "modifiers", "way"),
    [
        (Key.Key_Left, NONE, (64, 0)),
        (Key.Key_Right, NONE, (-64, 0)),
        (Key.Key_Up, NONE, (0, 64)),
        (Key.Key_Down, NONE, (0, -64)),
        (Key.Key_Right, SHIFT, (-655.2, 0)),
        (Key.Key_Down, SHIFT, (0, -515.7)),
    ],
    ids=["left", "right", "up", "down", "a screen right", "a screen down"],
)
def test_arrows_pan_while_nothing_is_selected(qapp, key, modifiers, way):
    sheet, keyboard = alone(qapp)

    assert keyboard.press(key, modifiers)

    assert sheet.view.point_of(VIEW.lon, VIEW.lat) == pytest.approx((364 + way[0], 286.5 + way[1]))


def test_plus_and_minus_zoom_around_the_middle(qapp):
    sheet, keyboard = alone(qapp)

    keyboard.press(Key.Key_Plus, SHIFT)
    assert sheet.view.zoom == VIEW.zoom + 1
    keyboard.press(Key.Key_Minus, NONE)
    keyboard.press(Key.Key_Minus, Qt.KeyboardModifier.KeypadModifier)

    assert sheet.view.zoom == VIEW.zoom - 1
    assert sheet.view.lon == pytest.approx(VIEW.lon)


@pytest.mark.parametrize(("modifiers", "pixels"), [(NONE, 1), (ALT, 10)], ids=["one", "ten"])
def test_arrows_move_the_selected_region(sheet, keyboard, modifiers, pixels):
    x, y = VIEW.point_of(LYON.west, LYON.north)

    keyboard.press(Key.Key_Right, modifiers)
    keyboard.press(Key.Key_Down, modifiers)

    assert VIEW.point_of(sheet.chosen.west, sheet.chosen.north) == pytest.approx((x + pixels, y + pixels), abs=0.01)
    assert sheet.chosen.width_deg == pytest.approx(LYON.width_deg)
    assert sheet.view == VIEW


@pytest.mark.parametrize(
    ("key", "edge", "sign"),
    [
        (Key.Key_Right, Edge.EAST, 1),
        (Key.Key_Left, Edge.WEST, -1),
        (Key.Key_Up, Edge.NORTH, -1),
        (Key.Key_Down, Edge.SOUTH, 1),
    ],
    ids=["east", "west", "north", "south"],
)
def test_control_and_an_arrow_move_the_edge_on_that_side(sheet, keyboard, key, edge, sign):
    keyboard.press(key, CTRL | ALT)

    before, after = (
        {
            Edge.EAST: VIEW.point_of(one.east, one.north)[0],
            Edge.WEST: VIEW.point_of(one.west, one.north)[0],
            Edge.NORTH: VIEW.point_of(one.west, one.north)[1],
            Edge.SOUTH: VIEW.point_of(one.west, one.south)[1],
        }
        for one in (LYON, sheet.chosen)
    )
    moved = {name: round(after[name] - before[name], 3) for name in before if abs(after[name] - before[name]) > 0.001}
    assert moved == {edge: sign * 10}
    assert sheet.active is edge


def test_the_active_edge_follows_both_arrows_of_its_direction(sheet, keyboard):
    for _ in range(3):
        keyboard.press(Key.Key_Tab, NONE)
    assert sheet.active is Edge.SOUTH

    keyboard.press(Key.Key_Up, CTRL)

    assert sheet.active is Edge.SOUTH
    assert sheet.chosen.south > LYON.south
    assert sheet.chosen.north == LYON.north


def test_tab_goes_around_the_edges_and_back(sheet, keyboard):
    around = []
    for _ in range(5):
        keyboard.press(Key.Key_Tab, NONE)
        around.append(sheet.active)
    keyboard.press(Key.Key_Backtab, SHIFT)

    assert around == [Edge.NORTH, Edge.EAST, Edge.SOUTH, Edge.WEST, Edge.NORTH]
    assert sheet.active is Edge.WEST


def test_tab_leaves_the_map_while_nothing_is_selected(qapp):
    _, keyboard = alone(qapp, LYON)

    assert not keyboard.press(Key.Key_Tab, NONE)


def test_every_nudge_is_said(sheet, keyboard):
    spoken = recorded(sheet.spoken)

    keyboard.press(Key.Key_Right, CTRL)
    keyboard.press(Key.Key_Right, NONE)

    east = VIEW.place_at(VIEW.point_of(LYON.east, 45.75)[0] + 1, 0)[0]
    assert spoken[0] == (f"East edge {east:.4f}",)
    assert spoken[1][0].startswith("Middle 4.82")


def test_held_keys_are_one_edit(sheet, keyboard):
    for _ in range(20):
        keyboard.press(Key.Key_Right, CTRL)

    keyboard.press(Key.Key_Z, CTRL)

    assert sheet.chosen == LYON
    keyboard.press(Key.Key_Z, CTRL | SHIFT)
    assert sheet.chosen.east > LYON.east


def test_an_edge_that_passes_the_opposite_one_turns_the_box_over(sheet, keyboard):
    sheet.look(VIEW.zoomed(-8, 364, 286))
    sheet.activate(Edge.EAST)
    spoken = recorded(sheet.spoken)

    keyboard.press(Key.Key_Left, CTRL | ALT)

    assert sheet.chosen.east == pytest.approx(LYON.west)
    assert sheet.active is Edge.WEST
    assert spoken[0][0] == f"West edge {sheet.chosen.west:.4f}"


def test_corners_of_a_polygon_are_moved_by_keys(qapp):
    sheet = a_sheet(TRIANGLE)
    keyboard = Keyboard(sheet, Hand(sheet))
    keyboard.press(Key.Key_Tab, NONE)
    keyboard.press(Key.Key_Tab, NONE)
    spoken = recorded(sheet.spoken)
    x, y = VIEW.point_of(*corner_place(TRIANGLE, Corner(0, 0, 1)))

    keyboard.press(Key.Key_Right, CTRL | ALT)

    assert VIEW.point_of(*corner_place(sheet.chosen, Corner(0, 0, 1))) == pytest.approx((x + 10, y))
    assert spoken[0][0].startswith("Corner 2 of 3, 4.8")


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space], ids=["enter", "space"])
def test_r_and_enter_draw_a_box_in_the_middle(qapp, key):
    sheet, keyboard = alone(qapp)
    spoken = recorded(sheet.spoken)

    keyboard.press(Key.Key_R, NONE)
    keyboard.press(key, NONE)

    west, east = VIEW.place_at(182, 0)[0], VIEW.place_at(546, 0)[0]
    assert (sheet.chosen.west, sheet.chosen.east) == pytest.approx((west, east))
    assert spoken[-1][0].startswith("Region 1 drawn, middle 4.8250")
    assert sheet.tool is Tool.PAN


def test_enter_asks_for_the_plan_of_the_selected_region(sheet, keyboard):
    plans = recorded(keyboard.plan_requested)

    keyboard.press(Key.Key_Return, NONE)

    assert plans == [()]


def test_enter_selects_a_region_when_none_is(qapp):
    sheet, keyboard = alone(qapp, LYON, TRIANGLE)

    keyboard.press(Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)

    assert sheet.history.selected == 1


def test_escape_leaves_step_by_step(sheet, keyboard):
    keyboard.press(Key.Key_P, NONE)
    keyboard.press(Key.Key_Escape, NONE)
    assert (sheet.tool, sheet.history.selected) == (Tool.PAN, 0)

    keyboard.press(Key.Key_Escape, NONE)
    assert sheet.history.selected == -1

    assert not keyboard.press(Key.Key_Escape, NONE)


def test_delete_removes_the_region_and_undo_brings_it_back(sheet, keyboard):
    keyboard.press(Key.Key_Delete, NONE)
    assert sheet.regions == ()

    keyboard.press(Key.Key_Z, CTRL)

    assert sheet.chosen == LYON


def test_a_polygon_being_drawn_listens_to_backspace_and_enter(qapp):
    sheet = a_sheet()
    hand = Hand(sheet)
    keyboard = Keyboard(sheet, hand)
    keyboard.press(Key.Key_P, NONE)
    for point in ((50, 50), (150, 60), (120, 160), (300, 300)):
        hand.press(*point)
        hand.release(*point)

    keyboard.press(Key.Key_Backspace, NONE)
    keyboard.press(Key.Key_Return, NONE)

    assert len(sheet.chosen.polygons[0][0]) == 3


@pytest.mark.parametrize(
    ("key", "signal"),
    [(Key.Key_E, "numbers_requested"), (Key.Key_C, "coverage_requested"), (Key.Key_G, "grid_requested")],
    ids=["E", "C", "G"],
)
def test_letters_ask_for_things(keyboard, key, signal):
    asked = recorded(getattr(keyboard, signal))

    keyboard.press(key, NONE)

    assert asked == [()]


def test_f_fits_the_region_and_v_takes_the_hand(sheet, keyboard):
    sheet.take(Tool.RECTANGLE)
    keyboard.press(Key.Key_V, NONE)
    sheet.look(VIEW.moved_to(0, 0, 4))

    keyboard.press(Key.Key_F, NONE)

    assert sheet.tool is Tool.PAN
    assert sheet.view.lon == pytest.approx(4.825)


def test_letters_can_be_switched_off(keyboard):
    keyboard.has_letters = False

    assert not keyboard.press(Key.Key_R, NONE)
    assert keyboard.means(Key.Key_Right, NONE)


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(Key.Key_D, CTRL), (Key.Key_R, CTRL | SHIFT), (Key.Key_Q, NONE), (Key.Key_Left, SHIFT | CTRL)],
    ids=["harvest", "current view", "unknown letter", "unknown arrow"],
)
def test_other_keys_are_left_to_the_window(keyboard, key, modifiers):
    assert not keyboard.means(key, modifiers)
