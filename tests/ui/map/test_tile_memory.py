import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from app.model.mercator import Tile
from tests.fakes.tree import png
from ui.map.tile_memory import TileMemory, decode

TILE_BYTES = 64 * 64 * 4


def a_tile(color="red"):
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


def test_memory_stays_within_its_bound():
    memory = TileMemory(most_bytes=5 * TILE_BYTES)

    for x in range(40):
        memory.keep(Tile(10, x, 0), a_tile())

    assert len(memory) == 5
    assert memory.size_bytes == 5 * TILE_BYTES


def test_what_was_seen_last_stays():
    memory = TileMemory(most_bytes=2 * TILE_BYTES)
    memory.keep(Tile(10, 0, 0), a_tile())
    memory.keep(Tile(10, 1, 0), a_tile())

    memory.look(Tile(10, 0, 0))
    memory.keep(Tile(10, 2, 0), a_tile())

    assert Tile(10, 0, 0) in memory
    assert Tile(10, 1, 0) not in memory


def test_a_tile_that_comes_again_counts_once():
    memory = TileMemory()
    memory.keep(Tile(1, 0, 0), a_tile())
    memory.keep(Tile(1, 0, 0), a_tile())

    assert memory.size_bytes == TILE_BYTES


def test_a_part_of_the_tile_above_stands_in():
    memory = TileMemory()
    memory.keep(Tile(10, 5, 7), a_tile())

    stand_in = memory.stand_in(Tile(12, 5 * 4 + 3, 7 * 4 + 1))

    assert stand_in.part == QRectF(48, 16, 16, 16)
    assert memory.stand_in(Tile(12, 0, 0)) is None
    assert memory.stand_in(Tile(16, 5 << 6, 7 << 6)) is None


def test_nothing_is_left_after_clearing():
    memory = TileMemory()
    memory.keep(Tile(1, 0, 0), a_tile())

    memory.clear()

    assert (len(memory), memory.size_bytes) == (0, 0)


def test_a_picture_is_decoded_as_it_is_in_a_light_scheme():
    assert QColor(decode(png(8, 8, (240, 230, 220)), is_dark=False).pixel(4, 4)).getRgb()[:3] == (240, 230, 220)


@pytest.mark.parametrize("color", [(245, 240, 232), (20, 20, 20), (170, 211, 223)], ids=["land", "ink", "water"])
def test_in_a_dark_scheme_lightness_turns_over_and_the_hue_stays(color):
    before = QColor(*color)

    after = QColor(decode(png(8, 8, color), is_dark=True).pixel(4, 4))

    assert (after.lightness() < 128) is (before.lightness() > 128)
    if before.saturation() > 30:
        assert abs(after.hue() - before.hue()) <= 3


@pytest.mark.parametrize("body", [b"", b"no picture", png(4000, 2, (0, 0, 0))], ids=["empty", "text", "too wide"])
def test_what_is_no_tile_is_null(body):
    assert decode(body, is_dark=False).isNull()
