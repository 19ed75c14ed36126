"""How the tiles of a harvest stand."""

import pytest

from app.engine.tile_board import TileBoard, standing_of, tile_state
from app.model.coverage import TileStanding, TileState
from app.store.ledger_tiles import Listing, TileRow


@pytest.mark.parametrize(
    ("listing", "listed", "settled", "failed", "is_waiting", "expected"),
    [
        (Listing.QUEUED, 0, 0, 0, False, TileState.QUEUED),
        (Listing.QUEUED, 5, 0, 0, False, TileState.ACTIVE),
        (Listing.LISTED, 5, 4, 0, False, TileState.ACTIVE),
        (Listing.LISTED, 5, 4, 0, True, TileState.WAITING),
        (Listing.LISTED, 5, 5, 0, True, TileState.DONE),
        (Listing.LISTED, 5, 5, 1, False, TileState.PROBLEM),
        (Listing.LISTED, 0, 0, 0, False, TileState.DONE),
        (Listing.FAILED, 0, 0, 0, False, TileState.PROBLEM),
        (Listing.ACCEPTED, 0, 0, 0, False, TileState.DONE),
    ],
    ids=["not asked", "arriving", "fetching", "held", "done though held", "lost", "empty", "unread", "accepted"],
)
def test_list_and_images_make_one_state(listing, listed, settled, failed, is_waiting, expected):
    assert tile_state(listing, listed, settled, failed, is_running=True, is_waiting=is_waiting) is expected


def test_nothing_of_a_job_at_rest_is_active():
    row = TileRow(0, "14/1/1", Listing.LISTED, "", 5, 2, 0)

    assert standing_of(7, row, is_running=False, is_waiting=False) == TileStanding(
        7, "14/1/1", TileState.QUEUED, 5, 2, 0
    )


def test_every_change_is_told_for_its_tile_alone():
    told: list[TileStanding] = []
    board = TileBoard(7, told.append)
    board.load([TileRow(0, "14/1/1", Listing.QUEUED), TileRow(1, "14/2/1", Listing.QUEUED)])
    told.clear()

    board.planned(0, 3, 1)
    board.ended(0)
    board.settled([(0, False), (0, True), (None, False)])

    assert {standing.key for standing in told} == {"14/1/1"}
    assert told[-1] == TileStanding(7, "14/1/1", TileState.PROBLEM, 3, 3, 1)


def test_a_wait_of_the_job_shows_on_all_tiles_once():
    told: list[TileStanding] = []
    board = TileBoard(7, told.append)
    board.load([TileRow(0, "14/1/1", Listing.LISTED, "", 3, 0, 0), TileRow(1, "14/2/1", Listing.LISTED, "", 1, 1, 0)])
    told.clear()

    board.wait(True)
    board.wait(True)

    assert [standing.state for standing in told] == [TileState.WAITING, TileState.DONE]


def test_a_tile_that_cannot_be_read_says_why():
    told: list[TileStanding] = []
    board = TileBoard(7, told.append)
    board.load([TileRow(0, "14/1/1", Listing.QUEUED)])

    board.failed(0, "The tile host is closed.")

    assert told[-1].title == "The tile host is closed."
    assert (board.number("14/1/1"), board.number("14/9/9")) == (0, None)
