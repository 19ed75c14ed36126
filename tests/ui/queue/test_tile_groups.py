from app.model.commands import RetryJob, RetryTile
from app.model.coverage import TileStanding, TileState
from ui.queue.tile_groups import TILE, read_again, tile_groups

DOWN, BLOCKED = "The server does not answer.", "Mapillary has stopped answering tiles for this network."
TILES = (
    TileStanding(1, "14/1/1", TileState.PROBLEM, title=DOWN),
    TileStanding(1, "14/1/2", TileState.PROBLEM, title=BLOCKED),
    TileStanding(1, "14/1/3", TileState.PROBLEM, title=BLOCKED),
    TileStanding(1, "14/1/4", TileState.PROBLEM, listed=9, settled=9, failed=2),
    TileStanding(1, "14/1/5", TileState.DONE, listed=9, settled=9),
)


def test_tiles_that_could_not_be_read_stand_by_cause():
    groups = tile_groups(TILES)

    assert [(group.count, group.kind) for group in groups] == [(2, TILE), (1, TILE)]
    assert groups[0].title == f"2 tiles could not be read. {BLOCKED}"
    assert groups[1].examples == ("14/1/1",)
    assert "Images in it" in groups[1].hint


def test_one_tile_is_read_alone_and_several_with_all_that_failed():
    many, one = tile_groups(TILES)

    assert read_again(1, one) == RetryTile(1, "14/1/1")
    assert read_again(1, many) == RetryJob(1)
