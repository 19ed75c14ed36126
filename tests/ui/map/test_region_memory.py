import pytest

from tests.fakes.street import SMALL
from tests.ui.map.making import LYON, TRIANGLE
from ui.map.region_memory import BOOKMARKS_KEY, SHOWN_KEY, RegionMemory
from ui.map.shapes import ShownRegion


@pytest.fixture
def memory(desk):
    return RegionMemory(desk.state)


def test_regions_come_back_as_they_were(memory):
    shown = (ShownRegion(LYON, "#D55E00", is_checked=False, name="Centre"), ShownRegion(TRIANGLE))

    memory.keep_shown(shown)

    assert memory.shown() == shown


def test_a_bookmark_replaces_the_one_of_its_name(memory):
    memory.add_bookmark(SMALL)
    memory.add_bookmark(LYON)
    memory.add_bookmark(SMALL)

    assert memory.bookmarks() == (LYON, SMALL)
    memory.remove_bookmark("Small")
    assert memory.bookmarks() == (LYON,)


@pytest.mark.parametrize("text", ["", "no json", '[{"west": "x"}]', "{}"], ids=["empty", "text", "types", "object"])
def test_what_cannot_be_read_is_as_good_as_not_there(text, memory, desk):
    desk.state.setValue(SHOWN_KEY, text)
    desk.state.setValue(BOOKMARKS_KEY, text)

    assert memory.shown() == ()
    assert memory.bookmarks() == ()
