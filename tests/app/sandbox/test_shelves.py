"""Pictures in memory, and what tests change about them."""

import io
import tarfile

import pytest

from app.sandbox.shelves import Numbers, StoredShelf, sha256_of
from app.sandbox.tiles import draw_tile


@pytest.fixture
def shelf() -> StoredShelf:
    shelf = StoredShelf(4, lambda: [draw_tile("n", i) for i in range(4)], Numbers({"road": 1, "roof": 2}, {}), 3, 900)
    shelf.place(1000)
    shelf.prepare()
    return shelf


def test_ids_follow_the_position(shelf):
    assert [one.id for one in shelf.window(0, 10)] == [1000, 1001, 1002, 1003]
    assert shelf.after(1001) == 2
    assert shelf.find(999) is None


def test_hash_and_size_are_those_of_the_bytes(shelf):
    for one in shelf.window(0, 4):
        assert (one.size, one.sha256) == (len(shelf.body(one)), sha256_of(shelf.body(one)))


def test_offsets_cut_the_picture_out_of_its_archive(shelf):
    for one in shelf.window(0, 4):
        archive = shelf.archive(one.archive)
        assert archive[one.offset_start : one.offset_end] == shelf.body(one)
    with tarfile.open(fileobj=io.BytesIO(shelf.archive(900))) as tar:
        assert tar.getnames() == [one.name for one in shelf.window(0, 3)]


def test_objects_get_ids_that_lead_back_to_the_image(shelf):
    picture = shelf.window(1, 2)[0]

    first = shelf.annotation(picture)["objects"][0]

    assert (first["id"], first["classId"]) == (1001 * 10_000, 1)


def test_changes_move_the_time(shelf):
    before = shelf.find(1000)

    replaced = shelf.replace_body(1000, b"other")
    relabelled = shelf.replace_annotation(1000, {"size": {}, "tags": [], "objects": []})
    renamed = shelf.rename(1000, "b.jpg")

    assert (replaced.size, replaced.sha256) == (5, sha256_of(b"other"))
    assert relabelled.labels_count == 0
    assert before.updated_at < replaced.updated_at < relabelled.updated_at < renamed.updated_at
    assert renamed.created_at == before.created_at


def test_images_come_and_go(shelf):
    shelf.remove(1001)
    added = shelf.add(draw_tile("n", 9))

    assert [one.id for one in shelf.window(0, 9)] == [1000, 1002, 1003, 1004]
    assert added.id == 1004
    assert shelf.size == sum(one.size for one in shelf.window(0, 9))
    assert shelf.by_hash(added.sha256) == added
