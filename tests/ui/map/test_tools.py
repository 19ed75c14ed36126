import pytest
from PySide6.QtCore import Qt

from app.model.region import box
from tests.ui.map.making import LYON, TRIANGLE, a_sheet, recorded
from ui.map.shapes import BOX_HANDLES, BoxHandle, Corner, Edge, Middle, corner_place, handles
from ui.map.sheet import Tool
from ui.map.tools import Hand
from ui.map.viewport import Viewport


@pytest.fixture
def sheet(qapp):
    return a_sheet(LYON)


@pytest.fixture
def hand(sheet):
    return Hand(sheet)


def drag(hand, start, end, **press):
    hand.press(*start, **press)
    hand.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    hand.move(*end)
    hand.release(*end)


def at(sheet, handle):
    return next(sheet.view.point_of(lon, lat) for one, lon, lat in handles(sheet.chosen) if one == handle)


def edges(region):
    return {Edge.WEST: region.west, Edge.EAST: region.east, Edge.NORTH: region.north, Edge.SOUTH: region.south}


@pytest.mark.parametrize("handle", BOX_HANDLES, ids=lambda handle: "-".join(handle.edges))
def test_a_handle_is_pulled_exactly_by_the_way_of_the_pointer(sheet, hand, handle):
    x, y = at(sheet, handle)
    lon, lat = sheet.view.place_at(x + 12, y - 7)

    drag(hand, (x + 2, y + 3), (x + 14, y - 4))

    before, after = edges(LYON), edges(sheet.chosen)
    for edge in Edge:
        wanted = (lon if edge in (Edge.WEST, Edge.EAST) else lat) if edge in handle.edges else before[edge]
        assert after[edge] == pytest.approx(wanted, abs=1e-9)


def test_a_drag_is_final_at_its_end_only_and_undone_at_once(sheet, hand):
    changed = recorded(sheet.changed)
    x, y = at(sheet, BoxHandle((Edge.EAST,)))

    drag(hand, (x, y), (x + 40, y))

    assert [is_final for _, _, is_final in changed] == [False, False, True]
    sheet.undo()
    assert sheet.chosen == LYON


def test_an_edge_pulled_onto_the_opposite_one_keeps_the_last_good_box(sheet, hand):
    x, y = at(sheet, BoxHandle((Edge.EAST,)))
    west = at(sheet, BoxHandle((Edge.WEST,)))[0]

    hand.press(x, y)
    hand.move(x - 50, y)
    good = sheet.chosen
    hand.move(west, y)
    hand.release(west, y)

    assert sheet.chosen.width_deg > 0
    assert sheet.chosen.width_deg == pytest.approx(good.width_deg, abs=1e-3) or sheet.chosen.west < good.west + 1e-6


def test_a_selected_region_is_moved_by_its_inside(sheet, hand):
    first, last = sheet.view.place_at(364, 286), sheet.view.place_at(404, 266)

    drag(hand, (364, 286), (404, 266))

    assert sheet.chosen.west == pytest.approx(LYON.west + last[0] - first[0])
    assert sheet.chosen.south == pytest.approx(LYON.south + last[1] - first[1])
    assert sheet.chosen.width_deg == pytest.approx(LYON.width_deg)


def test_outside_of_it_the_map_is_moved(sheet, hand):
    drag(hand, (20, 20), (60, 50))

    assert sheet.chosen == LYON
    assert sheet.view.point_of(4.825, 45.75) == pytest.approx((404, 316.5), abs=0.6)


def test_the_middle_button_moves_the_map_whatever_is_below(sheet, hand):
    sheet.take(Tool.RECTANGLE)

    drag(hand, (364, 286), (404, 286), is_pan=True)

    assert sheet.chosen == LYON
    assert sheet.view.point_of(4.825, 45.75)[0] == pytest.approx(404)


def test_a_rectangle_is_drawn_by_a_drag(sheet, hand):
    sheet.take(Tool.RECTANGLE)
    drawn = recorded(sheet.drawn)
    first, last = sheet.view.place_at(30, 40), sheet.view.place_at(130, 240)

    drag(hand, (30, 40), (130, 240))

    region = drawn[0][0]
    assert (region.west, region.north) == pytest.approx(first)
    assert (region.east, region.south) == pytest.approx(last)
    assert sheet.tool is Tool.PAN


def test_a_rectangle_is_drawn_by_two_clicks(sheet, hand):
    sheet.take(Tool.RECTANGLE)
    hand.press(30, 40)
    hand.release(31, 40)
    hand.move(100, 100)
    assert sheet.draft.pointer == sheet.view.place_at(100, 100)

    hand.press(130, 240)
    hand.release(130, 240)

    assert len(sheet.regions) == 2
    assert sheet.chosen.east == pytest.approx(sheet.view.place_at(130, 240)[0])


def test_shift_draws_a_box_with_any_tool(sheet, hand):
    drag(hand, (30, 40), (130, 240), is_shift=True)

    assert len(sheet.regions) == 2


def test_a_shift_click_draws_nothing(sheet, hand):
    hand.press(30, 40, is_shift=True)
    hand.release(30, 40)

    assert (len(sheet.regions), sheet.draft) == (1, None)


