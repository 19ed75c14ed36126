from dataclasses import replace

import pytest

from app.model.region import box
from app.model.region_text import parse_regions
from tests.fakes.street import SMALL
from tests.ui.map.making import LYON
from ui.map.map_view import MapView
from ui.map.region_edits import RegionEdits
from ui.map.region_memory import RegionMemory
from ui.map.shapes import ShownRegion


@pytest.fixture
def edits(street_desk, qtbot):
    view = MapView(street_desk)
    qtbot.addWidget(view)
    view.resize(728, 573)
    edits = RegionEdits(street_desk, view, RegionMemory(street_desk.state))
    edits.view = view
    return edits


def names(edits):
    return [shown.title for shown in edits.view.regions]


def test_what_comes_without_a_name_gets_one(edits):
    edits.add((replace(SMALL, name=""), LYON, box(1, 2, 3, 4)))

    assert names(edits) == ["Region 1", "Lyon centre", "Region 2"]
    assert edits.view.selected == -1


def test_typed_numbers_replace_the_selected_region_and_can_be_undone(edits):
    edits.view.set_regions((ShownRegion(LYON),), 0)

    edits.take_numbers(parse_regions("1,2,3,4"))
    assert edits.view.regions[0].region == box(1, 2, 3, 4, "Lyon centre")
    edits.view.undo()

    assert edits.view.regions[0].region == LYON


def test_without_a_selection_typed_numbers_are_a_new_region(edits):
    edits.view.set_regions((ShownRegion(LYON),), -1)

    edits.take_numbers(parse_regions("1,2,3,4"))

    assert names(edits) == ["Lyon centre", "Region 1"]


def test_several_areas_are_all_added(edits):
    edits.view.set_regions((ShownRegion(LYON),), 0)

    edits.take_numbers(parse_regions("1,2,3,4\n5,6,7,8"))

    assert len(edits.view.regions) == 3


def test_regions_of_a_job_come_unticked_and_only_once(edits):
    edits.have((LYON, SMALL))
    edits.have((replace(LYON, name="other name"),))

    assert names(edits) == ["Lyon centre", "Small"]
    assert not any(shown.is_checked for shown in edits.view.regions)


def test_a_view_of_the_whole_globe_is_no_region(edits, street_desk):
    edits.view.resize(1400, 573)
    edits.view.show()
    edits.view.go_to(0, 0, 2)

    edits.add_view()

    assert names(edits) == []
    assert street_desk.messages.top is not None


def test_a_bookmark_has_the_name_of_the_list(edits, street_desk):
    edits.view.set_regions((ShownRegion(LYON, name="Centre"),), 0)

    edits.bookmark(0)

    assert RegionMemory(street_desk.state).bookmarks() == (replace(LYON, name="Centre"),)
