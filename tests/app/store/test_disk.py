import errno
import os

import pytest

from app.store import disk


@pytest.mark.parametrize("rename", [disk.rename_exclusive, disk.rename_by_link], ids=["system call", "link"])
def test_a_rename_never_replaces(tmp_path, rename):
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(b"new")
    target.write_bytes(b"mine")

    with pytest.raises(FileExistsError):
        rename(str(source), str(target), None, None)

    assert (source.read_bytes(), target.read_bytes()) == (b"new", b"mine")


@pytest.mark.parametrize("rename", [disk.rename_exclusive, disk.rename_by_link], ids=["system call", "link"])
def test_a_rename_moves_between_open_folders(tmp_path, rename):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one/a").write_bytes(b"x")
    one, two = (os.open(tmp_path / name, os.O_RDONLY) for name in ("one", "two"))

    rename("a", "b", one, two)

    assert (tmp_path / "two/b").read_bytes() == b"x"
    assert not (tmp_path / "one/a").exists()
    os.close(one)
    os.close(two)


def test_a_disk_without_links_gets_a_placeholder_first(tmp_path, monkeypatch):
    def no_links(*_args, **_named):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "c").write_bytes(b"mine")

    disk.rename_by_link(str(tmp_path / "a"), str(tmp_path / "b"), None, None)
    with pytest.raises(FileExistsError):
        disk.rename_by_link(str(tmp_path / "b"), str(tmp_path / "c"), None, None)

    assert (tmp_path / "b").read_bytes() == b"x"
    assert (tmp_path / "c").read_bytes() == b"mine"


def test_a_system_without_the_call_falls_back_to_links(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "_RENAME", None)
    (tmp_path / "a").write_bytes(b"x")

    disk.rename_exclusive(str(tmp_path / "a"), str(tmp_path / "b"))

    assert (tmp_path / "b").read_bytes() == b"x"


@pytest.mark.parametrize("has_call", [True, False], ids=["one call", "file by file"])
def test_a_batch_can_be_synced(tmp_path, monkeypatch, has_call):
    if not has_call:
        monkeypatch.setattr(disk, "_SYNCFS", None)
    (tmp_path / "a").write_bytes(b"x")
    folder = os.open(tmp_path, os.O_RDONLY)

    disk.sync_tree(folder, [str(tmp_path / "a"), str(tmp_path)])

    os.close(folder)


def test_a_sync_that_fails_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "_SYNCFS", None)

    with pytest.raises(FileNotFoundError):
        disk.sync_tree(None, [str(tmp_path / "gone")])


def test_a_lock_keeps_others_out_until_it_is_let_go(tmp_path):
    first, second = (os.open(tmp_path / "lock", os.O_CREAT | os.O_RDWR) for _ in range(2))

    assert disk.lock_file(first)
    assert not disk.lock_file(second)
    os.close(first)
    assert disk.lock_file(second)
    os.close(second)


def test_every_byte_is_written_even_in_small_bites(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, body: real(descriptor, body[:3]))
    descriptor = os.open(tmp_path / "a", os.O_CREAT | os.O_WRONLY)

    disk.write_all(descriptor, b"0123456789")

    os.close(descriptor)
    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_the_disk_can_be_asked(tmp_path):
    free, total = disk.space(tmp_path)

    assert 0 < free <= total
    assert disk.is_writable(tmp_path)
    assert disk.is_same_volume(tmp_path, tmp_path.parent)
    assert disk.nearest_existing(tmp_path / "a/b/c") == tmp_path
    assert disk.boot_id() == disk.boot_id()


class HeldError(PermissionError):
    winerror = 32


@pytest.mark.parametrize(("held", "is_done"), [(0, True), (6, True), (7, False)])
def test_a_file_that_a_scanner_holds_is_tried_again_for_a_while(held, is_done):
    pauses, tries = [], []

    def act():
        tries.append(1)
        if len(tries) <= held:
            raise HeldError

    if is_done:
        disk.patiently(act, pauses.append)
    else:
        with pytest.raises(HeldError):
            disk.patiently(act, pauses.append)

    assert sum(pauses) < 3
    assert len(pauses) == min(held, 6)


def test_a_file_that_is_simply_forbidden_is_not_tried_again():
    def act():
        raise PermissionError

    with pytest.raises(PermissionError):
        disk.patiently(act, lambda _pause: pytest.fail("waited"))
