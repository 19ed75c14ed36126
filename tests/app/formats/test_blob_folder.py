"""Pictures in an archive are items like any other, and an archive that does not fit its list is named."""

import json
from pathlib import Path

import pytest

from app.formats.blob_folder import ArchivePart, read_part
from app.formats.supervisely import ItemFiles, ProjectFolder, read_picture, read_project
from tests.fakes.blob import offsets, write_blob

PICTURES = {"a.jpg": b"first picture", "b.jpg": b"second", "c.png": b""}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a project whose one dataset lies in an archive."""
    (tmp_path / "meta.json").write_text('{"classes": []}')
    write_blob(tmp_path, "ds", "7", PICTURES)
    for name in PICTURES:
        annotate(tmp_path / "ds", name)
    return tmp_path


def annotate(dataset: Path, name: str) -> None:
    (dataset / "ann").mkdir(parents=True, exist_ok=True)
    (dataset / "ann" / f"{name}.json").write_text(json.dumps({"size": {}, "tags": [], "objects": []}))


def items(project: ProjectFolder) -> list[ItemFiles]:
    return [item for dataset in project.datasets for item in dataset.items]


def test_pictures_of_an_archive_are_listed_and_read(root):
    """A dataset needs no folder of images for that."""
    project = read_project(root)

    assert project.problems == ()
    assert {item.name: read_picture(item) for item in items(project)} == PICTURES
    assert all(item.image is None and item.annotation for item in items(project))
    assert {item.archive.path for item in items(project) if item.archive} == {root / "blob" / "7.tar"}


def test_a_nested_dataset_uses_the_archives_of_the_project(root):
    write_blob(root, "ds/datasets/child", "8", {"d.jpg": b"below"})
    annotate(root / "ds" / "datasets" / "child", "d.jpg")

    project = read_project(root)

    assert project.problems == ()
    assert read_picture(project.datasets[1].items[0]) == b"below"


def test_files_and_archives_stand_side_by_side(root):
    """Of a picture that is in both, the file counts."""
    (root / "ds" / "img").mkdir()
    for name in ("b.jpg", "z.jpg"):
        (root / "ds" / "img" / name).write_bytes(b"file")
        annotate(root / "ds", name)

    project = read_project(root)

    assert [item.name for item in items(project)] == ["a.jpg", "b.jpg", "c.png", "z.jpg"]
    assert [read_picture(item) for item in items(project)] == [b"first picture", b"file", b"", b"file"]
    assert project.problems == ("Dataset “ds” has 1 pictures in an archive and as files, too; the files count.",)


def test_of_two_archives_with_a_name_the_first_counts(root):
    write_blob(root, "ds", "8", {"a.jpg": b"another", "d.jpg": b"new"})
    annotate(root / "ds", "d.jpg")

    project = read_project(root)

    assert read_picture(items(project)[0]) == b"first picture"
    assert read_picture(items(project)[3]) == b"new"
    assert project.problems == ("Dataset “ds”, 8_offsets.pkl: 1 names stand in an earlier list, which counts.",)


def test_a_missing_archive_is_named_and_its_pictures_cannot_be_read(root):
    (root / "blob" / "7.tar").unlink()

    project = read_project(root)

    assert project.problems == ("Dataset “ds” has pictures in blob/7.tar, which is missing.",)
    with pytest.raises(FileNotFoundError):
        read_picture(items(project)[0])


def test_a_link_is_no_archive(root, tmp_path_factory):
    """It could lead to any file of the computer."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "7.tar"
    (root / "blob" / "7.tar").rename(elsewhere)
    (root / "blob" / "7.tar").symlink_to(elsewhere)

    assert "missing" in read_project(root).problems[0]


def test_a_picture_beyond_the_end_of_its_archive_is_counted(root):
    (root / "ds" / "7_offsets.pkl").write_bytes(offsets(("a.jpg", 0, 9), ("b.jpg", 5, 99_999), ("c.png", 2**62, 2**62)))

    project = read_project(root)

    assert project.problems == ("Dataset “ds” has 2 pictures beyond the end of blob/7.tar.",)
    assert len(read_picture(items(project)[0])) == 9
    with pytest.raises(OSError, match="ends before the picture does"):
        read_picture(items(project)[1])


def test_an_archive_without_a_list_is_named(root):
    (root / "blob" / "8.tar").write_bytes(b"")

    assert read_project(root).problems == ("No list of offsets says what lies in blob/8.tar.",)


@pytest.mark.parametrize(
    ("body", "words", "count"),
    [
        pytest.param(b"", "is empty", 3, id="empty"),
        pytest.param(b"\x80\x04cos\nsystem\n.", "nothing of it was run", 3, id="hostile"),
        pytest.param(offsets(("a.jpg", 0, 9)) + b"\x80", "cut off", 3, id="cut off"),
    ],
)
def test_a_list_that_is_damaged_is_a_sentence(root, body, words, count):
    """Where the list says nothing, the annotations say which images there are."""
    (root / "ds" / "7_offsets.pkl").write_bytes(body)

    project = read_project(root)

    assert len(items(project)) == count
    assert any(problem.startswith("Dataset “ds”, 7_offsets.pkl: ") and words in problem for problem in project.problems)


def test_a_list_in_the_project_folder_hides_no_dataset(root):
    (root / "7_offsets.pkl").write_bytes(offsets(("a.jpg", 0, 9)))

    assert [dataset.name for dataset in read_project(root).datasets] == ["ds"]


def test_a_flat_project_may_have_an_archive(root):
    """Its one dataset is the project folder."""
    for path in list((root / "ds").iterdir()):
        path.rename(root / path.name)
    (root / "ds").rmdir()

    project = read_project(root)

    assert project.problems == ()
    assert {item.name: read_picture(item) for item in items(project)} == PICTURES


def test_a_picture_larger_than_memory_allows_is_refused(root):
    item = items(read_project(root))[0]

    with pytest.raises(OSError, match="too large"):
        read_picture(item, most_bytes=3)


@pytest.mark.parametrize("start", [10**6, 2**62, 2**63 - 2], ids=["beyond", "far", "farthest"])
def test_a_place_far_out_is_an_error_of_the_disk(root, start):
    with pytest.raises(OSError, match=r"ends before|Invalid argument"):
        read_part(ArchivePart(root / "blob" / "7.tar", start, start + 1), 10)


def test_an_item_without_a_picture_is_an_error_of_the_disk():
    with pytest.raises(FileNotFoundError, match="no picture"):
        read_picture(ItemFiles("a.jpg", None, None))
