import pytest

from tests.ui.map.making import LYON, TRIANGLE, VIEW, a_sheet, recorded
from ui.map.shapes import Edge, ShownRegion, moved
from ui.map.sheet import Draft, Tool
from ui.map.viewport import Viewport

DRAFT = Draft(((4.80, 45.77),), (4.85, 45.73), is_box=True)


def test_a_finished_draft_becomes_a_selected_region_with_a_name_and_a_colour(qapp):
    sheet = a_sheet(LYON)
    sheet.take(Tool.RECTANGLE)
    drawn = recorded(sheet.drawn)

    sheet.draw(DRAFT)
    sheet.finish_draft()

    assert drawn == [(sheet.regions[1].region,)]
    assert sheet.history.selected == 1
    assert sheet.regions[1].title == "Region 1"
    assert sheet.regions[1].color != sheet.regions[0].color
    assert (sheet.tool, sheet.draft) == (Tool.PAN, None)


def test_a_draft_that_is_no_region_is_dropped_and_the_reason_said(qapp):
    sheet = a_sheet()
    spoken = recorded(sheet.spoken)

    sheet.draw(Draft(((0.0, 0.0),), (0.0, 5.0), is_box=True))
    sheet.finish_draft()

    assert sheet.regions == ()
    assert "no width" in spoken[0][0]


@pytest.mark.parametrize(
    ("draft", "outline"),
    [
        (DRAFT, ((4.80, 45.77), (4.85, 45.77), (4.85, 45.73), (4.80, 45.73))),
        (Draft(((0, 0), (1, 0)), (1, 1), is_box=False), ((0, 0), (1, 0), (1, 1))),
        (Draft(((0, 0), (1, 0)), None, is_box=False), ((0, 0), (1, 0))),
    ],
    ids=["box", "polygon", "polygon without pointer"],
)
def test_a_draft_has_the_outline_that_it_would_have(draft, outline):
    assert draft.outline == outline


def test_another_tool_drops_what_was_being_drawn(qapp):
    sheet = a_sheet()
    tools = recorded(sheet.tool_changed)
    sheet.draw(DRAFT)

    sheet.take(Tool.POLYGON)
    sheet.take(Tool.POLYGON)

    assert sheet.draft is None
    assert tools == [(Tool.POLYGON,)]


def test_what_is_being_drawn_goes_along_over_the_antimeridian(qapp):
    sheet = a_sheet(view=Viewport(179.9, 0.0, 10.0, 400, 400))
    sheet.draw(Draft(((179.95, 0.0),), None, is_box=True))
    before = sheet.view.point_of(*sheet.draft.points[0])

    sheet.look(sheet.view.panned(-300, 0))

    assert sheet.view.lon < 0
    assert sheet.view.point_of(*sheet.draft.points[0])[0] == pytest.approx(before[0] - 300)


def test_every_change_is_told_once(qapp):
    sheet = a_sheet(LYON)
    changed, listed = recorded(sheet.changed), recorded(sheet.listed)
    other = moved(LYON, 1, 0)

    sheet.change(0, other, is_final=False)
    sheet.change(0, other)

    assert changed == [(0, other, False), (0, other, True)]
    assert len(listed) == 2


def test_a_cancelled_change_is_told_as_the_area_that_it_goes_back_to(qapp):
    sheet = a_sheet(LYON)
    sheet.change(0, moved(LYON, 1, 0), is_final=False)
    changed = recorded(sheet.changed)

    sheet.cancel_change()

    assert changed == [(0, LYON, True)]


def test_undo_tells_the_list_and_the_selection(qapp):
    sheet = a_sheet(LYON)
    sheet.remove(0)
    selected, spoken = recorded(sheet.selected), recorded(sheet.spoken)

    sheet.undo()

    assert [shown.region for shown in sheet.regions] == [LYON]
    assert selected == [(0,)]
    assert spoken == [("Undone",)]
    sheet.redo()
    assert sheet.regions == ()


def test_undo_with_nothing_to_undo_says_nothing(qapp):
    sheet = a_sheet()
    spoken = recorded(sheet.spoken)

    sheet.undo()
    sheet.redo()

    assert spoken == []


@pytest.mark.parametrize(
    ("place", "expected"),
    [((4.82, 45.75), 1), ((4.801, 45.769), 0), ((9.0, 9.0), -1)],
    ids=["topmost", "below", "none"],
)
def test_the_topmost_region_at_a_place_is_selected(qapp, place, expected):
    sheet = a_sheet(LYON, TRIANGLE, selected=-1)

    sheet.select_at(*place)

    assert sheet.history.selected == expected


def test_an_invisible_region_is_not_selected_by_a_click(qapp):
    sheet = a_sheet(LYON, selected=-1)
    sheet.show_as(0, ShownRegion(LYON, is_visible=False))

    sheet.select_at(4.82, 45.75)

    assert sheet.history.selected == -1


def test_another_selection_forgets_the_active_edge(qapp):
    sheet = a_sheet(LYON, TRIANGLE)
    sheet.activate(Edge.EAST)

    sheet.select(1)

    assert sheet.active is None
    assert sheet.chosen == TRIANGLE


def test_loading_replaces_everything(qapp):
    sheet = a_sheet(LYON)

    sheet.load((ShownRegion(TRIANGLE),), 0)

    assert sheet.chosen == TRIANGLE
    assert not sheet.history.can_undo


def test_a_region_is_fitted_into_the_view(qapp):
    sheet = a_sheet(view=Viewport(0, 0, 3.0, 728, 573))
    viewed = recorded(sheet.viewed)

    sheet.fit(LYON)

    assert (sheet.view.lon, sheet.view.lat) == pytest.approx((VIEW.lon, VIEW.lat), abs=0.001)
    assert viewed == [(True,)]
