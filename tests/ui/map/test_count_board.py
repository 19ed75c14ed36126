import pytest

from app.model.harvest import MapillarySpec, Pick
from tests.fakes.street import ACCOUNT, HUGE, SMALL
from tests.fakes.waiting import turns
from ui.map.chip import ChipLook
from ui.map.count_board import DRAFT, CountBoard
from ui.map.harvest_inspector import HarvestInspector
from ui.map.map_view import MapView
from ui.map.region_counts import RegionCounts
from ui.map.shapes import ShownRegion
from ui.map.sheet import Draft


@pytest.fixture
def board(street_desk, qtbot):
    view, plan = MapView(street_desk), HarvestInspector(street_desk)
    for widget in (view, plan):
        qtbot.addWidget(widget)
    view.resize(728, 573)
    view.show()
    counts = RegionCounts(street_desk.ask)
    counts.use(ACCOUNT.key, MapillarySpec())
    board = CountBoard(view, counts, plan, MapillarySpec)
    board.view, board.plan, board.counts = view, plan, counts
    return board


async def counted(board):
    board.want()
    board.counts._settle.stop()
    board.counts._go_on()
    await turns()


def chip(board):
    return board.view._chip.text


async def test_the_chip_says_the_number_of_the_selected_region(board):
    board.view.set_regions((ShownRegion(SMALL),), 0)
    board.view.show_region(SMALL)

    await counted(board)

    assert chip(board).words.endswith("1,124 images")


async def test_the_plan_has_a_first_number_at_once(board):
    board.view.set_regions((ShownRegion(SMALL),), 0)
    board.plan.show_plan(ACCOUNT, (SMALL,), MapillarySpec(), has_regions=True)

    board.want()
    await turns()

    assert board.plan.numbers._values["fetch"].text() == "1,124"
    board.counts._settle.stop()
    board.plan.counting._timer.stop()


async def test_a_large_region_warns_and_its_suggestions_can_be_picked_on_the_map(board):
    told = []
    board.suggested.connect(told.append)
    board.view.set_regions((ShownRegion(HUGE),), 0)
    board.view.show_region(HUGE)
    await counted(board)

    assert chip(board).look is ChipLook.WARN
    assert chip(board).links[1] == "Newest 1,000"
    board.view.suggestion_picked.emit(0, 1)

    assert (told[0].pick, told[0].max_images) == (Pick.NEWEST, 1000)


async def test_what_is_being_drawn_is_counted_too(board, street_host):
    north_east = (SMALL.east, SMALL.north)
    board.view._sheet.draw(Draft(((SMALL.west, SMALL.south),), north_east, is_box=True))
    await turns()

    assert board.view._counts.of(DRAFT).text == "1,124 images"
    assert all(query.most_requests == 0 for query in street_host.asked if hasattr(query, "most_requests"))
