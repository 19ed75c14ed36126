import os

import pytest

from app.model.failure import FailedError
from app.store.sink import Sink
from app.store.sink_check import check, demand


@pytest.mark.parametrize("make", [False, True], ids=["absent", "empty"])
def test_a_fresh_folder_is_fine_and_checking_creates_nothing(tmp_path, make):
    place = tmp_path / "a/b"
    if make:
        place.mkdir(parents=True)

    found = check(place)

    assert found.can_write
    assert not found.is_ours
    assert found.free > 0
    assert list(tmp_path.rglob("*")) == ([place.parent, place] if make else [])


def test_the_first_file_in_the_way_is_named(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b/two.txt").touch()
    (tmp_path / "c").mkdir()
    (tmp_path / ".DS_Store").touch()

    found = check(tmp_path)

    assert not found.can_write
    assert found.foreign == "b/two.txt"
    assert found.reason.startswith("b/two.txt is in the way")
    with pytest.raises(FailedError, match=r"b/two\.txt is in the way: .* Choose an empty folder\."):
        Sink.open(tmp_path, "one")
    assert not (tmp_path / ".windrow_meta").exists()


def test_a_link_in_the_way_counts_as_a_file(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/.windrow_meta").symlink_to(tmp_path)

    assert check(tmp_path / "home").foreign == ".windrow_meta"


def test_our_own_folder_is_taken_again_with_files_of_others_in_it(tmp_path):
    Sink.open(tmp_path / "home", "one", reserve=0).close()
    (tmp_path / "home/notes.txt").touch()

    assert check(tmp_path / "home").is_ours
    assert demand(tmp_path / "home")


def test_folders_inside_each_other_are_refused_both_ways(tmp_path):
    Sink.open(tmp_path / "home", "one", reserve=0).close()

    inner, outer = check(tmp_path / "home/ds/new"), check(tmp_path)

    assert not inner.can_write
    assert "lies inside" in inner.reason
    assert not outer.can_write
    assert "home" in outer.reason


def test_a_file_is_no_destination(tmp_path):
    (tmp_path / "file").touch()

    assert "is a file" in check(tmp_path / "file").reason
    assert "is a file" in check(tmp_path / "file/below").reason


def test_a_folder_that_may_not_be_written_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert check(tmp_path).reason == "Folder is not writable. Choose another folder."
