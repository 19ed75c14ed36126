"""Exact duplicates are found by size and checksums, proved by hashes, and hashes of our receipt are believed."""

import hashlib

import numpy as np

from app.formats.blob_folder import ArchivePart
from app.formats.supervisely import ItemFiles
from app.gallery.twins import candidates, firsts, hash_of, known_hashes
from app.store.receipt import Line, encode_line


def test_only_pictures_of_equal_size_and_print_are_candidates():
    sizes = np.array([5, 5, 0, 0, 7, 5, 5], np.int64)
    prints = np.array([1, 2, 1, 1, 1, 1, 1], np.int64)
    is_there = np.array([True] * 6 + [False])

    assert candidates(sizes, prints, is_there).tolist() == [0, 5]


def test_without_pictures_there_are_none():
    none = np.zeros(0, np.int64)

    assert candidates(none, none, np.zeros(0, bool)).tolist() == []


def test_the_first_of_equal_pictures_is_no_duplicate():
    assert firsts([(1, b"a"), (3, b"b"), (4, b"a"), (9, b"a")]) == {4: 1, 9: 1}


def test_a_picture_is_hashed_wherever_it_lies(tmp_path):
    (tmp_path / "a").write_bytes(b"picture")
    (tmp_path / "t").write_bytes(b"..picture..")
    digest = hashlib.sha256(b"picture").digest()

    assert hash_of(ItemFiles("a", tmp_path / "a", None)) == digest
    assert hash_of(ItemFiles("a", None, None, ArchivePart(tmp_path / "t", 2, 9))) == digest
    assert hash_of(ItemFiles("a", tmp_path / "gone", None)) is None
    assert hash_of(ItemFiles("a", None, None)) is None
    assert hash_of(ItemFiles("a", tmp_path / "a", None), has_to_stop=lambda: True) is None


def test_the_receipt_is_believed_as_long_as_size_and_time_are_its_own(tmp_path):
    sha = "ab" * 32
    lines = [
        Line("1", "a/datasets/b/img/x.jpg", 7, sha, mtime_ns=5),
        Line("2", "a/img/y.jpg", 7, sha, mtime_ns=6),
        Line("3", "a/img/z.jpg", 7, sha, mtime_ns=5),
        Line("4", "a/img/z.jpg", 7, "", mtime_ns=5),  # said later, and counts
    ]
    (tmp_path / ".windrow_meta").mkdir()
    (tmp_path / ".windrow_meta" / "manifest").write_bytes(b"".join(map(encode_line, lines)) + b"torn")

    known = known_hashes(tmp_path, {("a/b", "x.jpg"): (7, 5), ("a", "y.jpg"): (7, 5), ("a", "z.jpg"): (7, 5)})

    assert known == {("a/b", "x.jpg"): bytes.fromhex(sha)}


def test_a_folder_without_receipt_knows_nothing(tmp_path):
    assert known_hashes(tmp_path, {("a", "x.jpg"): (1, 1)}) == {}
    assert known_hashes(tmp_path / "gone", {("a", "x.jpg"): (1, 1)}) == {}
