"""Tiles are kept for a while, never too many, and never half."""

import os
import threading
from pathlib import Path

import pytest

from app.store.tile_cache import FRESH_SECONDS, HEAD_BYTES, NEAR_FRESH_SECONDS, TileFolder
from tests.fakes.clock import FakeClock

HOST = "tiles.test"


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("body", [b"", b"tile", b"\0" * 100_000], ids=["empty", "small", "large"])
def test_what_was_kept_comes_back(tmp_path, body):
    """An empty tile is a tile, too."""
    cache = TileFolder(tmp_path / "tiles", FakeClock())

    cache.put(HOST, "14/1/2", body)

    assert cache.get(HOST, "14/1/2") == body
    assert cache.get(HOST, "14/1/3") is None
    assert cache.get("other.test", "14/1/2") is None


@pytest.mark.parametrize(
    ("host", "seconds"),
    [(HOST, FRESH_SECONDS), ("127.0.0.1:8080", NEAR_FRESH_SECONDS), ("localhost", NEAR_FRESH_SECONDS)],
    ids=["far", "this machine with a port", "this machine"],
)
async def test_a_tile_is_fresh_for_a_while(tmp_path, host, seconds):
    clock = FakeClock()
    cache = TileFolder(tmp_path, clock)
    cache.put(host, "1/1/1", b"tile")

    await clock.advance(seconds - 1)
    before = cache.get(host, "1/1/1")
    await clock.advance(2)

    assert before == b"tile"
    assert cache.get(host, "1/1/1") is None


def test_a_tile_from_the_future_is_asked_for_again(tmp_path):
    cache = TileFolder(tmp_path, FakeClock(start=2_000_000_000))
    cache.put(HOST, "1/1/1", b"tile")

    assert TileFolder(tmp_path, FakeClock(start=1_900_000_000)).get(HOST, "1/1/1") is None


@pytest.mark.parametrize("kept", [0, HEAD_BYTES, HEAD_BYTES + 2], ids=["nothing", "head alone", "half"])
def test_a_file_that_was_cut_counts_as_absent(tmp_path, kept):
    """A power cut may leave an empty file under the final name; that is no empty tile."""
    cache = TileFolder(tmp_path, FakeClock())
    cache.put(HOST, "1/1/1", b"tile")
    (path,) = files_of(tmp_path)

    os.truncate(path, kept)

    assert cache.get(HOST, "1/1/1") is None


async def test_the_oldest_tiles_go_first(tmp_path):
    clock = FakeClock()
    cache = TileFolder(tmp_path, clock, most_bytes=10_000)

    for number in range(12):
        cache.put(HOST, f"1/1/{number}", b"x" * 1_000)
        await clock.advance(1)

    assert sum(path.stat().st_size for path in files_of(tmp_path)) <= 10_000
    assert cache.get(HOST, "1/1/0") is None
    assert cache.get(HOST, "1/1/11") == b"x" * 1_000


def test_what_lay_there_before_counts(tmp_path):
    TileFolder(tmp_path, FakeClock()).put(HOST, "1/1/1", b"x" * 8_000)
    cache = TileFolder(tmp_path, FakeClock(start=1_700_000_010), most_bytes=10_000)

    cache.put(HOST, "1/1/2", b"x" * 8_000)

    assert cache.get(HOST, "1/1/1") is None
    assert cache.get(HOST, "1/1/2") is not None


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = TileFolder(tmp_path / "file" / "tiles", FakeClock())

    cache.put(HOST, "1/1/1", b"tile")

    assert cache.get(HOST, "1/1/1") is None


def test_names_from_outside_stay_inside(tmp_path):
    folder = tmp_path / "tiles"
    cache = TileFolder(folder, FakeClock())

    cache.put("../../evil", "../../../etc/passwd", b"tile")

    assert cache.get("../../evil", "../../../etc/passwd") == b"tile"
    assert all(path.is_relative_to(folder) for path in files_of(tmp_path))


def test_many_threads_write_at_once(tmp_path):
    cache = TileFolder(tmp_path, FakeClock())
    threads = [threading.Thread(target=cache.put, args=(HOST, f"1/1/{n % 5}", b"%d" % (n % 5))) for n in range(40)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [cache.get(HOST, f"1/1/{n}") for n in range(5)] == [b"%d" % n for n in range(5)]
    assert len(files_of(tmp_path)) == 5
