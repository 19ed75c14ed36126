"""Bodies of map tiles on disk."""

from pathlib import Path

import pytest

from app.store.tile_cache import FRESH_SECONDS, FRESH_SECONDS_HERE, TileFolder, fresh_seconds
from tests.fakes.clock import FakeClock

HOST = "tiles.mapillary.com"


def test_a_tile_comes_back_as_it_was(tmp_path: Path):
    cache = TileFolder(tmp_path / "tiles", clock=FakeClock())

    cache.put(HOST, "14/1/2", b"one")
    cache.put(HOST, "14/1/3", b"")

    assert (cache.get(HOST, "14/1/2"), cache.get(HOST, "14/1/3")) == (b"one", b"")
    assert cache.get(HOST, "14/9/9") is None
    assert cache.get("other.test", "14/1/2") is None


async def test_a_tile_is_asked_for_again_after_a_week(tmp_path: Path):
    clock = FakeClock()
    cache = TileFolder(tmp_path, clock=clock)
    cache.put(HOST, "14/1/2", b"one")

    await clock.advance(FRESH_SECONDS - 1)
    before = cache.get(HOST, "14/1/2")
    await clock.advance(2)

    assert (before, cache.get(HOST, "14/1/2")) == (b"one", None)


@pytest.mark.parametrize(
    ("host", "seconds"),
    [
        ("tiles.mapillary.com", FRESH_SECONDS),
        ("https://tile.openstreetmap.org/{z}/{x}/{y}.png", FRESH_SECONDS),
        ("127.0.0.1:8080", FRESH_SECONDS_HERE),
        ("http://localhost:9/basemap/{z}/{x}/{y}.png", FRESH_SECONDS_HERE),
        ("[::1]:80", FRESH_SECONDS_HERE),
    ],
)
def test_a_server_on_this_machine_is_asked_again_soon(host, seconds):
    assert fresh_seconds(host) == seconds


async def test_the_oldest_tiles_go_when_there_are_too_many(tmp_path: Path):
    clock = FakeClock()
    cache = TileFolder(tmp_path, most_bytes=1_000, clock=clock)
    for number in range(12):
        cache.put(HOST, f"14/0/{number}", b"x" * 100)
        await clock.advance(1)

    kept = [number for number in range(12) if cache.get(HOST, f"14/0/{number}") is not None]

    assert kept == list(range(12 - len(kept), 12))
    assert 8 <= len(kept) <= 10


@pytest.mark.parametrize("key", ["../../evil", "14/1/2?token=x", "a" * 300, "/etc/passwd", ""])
def test_no_key_leads_out_of_the_folder(tmp_path: Path, key: str):
    folder = tmp_path / "deep" / "tiles"
    cache = TileFolder(folder, clock=FakeClock())

    cache.put(HOST, key, b"one")

    assert cache.get(HOST, key) == b"one"
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(folder.rglob("*.tile"))


def test_without_a_disk_it_keeps_nothing_and_says_nothing(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    cache = TileFolder(tmp_path / "file")

    cache.put(HOST, "14/1/2", b"one")

    assert cache.get(HOST, "14/1/2") is None
