from pathlib import Path

from app.exporting.entry import Entry, entries_of, path_beside
from app.formats.supervisely import read_project
from app.model.exporter import PictureFile
from app.model.layout import SidecarKind
from tests.fakes.blob import write_blob
from tests.fakes.gallery_folder import ProjectFolder, picture


def all_entries(root):
    return [one for dataset in read_project(root).datasets for one in entries_of(dataset)]


def test_files_of_an_image_are_named(tmp_path):
    folder = ProjectFolder(tmp_path / "p")
    folder.add("a.jpg", dataset="x/datasets/y")
    folder.add("b.jpg", None, dataset="x/datasets/y")

    first, second = all_entries(folder.root)

    assert (first.key, first.dataset) == ("x/y/a.jpg", "x/y")
    assert first.picture == PictureFile(str(folder.root / "x/datasets/y/img/a.jpg"))
    assert Path(first.annotation).name == "a.jpg.json"
    assert (second.annotation, second.beside) == ("", "")


def test_a_picture_in_an_archive_is_a_range_of_bytes(tmp_path):
    folder = ProjectFolder(tmp_path / "p")
    body = picture()
    ((_, start, end),) = write_blob(folder.root, "ds", "photos", {"a.jpg": body})
    folder.add("a.jpg", body=None)

    (entry,) = all_entries(folder.root)

    assert entry.picture == PictureFile(str(folder.root / "blob" / "photos.tar"), start, end)


def test_files_beside_are_looked_for_where_there_are_any(tmp_path):
    folder = ProjectFolder(tmp_path / "p")
    folder.add("a.jpg")
    folder.write("ds/meta/a.jpg.json", {})

    (entry,) = all_entries(folder.root)

    assert path_beside(entry, SidecarKind.IMAGE_META) == folder.root / "ds/meta/a.jpg.json"
    assert path_beside(Entry("ds", "a.jpg", "", ""), SidecarKind.IMAGE_META) is None


def test_an_image_without_files_has_no_picture():
    assert Entry("", "a.jpg", "", "").picture is None
    assert Entry("", "a.jpg", "", "").key == "a.jpg"
