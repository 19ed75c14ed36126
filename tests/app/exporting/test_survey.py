import os

from app.exporting.crew import Alone
from app.exporting.survey import batched, count_listed, listed_entries, make_survey
from app.formats.supervisely import read_project
from app.model.export_spec import ExportSpec
from tests.fakes.gallery_folder import ProjectFolder, box
from tests.fakes.plain_format import Plain

FORMATS = {"plain": Plain().format}


def survey_of(root, **changes):
    project = read_project(root)
    spec = ExportSpec(str(root), "plain", **changes)
    crew = Alone(spec, project.meta.classes, FORMATS)
    return make_survey(project, spec, crew, "Town", lambda done, listed: None, wants_duplicates=False)


def make(tmp_path):
    folder = ProjectFolder(tmp_path / "town")
    folder.add("a.jpg", [box("ghost")], dataset="x")
    folder.add("b.jpg", [box()], dataset="y")
    folder.add(
        "c.jpg",
        [box(), {"classTitle": "car", "geometryType": "bitmap", "bitmap": {"origin": [0, 0], "data": "?"}}],
        dataset="y",
    )
    return folder


def test_the_plan_knows_what_is_in_the_export(tmp_path):
    folder = make(tmp_path)
    for number, path in enumerate(sorted(folder.root.rglob("*.json"))):
        os.utime(path, (1000 + number, 1000 + number))
    os.utime(folder.root / "y/ann/b.jpg.json", (5000, 5000))

    survey = survey_of(folder.root, val_datasets=("y",), excluded=("x/a.jpg",))

    plan = survey.plan
    assert (plan.title, plan.datasets, plan.has_val) == ("Town", ("y",), True)
    assert [one.name for one in plan.classes] == ["car", "sign"]
    assert plan.date == "1970-01-01 01:23:20"
    assert (survey.listed, survey.included, survey.skipped, survey.problems) == (3, 2, 1, 0)
    assert survey.picture_bytes == sum(path.stat().st_size for path in (folder.root / "y/img").iterdir())


def test_entries_carry_what_was_decided(tmp_path):
    survey = survey_of(make(tmp_path).root, val_datasets=("y",), excluded=("y/b.jpg",))

    assert [(one.number, one.file, one.is_val, one.bad_masks) for one in survey.entries()] == [
        (0, "x_a.jpg", False, ()),
        (1, "y_c.jpg", True, (1,)),
    ]
    assert survey.strangers == {"ghost"}


def test_images_of_other_datasets_keep_their_names(tmp_path):
    folder = ProjectFolder(tmp_path / "town")
    folder.add("b_c.jpg", dataset="a")
    folder.add("c.jpg", dataset="a_b")
    project = read_project(folder.root)
    spec = ExportSpec(datasets=("a_b",))

    assert [one.file for one in listed_entries(project, spec)] == ["a_b_c~2.jpg"]
    assert count_listed(project, spec) == 1


def test_batches_keep_the_order():
    assert list(batched(iter(range(5)), 2)) == [[0, 1], [2, 3], [4]]
