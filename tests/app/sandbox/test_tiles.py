"""Small tiles."""

from app.sandbox.tiles import SIDE, draw_tile


def test_tiles_are_small_and_the_same_each_time():
    tile = draw_tile("north", 1)

    assert tile == draw_tile("north", 1)
    assert 1_500 < len(tile.body) < 10_000
    assert (tile.width, tile.document["size"]) == (SIDE, {"height": SIDE, "width": SIDE})
