"""What was read of a folder is taken over the next time, as far as its files are the same."""

import numpy as np
import pytest

from app.gallery import kept_index
from app.gallery.courtesy import Courtesy
from app.gallery.index import NONE, Index, State
from app.gallery.kept_index import KeptIndexes
from app.gallery.listing import list_folder
from app.gallery.walk import Walk
from tests.fakes.gallery_folder import ProjectFolder, box, picture, polygon


def opened(root, kept: KeptIndexes, *, is_walked: bool = True) -> tuple[Index, bool, Walk]:
    """Open a folder as the gallery does; return its index, whether anything was taken over, and the walk."""
    listing, index = list_folder(str(root)), Index()
    for dataset in listing.project.datasets:
        index.add(dataset.name, dataset.items.names)
    was_there = kept.restore(str(root), listing, index)
    walk = Walk(index, listing, Courtesy(), lambda: False)
    if is_walked:
        walk.read_annotations()
        walk.check_pictures()
        walk.find_twins()
        kept.keep(str(root), listing, index)
    return index, was_there, walk


def told(index: Index) -> list[object]:
    """Return all that is known of each picture by its key, whatever its number."""
    return sorted(
        (
            (index.dataset_of(n), index.names[n]),
            [int(c.view[n]) for c in index.columns()[1:] if c not in (index.twin, index.lon, index.lat)][:6],
            sorted((index.classes.texts[a], index.shapes.texts[b], c) for a, b, c in index.label_rows.of(n)),
            sorted((index.tags.texts[a], index.values.texts[b], c, d) for a, b, c, d in index.tag_rows.of(n)),
            index.problem_rows.of(n),
            index.reasons.texts[int(index.note_reason.view[n])],
            None if index.twin.view[n] == NONE else index.names[int(index.twin.view[n])],
        )
        for n in range(len(index))
    )


@pytest.fixture
def folder(tmp_path) -> ProjectFolder:
    made = ProjectFolder(tmp_path / "project")
    made.add("a.jpg", [box(), box("ghost")], tags=[{"name": "weather", "value": "sunny"}])
    made.add("b.jpg", [polygon("sign", ((0, 0), (9, 0), (9, 9)))], dataset="other")
    made.add("c.jpg", [box(corners=((0, 0), (99, 9)))])
    made.add("d.jpg", body=picture(shade=3))
    made.add("e.jpg", body=picture(shade=3))
    made.write("ds/ann/d.jpg.json", b"{")
    return made


def test_a_folder_is_taken_over_without_reading_an_annotation(folder, tmp_path, monkeypatch):
    kept = KeptIndexes(tmp_path / "cache")
    first, was_there, _ = opened(folder.root, kept)
    assert not was_there

    def refuse(*args):
        raise AssertionError("An annotation was read again.")

    monkeypatch.setattr("app.gallery.reading.load_annotation", refuse)
    monkeypatch.setattr("app.gallery.walk.look_at", refuse)
    monkeypatch.setattr("app.gallery.walk.hash_of", refuse)
    second, was_there, walk = opened(folder.root, kept)

    assert (was_there, walk.has_changed) == (True, False)
    assert told(second) == told(first)


def test_what_changed_since_is_read_again(folder, tmp_path):
    kept = KeptIndexes(tmp_path / "cache")
    opened(folder.root, kept)
    folder.add("Z.jpg", [box()], dataset="new")
    folder.add("aa.jpg", [box()])
    folder.write("ds/ann/c.jpg.json", {"objects": [box()] * 4})
    (folder.root / "ds" / "img" / "a.jpg").unlink()
    (folder.root / "ds" / "ann" / "a.jpg.json").unlink()

    taken, was_there, _ = opened(folder.root, kept)
    fresh, _, _ = opened(folder.root, KeptIndexes(tmp_path / "empty"))

    assert was_there
    assert told(taken) == told(fresh)


def test_other_classes_mean_other_problems(folder, tmp_path):
    kept = KeptIndexes(tmp_path / "cache")
    opened(folder.root, kept)
    folder.write("meta.json", {"classes": [{"title": "ghost", "shape": "any"}]})

    _, was_there, _ = opened(folder.root, kept, is_walked=False)

    assert not was_there


@pytest.mark.parametrize("at", [0, 4, 40, -1], ids=["magic", "checksum", "body", "end"])
def test_a_damaged_file_counts_as_absent(folder, tmp_path, at):
    kept = KeptIndexes(tmp_path / "cache")
    opened(folder.root, kept)
    (file,) = (tmp_path / "cache").iterdir()
    body = bytearray(file.read_bytes())
    body[at] ^= 0xFF
    file.write_bytes(body)

    index, was_there, _ = opened(folder.root, kept, is_walked=False)

    assert not was_there
    assert index.count(State.READ) == 0


def test_a_file_that_does_not_fit_together_is_given_up(folder, tmp_path, monkeypatch):
    kept = KeptIndexes(tmp_path / "cache")
    opened(folder.root, kept)
    monkeypatch.setattr(kept_index, "_numbers", lambda kept, index: np.arange(99, dtype=np.int32))

    index, was_there, _ = opened(folder.root, kept, is_walked=False)

    assert not was_there
    assert index.count(State.READ) == 0


def test_another_version_counts_as_absent(folder, tmp_path, monkeypatch):
    kept = KeptIndexes(tmp_path / "cache")
    opened(folder.root, kept)
    monkeypatch.setattr(kept_index, "RULES", kept_index.RULES + 1)

    assert not opened(folder.root, kept, is_walked=False)[1]


def test_the_oldest_make_room(tmp_path):
    folders = [ProjectFolder(tmp_path / name) for name in ("one", "two", "three")]
    for folder in folders:
        folder.add("a.jpg", [box()])
    opened(folders[0].root, KeptIndexes(tmp_path / "cache"))
    size = next((tmp_path / "cache").iterdir()).stat().st_size
    kept = KeptIndexes(tmp_path / "cache", most_bytes=2 * size + size // 2)
    for folder in folders[1:]:
        opened(folder.root, kept)

    assert len(list((tmp_path / "cache").iterdir())) == 2
    assert opened(folders[2].root, kept, is_walked=False)[1]


def test_a_disk_that_refuses_is_no_error(folder, tmp_path):
    (tmp_path / "file").write_bytes(b"")

    _, was_there, _ = opened(folder.root, KeptIndexes(tmp_path / "file" / "cache"))

    assert not was_there
