"""Tests of app.formats.sly_copy: everything of the project that is not filtered away is in the copy."""

import json

import pytest

from app.exporting.crew import Alone
from app.exporting.run import Tools, run_export
from app.formats.registry import FORMATS
from app.formats.supervisely import load_annotation, read_project
from app.model.export_spec import ExportSpec, Images
from app.model.exporter import Fate
from app.model.geometry import Rectangle
from tests.fakes.exporting import files, write
from tests.fakes.gallery_folder import ProjectFolder, box
from tests.fakes.zoo import image, label, plan

CAR = box("car", id=7, classId=3, nnCreated=False, customData={"x": [1, None, "\ud800"]}, createdAt="2024")
STRANGE = {"classTitle": "car", "geometryType": "cuboid_3d", "points": {"deep": [1.5]}, "tags": [], "id": 8}
BROKEN = {"classTitle": "car", "geometryType": "polygon", "points": "none", "tags": [], "id": 9}
OUTSIDE = box("sign", ((30, 10), (60, 20)), id=10, labelerLogin="anna", tags=[{"name": "weather", "value": "old"}])


@pytest.fixture
def town(tmp_path):
    project = ProjectFolder(tmp_path / "town")
    project.add("a.jpg", [CAR, BROKEN, STRANGE, OUTSIDE], tags=[{"name": "weather", "value": "sunny", "id": 5}])
    project.add("b.jpg", [box("sign")], dataset="deep/datasets/er")
    project.write("ds/meta/a.jpg.json", {"lon": 4.8})
    project.write("ds/img_info/a.jpg.json", {"id": 77})
    meta = json.loads((project.root / "meta.json").read_text())
    meta["classes"][0] |= {"id": 3, "hotkey": "c", "geometry_config": {"x": 1}}
    meta["projectSettings"] = {"multiView": {"enabled": True}}
    project.write("meta.json", meta)
    return project.root


def export(town, destination, **options):
    spec = ExportSpec(str(town), format="supervisely", **options)
    return run_export(spec, destination, Tools(FORMATS, lambda asked, classes, count: Alone(asked, classes, FORMATS)))


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_copy_of_everything_is_the_project(town, tmp_path):
    report = export(town, tmp_path / "copy").report
    copied, source = files(tmp_path / "copy"), files(town)

    assert report.verified.differences == 0
    assert copied["ds/img/a.jpg"] == source["ds/img/a.jpg"]
    assert copied["ds/meta/a.jpg.json"] == source["ds/meta/a.jpg.json"]
    assert copied["ds/img_info/a.jpg.json"] == source["ds/img_info/a.jpg.json"]
    assert read(tmp_path / "copy" / "meta.json") == read(town / "meta.json")
    mine, theirs = (read(root / "ds" / "ann" / "a.jpg.json") for root in (tmp_path / "copy", town))
    assert mine["objects"] == [CAR, STRANGE, OUTSIDE]
    assert {**mine, "objects": 0} == {**theirs, "objects": 0}
    assert [(row.class_name, row.kept, row.lost) for row in report.rows if row.lost] == [("car", 0, 1)]


def test_our_reader_finds_the_same_project(town, tmp_path):
    export(town, tmp_path / "copy")
    mine, theirs = read_project(tmp_path / "copy"), read_project(town)

    assert mine.meta == theirs.meta
    assert [dataset.name for dataset in mine.datasets if dataset.items] == ["deep/er", "ds"]
    notes = [
        load_annotation(root / "ds" / "ann" / "a.jpg.json", mine.meta.classes) for root in (tmp_path / "copy", town)
    ]
    broken = notes[1].labels[1]
    assert notes[0].labels == tuple(one for one in notes[1].labels if one is not broken)
    assert (notes[0].problems, len(notes[1].problems)) == ((), 1)


def test_classes_are_chosen_renamed_and_merged(town, tmp_path):
    export(town, tmp_path / "copy", renames=(("sign", "car"),))
    both = read(tmp_path / "copy" / "ds" / "ann" / "a.jpg.json")["objects"]
    export(town, tmp_path / "signs", classes=("sign",), renames=(("sign", "plate"),))
    signs = read(tmp_path / "signs" / "ds" / "ann" / "a.jpg.json")["objects"]

    assert [one["classTitle"] for one in both] == ["car", "car", "car"]
    assert signs == [{**OUTSIDE, "classTitle": "plate"}]
    assert [one["title"] for one in read(tmp_path / "signs" / "meta.json")["classes"]] == ["plate"]


def test_what_a_remedy_cut_keeps_everything_but_its_shape(town, tmp_path):
    report = export(town, tmp_path / "copy", remedies=(("outside", "clip"),)).report
    (cut,) = [one for one in read(tmp_path / "copy" / "ds" / "ann" / "a.jpg.json")["objects"] if one["id"] == 10]

    assert cut["points"]["exterior"] == [[30, 10], [39, 20]]
    assert (cut["labelerLogin"], cut["tags"]) == ("anna", OUTSIDE["tags"])
    assert sum(row.changed for row in report.rows) == 1
    assert report.verified.differences == 0


def test_pieces_of_a_label_are_objects_and_one_of_them_has_its_id(town, tmp_path):
    shape = [[-20, 2], [5, 2], [5, 8], [-20, 8], [-20, 12], [5, 12], [5, 18], [-30, 18], [-30, 2]]
    polygon = {**box("sign", id=11), "geometryType": "polygon", "points": {"exterior": shape, "interior": []}}
    ProjectFolder(town, classes=()).add("c.jpg", [polygon])
    report = export(town, tmp_path / "copy", remedies=(("outside", "clip"),)).report
    objects = read(tmp_path / "copy" / "ds" / "ann" / "c.jpg.json")["objects"]

    assert [one.get("id") for one in objects] == [11, None]
    assert report.verified.differences == 0


def test_without_pictures_the_copy_has_annotations_alone(town, tmp_path):
    export(town, tmp_path / "copy", images=Images.NONE)

    assert not [name for name in files(tmp_path / "copy") if "/img/" in name]


def test_images_without_annotation_get_an_empty_one(town, tmp_path):
    ProjectFolder(town, classes=()).add("d.jpg", None)
    export(town, tmp_path / "copy")

    assert read(tmp_path / "copy" / "ds" / "ann" / "d.jpg.json") == {
        "description": "", "size": {"height": 30, "width": 40}, "tags": [], "objects": [],
    }  # fmt: skip


def test_a_label_of_a_file_that_was_emptied_meanwhile_is_lost(town, tmp_path):
    note = town / "ds" / "ann" / "a.jpg.json"
    one = image(0, "a.jpg", [label(Rectangle(1, 1, 5, 5))], dataset="a", source=str(note))
    note.write_text('{"objects": [], "size": {"width": 100, "height": 60}}')
    (made,) = write(FORMATS["supervisely"], plan(format="supervisely"), [one], tmp_path / "copy")

    assert [verdict.fate for verdict in made.verdicts] == [Fate.LOST]