def test_a_rectangle_across_the_antimeridian_is_one_box(qapp):
    sheet = a_sheet(view=Viewport(179.95, 0.0, 10.0, 400, 400))
    hand = Hand(sheet)
    sheet.take(Tool.RECTANGLE)

    drag(hand, (100, 100), (390, 300))

    assert sheet.chosen.west > 179
    assert sheet.chosen.east < -179
    assert sheet.chosen.width_deg == pytest.approx(290 / sheet.view.world_px * 360)


def polygon_points(hand, *points):
    for point in points:
        hand.press(*point)
        hand.release(*point)


def test_a_polygon_is_clicked_corner_by_corner_and_closed_by_a_double_click(sheet, hand):
    sheet.take(Tool.POLYGON)
    polygon_points(hand, (50, 50), (150, 60), (120, 160))

    assert hand.double_click(120, 160)

    assert len(sheet.regions) == 2
    assert [corner_place(sheet.chosen, Corner(0, 0, n)) for n in range(3)] == [
        pytest.approx(sheet.view.place_at(*point)) for point in ((50, 50), (150, 60), (120, 160))
    ]


def test_a_click_on_the_first_corner_closes_the_polygon(sheet, hand):
    sheet.take(Tool.POLYGON)

    polygon_points(hand, (50, 50), (150, 60), (120, 160), (52, 49))

    assert len(sheet.chosen.polygons[0][0]) == 3


def test_two_corners_are_no_polygon_yet(sheet, hand):
    sheet.take(Tool.POLYGON)
    polygon_points(hand, (50, 50), (150, 60))

    hand.close_polygon()

    assert len(sheet.regions) == 1
    assert len(sheet.draft.points) == 2


def test_the_last_corner_can_be_taken_back(sheet, hand):
    sheet.take(Tool.POLYGON)
    polygon_points(hand, (50, 50), (150, 60))

    hand.drop_corner()
    assert len(sheet.draft.points) == 1
    hand.drop_corner()

    assert sheet.draft is None


@pytest.fixture
def triangle(qapp):
    sheet = a_sheet(TRIANGLE)
    return sheet, Hand(sheet)


def test_a_corner_of_a_polygon_is_pulled(triangle):
    sheet, hand = triangle
    x, y = at(sheet, Corner(0, 0, 1))

    drag(hand, (x, y), (x + 30, y + 10))

    assert corner_place(sheet.chosen, Corner(0, 0, 1)) == pytest.approx(sheet.view.place_at(x + 30, y + 10))
    assert sheet.active == Corner(0, 0, 1)


def test_the_middle_of_an_edge_becomes_a_corner_when_pulled(triangle):
    sheet, hand = triangle
    x, y = at(sheet, Middle(0, 0, 0))

    drag(hand, (x, y), (x, y + 30))

    assert len(sheet.chosen.polygons[0][0]) == 4
    assert corner_place(sheet.chosen, Corner(0, 0, 1)) == pytest.approx(sheet.view.place_at(x, y + 30))
    hand.delete_corner()
    assert len(sheet.chosen.polygons[0][0]) == 3


def test_a_triangle_refuses_to_lose_a_corner(triangle):
    sheet, hand = triangle
    sheet.activate(Corner(0, 0, 0))
    spoken = recorded(sheet.spoken)

    assert hand.delete_corner()

    assert sheet.chosen == TRIANGLE
    assert spoken == [("A polygon needs three corners.",)]


def test_a_click_is_told_unless_it_hits_a_handle(sheet, hand):
    clicked = recorded(hand.clicked)

    drag(hand, (20, 20), (22, 21))
    x, y = at(sheet, BoxHandle((Edge.EAST,)))
    hand.press(x, y)
    hand.release(x, y)

    assert clicked == [(22, 21)]


def test_escape_takes_a_drag_back(sheet, hand):
    x, y = at(sheet, BoxHandle((Edge.EAST,)))
    hand.press(x, y)
    hand.move(x + 50, y)

    assert hand.cancel()
    hand.release(x + 50, y)

    assert sheet.chosen == LYON
    assert not hand.cancel()


def test_a_handle_has_a_reach_of_some_pixels(sheet, hand):
    x, y = at(sheet, BoxHandle((Edge.EAST,)))

    assert hand.handle_at(x + 8, y - 8) == BoxHandle((Edge.EAST,))
    assert hand.handle_at(x + 12, y) is None


def test_a_handle_is_found_in_every_repeat_of_the_world(qapp):
    sheet = a_sheet(box(10, 10, 60, 50), view=Viewport(0.0, 20.0, 2.0, 2200, 700))
    hand = Hand(sheet)
    x, y = sheet.view.point_of(60 - 360, 50)

    assert hand.handle_at(x, y) == BoxHandle((Edge.NORTH, Edge.EAST))


def test_the_pointer_shows_what_a_press_would_do(sheet, hand):
    cursors = {
        "outside": hand.cursor(5, 5),
        "inside": hand.cursor(364, 286),
        "east": hand.cursor(*at(sheet, BoxHandle((Edge.EAST,)))),
        "corner": hand.cursor(*at(sheet, BoxHandle((Edge.NORTH, Edge.WEST)))),
    }
    sheet.take(Tool.RECTANGLE)

    assert cursors == {
        "outside": Qt.CursorShape.OpenHandCursor,
        "inside": Qt.CursorShape.SizeAllCursor,
        "east": Qt.CursorShape.SizeHorCursor,
        "corner": Qt.CursorShape.SizeFDiagCursor,
    }
    assert hand.cursor(5, 5) == Qt.CursorShape.CrossCursor
