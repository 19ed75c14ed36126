import os

import pytest

from app.model.failure import FailedError
from app.store import sink_paths
from app.store.sink_paths import LinkError, Visit, checked, found_at, open_root, opened


@pytest.fixture(params=[True, False], ids=["handles", "plain paths"])
def visit(request, tmp_path, monkeypatch):
    if not request.param:
        monkeypatch.setattr(sink_paths, "HAS_HANDLES", False)
    root, handle = open_root(tmp_path)
    with Visit(root, handle) as visit:
        yield visit
    if handle is not None:
        os.close(handle)


@pytest.mark.parametrize(
    "path",
    [
        "..",
        "a/../b",
        "/etc/x",
        "a//b",
        "",
        "a/",
        ".",
        "a\\b",
        "C:x",
        "a\0b",
        ".windrow_meta/manifest",
        "ds/.Windrow_Meta/x",
        "x" * 256,
    ],
    ids=repr,
)
def test_no_path_that_leads_elsewhere_is_accepted(path):
    with pytest.raises(FailedError, match="leave the destination"):
        checked(path)


def test_folders_are_made_on_the_way_only_when_asked(visit, tmp_path):
    with pytest.raises(FileNotFoundError):
        visit.place("a/b/c.jpg")

    place = visit.place("a/b/c.jpg", make=True)

    assert found_at(place) is None
    (tmp_path / "a/b/c.jpg").write_bytes(b"x")
    with opened(place) as descriptor:
        assert os.read(descriptor, 10) == b"x"


@pytest.mark.parametrize("link", ["a", "a/b"])
def test_no_step_goes_through_a_link(visit, tmp_path, link):
    (tmp_path / "outside/b").mkdir(parents=True)
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(tmp_path / "outside")

    with pytest.raises(LinkError):
        visit.place("a/b/c.jpg", make=True)


def test_a_file_on_the_way_is_no_folder(visit, tmp_path):
    (tmp_path / "a").touch()

    with pytest.raises(LinkError):
        visit.place("a/b.jpg", make=True)


def test_a_link_itself_is_seen_and_not_followed(visit, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")

    assert found_at(visit.place("link")) is not None


def test_many_folders_do_not_use_up_the_handles(visit):
    for number in range(200):
        visit.place(f"d{number}/x", make=True)

    assert len(visit._open) <= 64
