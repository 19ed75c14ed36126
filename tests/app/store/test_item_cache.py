"""Images by their hash: found again, never spoilt, never too many."""

import errno
import hashlib
import os

import pytest

from app.model.failure import FailedError, FailureKind
from app.store import item_cache
from app.store.item_cache import ItemCache
from app.store.parts import Part
from app.store.sink import Sink


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def no_part():
    raise AssertionError("a small image needs no part")


@pytest.fixture
def cache(tmp_path):
    return ItemCache.open(tmp_path / "cache")


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "project" / "a.jpg"
    file.parent.mkdir()
    file.write_bytes(b"pixels")
    return file


def test_what_was_kept_is_found_by_its_hash(cache, picture):
    cache.keep(digest(b"pixels"), picture)

    assert cache.get(digest(b"pixels"), no_part) == b"pixels"
    assert cache.get(digest(b"other"), no_part) is None


def test_a_deleted_project_leaves_the_cache_whole(cache, picture):
    cache.keep(digest(b"pixels"), picture)
    picture.unlink()

    assert cache.get(digest(b"pixels"), no_part) == b"pixels"


def test_an_edit_in_the_project_spoils_the_entry_which_then_goes(cache, picture):
    cache.keep(digest(b"pixels"), picture)
    with picture.open("r+b") as file:
        file.write(b"PIXELS")

    assert cache.get(digest(b"pixels"), no_part) is None
    assert not [path for path in cache.folder.rglob("*") if path.is_file()]
    assert picture.read_bytes() == b"PIXELS"


def test_where_no_link_can_be_made_it_is_copied(cache, picture, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    cache.keep(digest(b"pixels"), picture)

    assert cache.get(digest(b"pixels"), no_part) == b"pixels"
    assert len([path for path in cache.folder.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("text", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_what_is_no_digest_leads_nowhere(cache, picture, text):
    cache.keep(text, picture)

    assert cache.get(text, no_part) is None
    assert list(cache.folder.iterdir()) == []


def test_a_large_image_goes_through_the_destination_not_the_memory(cache, picture, tmp_path, monkeypatch):
    monkeypatch.setattr(item_cache, "IN_MEMORY", 5)
    cache.keep(digest(b"pixels"), picture)
    sink = Sink.open(tmp_path / "other", "one")
    try:
        found = cache.get(digest(b"pixels"), sink.part)
    finally:
        sink.close()

    assert isinstance(found, Part)
    assert (found.size, found.sha256) == (6, digest(b"pixels"))


def test_the_oldest_go_when_there_are_too_many(tmp_path):
    cache = ItemCache(tmp_path / "cache", most_bytes=100)
    cache.folder.mkdir()
    bodies = [bytes([n]) * 30 for n in range(6)]
    for number, body in enumerate(bodies):
        file = tmp_path / f"{number}.jpg"
        file.write_bytes(body)
        cache.keep(digest(body), file)

    kept = [number for number, body in enumerate(bodies) if cache.get(digest(body), no_part) is not None]
    assert len(kept) == 3
    assert 5 in kept
    assert all((tmp_path / f"{number}.jpg").exists() for number in range(6))


def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(FailedError) as stopped:
        ItemCache.open(tmp_path / "file")
    assert stopped.value.failure.kind is FailureKind.DISK
    assert "cannot be used" in stopped.value.failure.sentence()
