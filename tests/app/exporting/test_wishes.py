from pathlib import Path

import pytest

from app.exporting.wishes import check_classes, check_place, check_wishes, listed
from app.formats.supervisely import read_project
from app.model.export_spec import ExportSpec
from app.model.failure import FailedError
from tests.fakes.gallery_folder import ProjectFolder
from tests.fakes.plain_format import Plain

FORMATS = {"plain": Plain().format}


@pytest.fixture
def project(tmp_path):
    folder = ProjectFolder(tmp_path / "town")
    folder.add("a.jpg", dataset="streets")
    folder.add("b.jpg", dataset="parks")
    return read_project(folder.root)


WRONG = {
    "format": ({"format": "gif"}, "There is no format “gif”. There are plain."),
    "dataset": ({"datasets": ("lakes",)}, "There is no dataset “lakes”. There are parks, streets."),
    "validation": ({"val_datasets": ("lakes",)}, "There is no dataset “lakes”. There are parks, streets."),
    "problem": ({"remedies": (("ugly", "drop"),)}, "There is no problem “ugly”. There are outside, zero-area"),
    "remedy": (
        {"remedies": (("no-picture", "clip"),)},
        "“clip” is no remedy for no-picture. There are auto, exclude.",
    ),
    "search": ({"only": "class:"}, "The search cannot be read: A value is missing behind “class:”."),
}


@pytest.mark.parametrize(("changes", "sentence"), WRONG.values(), ids=WRONG)
def test_what_there_is_not_is_said_together_with_what_there_is(project, changes, sentence):
    with pytest.raises(FailedError) as caught:
        check_wishes(ExportSpec(**{"format": "plain"} | changes), project, FORMATS)

    assert str(caught.value).startswith(sentence)


def test_a_folder_without_datasets_is_no_project(tmp_path):
    with pytest.raises(FailedError, match="There is no project"):
        check_wishes(ExportSpec(format="plain"), read_project(tmp_path), FORMATS)


def test_a_class_that_only_labels_know_may_be_named(project):
    check_classes(ExportSpec(classes=("ghost", "car"), renames=(("sign", "x"),)), project, {"ghost"})

    with pytest.raises(FailedError, match="There is no class “ghost”"):
        check_classes(ExportSpec(without_classes=("ghost",)), project, ())


def test_an_export_lies_beside_its_project_never_in_it_or_around_it(tmp_path):
    spec = ExportSpec(str(tmp_path / "data" / "town"))

    check_place(spec, tmp_path / "data" / "town-coco")
    for wrong in ("data/town", "data/town/coco", "data", "data/other/../town"):
        with pytest.raises(FailedError, match="in the project, or around it"):
            check_place(spec, Path(tmp_path / wrong))


def test_long_lists_are_cut():
    assert listed(str(n) for n in range(20)).endswith("11 and 8 more")
    assert listed(()) == "none"
