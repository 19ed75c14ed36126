"""What was drawn once is kept."""

import pytest

from app.sandbox.drawn import kept
from app.sandbox.tiles import draw_tile


def test_second_time_comes_from_the_pack(tmp_path):
    first = kept(tmp_path, "tiles", lambda: [draw_tile("n", 1), draw_tile("n", 2)])

    second = kept(tmp_path, "tiles", lambda: pytest.fail("drawn again"))

    assert list(second) == list(first)


def test_damaged_pack_is_drawn_again(tmp_path):
    kept(tmp_path, "tiles", lambda: [draw_tile("n", 1)])
    (path,) = tmp_path.iterdir()
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)

    assert kept(tmp_path, "tiles", lambda: [draw_tile("n", 2)]) == [draw_tile("n", 2)]


def test_without_a_folder_nothing_is_kept():
    assert kept(None, "tiles", list) == []
