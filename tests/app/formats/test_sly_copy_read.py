"""Tests of app.formats.sly_copy_read: a copy is held against the very objects of the project."""

import json

import pytest

from app.formats.registry import FORMATS
from app.formats.sly_copy_read import CopyVerifier
from app.formats.supervisely import load_annotation, read_project
from app.model.export_spec import ExportSpec
from app.model.exporter import ExportImage, ExportLabel, ExportPlan
from app.model.geometry_measure import shape_word
from tests.fakes.exporting import verify, write
from tests.fakes.gallery_folder import ProjectFolder, box

KIND = FORMATS["supervisely"]
STRANGE = {"classTitle": "car", "geometryType": "cuboid_3d", "points": {"deep": [1.5]}, "tags": [], "id": 8}
NOTE = "ds/ann/a.jpg.json"


@pytest.fixture
def copy(tmp_path):
    project = ProjectFolder(tmp_path / "town")
    project.add("a.jpg", [box("car", id=7), STRANGE, box("sign", id=9)], tags=[{"name": "weather", "value": "sunny"}])
    meta = read_project(project.root).meta
    source = project.root / NOTE
    labels = tuple(
        ExportLabel(one, shape_word(one.geometry), one.class_name, place)
        for place, one in enumerate(load_annotation(source, meta.classes).labels)
    )
    tags = load_annotation(source, meta.classes).tags
    image = ExportImage(0, "ds", "a.jpg", "ds_a.jpg", 40, 30, labels, tags, source=str(source))
    plan = ExportPlan(ExportSpec(str(project.root), format="supervisely"), "Town", meta.classes, meta.tags, ("ds",))
    write(KIND, plan, [image], tmp_path / "copy")
    return plan, image, tmp_path / "copy"


def told(copy):
    plan, image, folder = copy
    return verify(KIND, plan, [image], folder)


def test_what_was_written_is_right(copy):
    found = told(copy)

    assert (found.images, found.shapes, found.differences) == (1, 3, 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda note: note["objects"].pop(), "it has 2 objects, not 3"),
        (lambda note: note["objects"][0].update(id=1), "id differ from the project"),
        (lambda note: note["objects"][1]["points"].update(deep=[2]), "points differ"),
        (lambda note: note["objects"][0].update(classTitle="sign"), "its class is not"),
        (lambda note: note["objects"][0].update(more=1), "more differ"),
        (lambda note: note["size"].update(width=1), "the size differs"),
        (lambda note: note["tags"].clear(), "tags of the image differ"),
    ],
    ids=["object", "id", "strange shape", "class", "field", "size", "tags"],
)
def test_each_change_is_named_with_its_file(copy, change, words):
    path = copy[2] / NOTE
    note = json.loads(path.read_text())
    change(note)
    path.write_text(json.dumps(note))

    assert any(words in sentence and NOTE in sentence for sentence in told(copy).first), told(copy).first


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda meta: meta["classes"].pop(), "classes differ"),
        (lambda meta: meta["tags"].clear(), "tags differ"),
        (lambda meta: meta["classes"][0].update(color="#000000"), "classes differ"),
    ],
)
def test_changes_of_the_meta_are_named(copy, change, words):
    path = copy[2] / "meta.json"
    meta = json.loads(path.read_text())
    change(meta)
    path.write_text(json.dumps(meta))

    assert any(words in sentence and "meta.json" in sentence for sentence in told(copy).first)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 100_000, b'{"objects": 3}'])
@pytest.mark.parametrize("name", [NOTE, "meta.json"])
def test_damage_is_a_difference_and_no_fault(copy, name, body):
    (copy[2] / name).write_bytes(body)

    assert told(copy).differences > 0


def test_a_missing_file_is_counted_nowhere(copy):
    plan, _, folder = copy
    (folder / NOTE).unlink()

    assert CopyVerifier(plan, folder).totals() == (0, 0)
    assert "missing or damaged" in told(copy).first[0]
