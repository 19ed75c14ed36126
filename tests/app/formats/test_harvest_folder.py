"""A harvest ends with what was wanted beside its pictures, the same every time, and nothing half done."""

import json

import pytest

from app.formats.harvest_folder import finish_harvest, meta_text, read_records
from app.model.failure import FailedError
from app.model.harvest import HarvestLayout, MapillarySpec, TableKind
from app.model.meta_json import meta_from_json
from app.model.region import box
from tests.fakes.harvest import harvest, record

ALL = MapillarySpec(regions=(box(4.7, 45.7, 4.9, 45.8, "Lyon"),), tables=tuple(TableKind), has_map=True)


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_a_plain_harvest_gets_a_table_credits_and_classes(tmp_path, out):
    folder = harvest(tmp_path / "home", record(1, labels={"object--bench": 1}))

    report = finish_harvest(folder, MapillarySpec(), out)

    assert report.files == ("images.geojson", "ATTRIBUTION.md", "meta.json")
    assert sorted(path.name for path in out.iterdir()) == sorted(report.files)
    assert (report.images, report.notes) == (1, ())


def test_a_flat_harvest_has_no_classes(tmp_path, out):
    folder = harvest(tmp_path / "home", record(1, region=""), is_flat=True)

    report = finish_harvest(folder, MapillarySpec(layout=HarvestLayout.FLAT), out)

    assert report.files == ("images.geojson", "ATTRIBUTION.md")
    document = json.loads((out / "images.geojson").read_bytes())
    assert document["features"][0]["properties"]["file"] == "mly_900000000000001.jpg"


@pytest.mark.slow
def test_everything_that_was_wanted_is_made(tmp_path, out):
    folder = harvest(tmp_path / "home", *(record(number) for number in range(3)))

    report = finish_harvest(folder, ALL, out)

    tables = [f"images.{kind.value}" for kind in TableKind]
    assert report.files == (*tables, "map.html", "ATTRIBUTION.md", "meta.json")
    assert sorted(path.name for path in out.iterdir()) == sorted(report.files)


@pytest.mark.slow
def test_the_same_folder_gives_the_same_bytes(tmp_path, out):
    folder = harvest(tmp_path / "home", *(record(number) for number in range(3)))
    again = tmp_path / "again"
    again.mkdir()

    files = finish_harvest(folder, ALL, out).files
    finish_harvest(folder, ALL, again)

    assert [name for name in files if (out / name).read_bytes() != (again / name).read_bytes()] == []


def test_no_table_means_no_table(tmp_path, out):
    report = finish_harvest(harvest(tmp_path / "home", record(1)), MapillarySpec(tables=()), out)

    assert report.files == ("ATTRIBUTION.md", "meta.json")


def test_what_is_left_out_is_told(tmp_path, out):
    folder = harvest(tmp_path / "home", *(record(number) for number in range(4)))
    (folder / record(0).file).unlink()
    for number in (1, 2):
        (folder / "Lyon/meta" / f"{record(number).name}.json").unlink()

    report = finish_harvest(folder, MapillarySpec(), out)

    assert (report.images, report.missing, report.broken) == (1, 1, 2)
    assert report.notes == (
        "1 image of the receipt is not in the folder any more. The tables leave it out.",
        "The records of 2 images are missing or damaged. The tables leave them out.",
    )


def test_a_harvest_without_pictures_is_finished_too(tmp_path, out):
    report = finish_harvest(harvest(tmp_path / "home"), MapillarySpec(), out)

    assert report.images == 0
    assert json.loads((out / "images.geojson").read_bytes())["features"] == []


def test_an_out_folder_that_is_gone_is_told_in_words(tmp_path):
    folder = harvest(tmp_path / "home", record(1))

    with pytest.raises(FailedError, match="The folder is gone"):
        finish_harvest(folder, MapillarySpec(), tmp_path / "nowhere")


def test_every_value_of_a_label_is_a_class_once():
    records = [record(1, labels={"b": 1, "a": 2}), record(2, labels={"b": 5}), record(3)]

    meta = meta_from_json(json.loads(meta_text(records)))

    assert [(one.name, one.shape) for one in meta.classes] == [("a", "polygon"), ("b", "polygon")]
    assert (meta.project_type, meta.problems) == ("images", ())


def test_records_are_read_one_by_one(tmp_path):
    folder = harvest(tmp_path, record(2), record(1))

    assert [one.id for one in read_records(folder)] == [record(1).id, record(2).id]
