import os
import subprocess
import sys

import pytest

from app.exporting import partial as module
from app.exporting.partial import EXPORT, LOCK, OLD, Partial, hold, sweep
from tests.fakes.export_runs import bytes_of, names_in

NAME = "out.partial-0123456789ab"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "deep" / "out"


def left_behind(out, *, new=b"", old=None):
    """Make what a killed export leaves: nobody holds the lock."""
    path = out.parent / NAME
    (path / EXPORT).mkdir(parents=True)
    (path / EXPORT / "a").write_bytes(new)
    (path / LOCK).touch()
    if old is not None:
        (path / OLD).mkdir()
        (path / OLD / "a").write_bytes(old)
    return path


def test_a_new_export_takes_an_empty_place(out):
    partial = Partial(out)
    (partial.export / "a").write_bytes(b"new")
    partial.put()
    partial.close()

    assert bytes_of(out) == {"a": b"new"}
    assert names_in(out.parent) == ["out"]


@pytest.mark.parametrize("can_exchange", [True, False], ids=["one step", "two steps"])
def test_an_older_export_goes_when_the_new_one_is_there(out, can_exchange, monkeypatch):
    if not can_exchange:
        monkeypatch.setattr(module, "exchange", lambda one, other: False)
    out.mkdir(parents=True)
    (out / "old").touch()
    partial = Partial(out)
    (partial.export / "new").touch()
    partial.put()
    partial.close()

    assert names_in(out) == ["new"]
    assert names_in(out.parent) == ["out"]


def test_a_second_step_that_fails_puts_the_older_one_back(out, monkeypatch):
    monkeypatch.setattr(module, "exchange", lambda one, other: False)
    out.mkdir(parents=True)
    (out / "old").touch()
    partial = Partial(out)
    partial.export.rmdir()

    with pytest.raises(FileNotFoundError):
        partial.put()
    partial.close()

    assert names_in(out) == ["old"]


def test_what_is_not_put_is_cleared_away(out):
    partial = Partial(out)
    (partial.export / "a").write_bytes(b"new")
    partial.close()
    partial.close()

    assert names_in(out.parent) == []


def test_leftovers_of_the_killed_are_swept_and_those_of_the_living_stay(out):
    living = Partial(out)
    left_behind(out)

    assert sweep(out) == 1
    assert [path.name for path in out.parent.iterdir()] == [living.path.name]
    living.close()


def test_a_folder_stays_as_long_as_a_helper_works_in_it(out):
    path = left_behind(out)
    lock = hold(path / EXPORT)

    assert sweep(out) == 0
    os.close(lock)
    assert sweep(out) == 1
    assert not path.exists()


def test_an_older_export_that_was_moved_aside_comes_back(out):
    left_behind(out, new=b"new", old=b"old")

    assert sweep(out) == 1
    assert bytes_of(out) == {"a": b"old"}


def test_an_older_export_goes_when_the_new_one_took_its_place(out):
    left_behind(out, new=b"", old=b"old")
    out.mkdir()
    (out / "a").write_bytes(b"new")

    sweep(out)

    assert bytes_of(out) == {"a": b"new"}


def test_folders_of_others_with_names_like_ours_stay(out):
    foreign = left_behind(out)
    (foreign / "thesis.txt").touch()
    for name in ("out.partial-xyz", "other.partial-0123456789ab", "out.partial-0123456789abc"):
        (out.parent / name).mkdir()
    (out.parent / "out.partial-aaaaaaaaaaaa").symlink_to(foreign)

    assert sweep(out) == 0
    assert len(names_in(out.parent)) == 5
    assert (foreign / EXPORT).exists()


def test_a_folder_without_a_lock_goes_only_when_it_is_empty(out):
    empty, full = out.parent / NAME, out.parent / "out.partial-bbbbbbbbbbbb"
    empty.mkdir(parents=True)
    (full / EXPORT).mkdir(parents=True)

    assert sweep(out) == 1
    assert full.exists()


def test_nothing_is_swept_where_there_is_no_folder(tmp_path):
    assert sweep(tmp_path / "none" / "out") == 0


def test_names_as_long_as_a_disk_allows_are_cut(tmp_path):
    out = tmp_path / ("é" * 127)
    partial = Partial(out)

    assert len(partial.path.name.encode()) < 255
    partial.put()
    partial.close()
    assert out.is_dir()


@pytest.mark.slow
def test_the_lock_dies_with_its_process(out):
    script = (
        "import os, sys; from pathlib import Path; from app.exporting.partial import Partial;"
        "Partial(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(out)], check=False)

    assert len(names_in(out.parent)) == 1
    assert sweep(out) == 1
