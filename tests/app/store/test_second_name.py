"""A second name for a finished file."""

import pytest

from app.model.failure import FailedError
from app.store.second_name import second_name


def test_the_same_bytes_are_found_under_both_names(tmp_path):
    file = tmp_path / "mly_1.jpg"
    file.write_bytes(b"picture")

    second_name(file, "North.jpg")
    second_name(file, "North.jpg")
    second_name(file, "mly_1.jpg")

    assert (tmp_path / "North.jpg").samefile(file)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["North.jpg", "mly_1.jpg"]


def test_something_else_is_never_overwritten(tmp_path):
    file, other = tmp_path / "mly_1.jpg", tmp_path / "North.jpg"
    file.write_bytes(b"picture")
    other.write_bytes(b"thesis")

    with pytest.raises(FailedError, match=r"North\.jpg is in the way"):
        second_name(file, "North.jpg")

    assert other.read_bytes() == b"thesis"


def test_a_disk_without_links_gets_a_copy(tmp_path, monkeypatch):
    file = tmp_path / "mly_1.jpg"
    file.write_bytes(b"picture")
    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)

    second_name(file, "North.jpg")
    second_name(file, "North.jpg")

    assert (tmp_path / "North.jpg").read_bytes() == b"picture"
    assert not (tmp_path / "North.jpg").samefile(file)
    assert len(list(tmp_path.iterdir())) == 2


def refuse(self: object, target: object) -> None:
    raise OSError(95, "Operation not supported")


def test_a_disk_that_refuses_is_told_in_words(tmp_path):
    with pytest.raises(FailedError):
        second_name(tmp_path / "missing.jpg", "North.jpg")
