"""A folder is listed by its names; what cannot be listed is told in words."""

import json

import pytest

from app.gallery.listing import list_folder
from app.model.failure import FailedError, FailureKind
from app.model.harvest_record import HarvestRecord, record_to_json
from tests.fakes.gallery_folder import ProjectFolder

HERE = HarvestRecord(id="1", name="mly_1.jpg", lon=4.5, lat=45.5)


def test_a_folder_is_called_as_its_receipt_says(tmp_path):
    folder = ProjectFolder(tmp_path / "road")
    folder.add("a.jpg")
    assert list_folder(str(folder.root)).title == "road"

    folder.write(".windrow_meta/receipt.json", {"title": "Road signs", "counts": {}})
    assert list_folder(str(folder.root)).title == "Road signs"

    folder.write(".windrow_meta/receipt.json", b"{")
    assert list_folder(str(folder.root)).title == "road"


def test_files_of_a_picture_are_found(tmp_path):
    folder = ProjectFolder(tmp_path)
    folder.add("a.jpg")

    listing = list_folder(str(tmp_path))

    assert listing.item("ds", "a.jpg").image == tmp_path / "ds" / "img" / "a.jpg"
    gone = listing.item("none", "a.jpg")
    assert (gone.image, gone.annotation, gone.archive) == (None, None, None)
    assert (listing.has_places, listing.record("ds", "a.jpg")) == (False, None)


@pytest.mark.parametrize("is_flat", [False, True], ids=["project", "flat"])
def test_a_harvest_knows_its_places(tmp_path, is_flat):
    folder = ProjectFolder(tmp_path)
    if is_flat:
        folder.write("mly_1.jpg", b"x")
        folder.write(".windrow_meta/meta/mly_1.jpg.json", record_to_json(HERE))
    else:
        folder.add("mly_1.jpg", dataset="town")
        folder.write("town/meta/mly_1.jpg.json", record_to_json(HERE))

    listing = list_folder(str(tmp_path))

    assert listing.has_places
    assert listing.record("" if is_flat else "town", "mly_1.jpg") == HERE


def test_other_metadata_beside_pictures_makes_no_harvest(tmp_path):
    folder = ProjectFolder(tmp_path)
    folder.add("a.jpg")
    folder.write("ds/meta/a.jpg.json", {"camera": "front"})

    assert not list_folder(str(tmp_path)).has_places


@pytest.mark.parametrize("path", ["none", "file", "nul\0", ""], ids=["missing", "a file", "no name", "empty"])
def test_what_is_no_folder_is_told_in_words(tmp_path, path):
    (tmp_path / "file").write_bytes(json.dumps({}).encode())

    with pytest.raises(FailedError) as caught:
        list_folder(str(tmp_path / path) if path else path)

    failure = caught.value.failure
    assert failure.kind in (FailureKind.NOT_FOUND, FailureKind.REFUSED)
    assert failure.title.endswith(".")


def test_a_folder_that_may_not_be_read_is_told_in_words(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("app.gallery.listing.read_project", refuse)

    with pytest.raises(FailedError, match="rights"):
        list_folder(str(tmp_path))
