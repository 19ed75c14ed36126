import json

import pytest

from app.exporting.entry import entries_of
from app.exporting.prepare import Excluded, Preparer
from app.formats.supervisely import read_project
from app.model.export_spec import ExportSpec, Images, SplitBy
from app.model.geometry import Rectangle
from tests.fakes.gallery_folder import ProjectFolder, box, picture


@pytest.fixture
def folder(tmp_path):
    return ProjectFolder(tmp_path / "town")


def prepare(folder, name="a.jpg", **changes):
    project = read_project(folder.root)
    preparer = Preparer(ExportSpec(str(folder.root), **changes), project.meta.classes)
    entry = next(one for dataset in project.datasets for one in entries_of(dataset) if one.name == name)
    return preparer.prepare(entry)


def test_an_image_comes_with_labels_tags_and_picture(folder):
    folder.add("a.jpg", [box("car", tags=[{"name": "weather", "value": "sun"}])], tags=[{"name": "weather"}])

    image = prepare(folder).image

    assert (image.dataset, image.name, image.width, image.height) == ("ds", "a.jpg", 40, 30)
    assert image.labels[0].label.geometry == Rectangle(2, 3, 20, 18)
    assert [tag.name for tag in image.tags] == ["weather"]
    assert image.picture.path.endswith("img/a.jpg")


def test_without_pictures_none_is_named(folder):
    folder.add("a.jpg", body=None)

    assert prepare(folder, images=Images.NONE).image.picture is None


STAYS_OUT = {
    "by hand": ({"objects": []}, {"excluded": ("ds/a.jpg",)}, Excluded("left out by hand")),
    "not found": ({"objects": []}, {"only": "class:car"}, Excluded("not found by the search")),
    "no picture": ({"objects": [], "body": None, "dataset": "bare"}, {}, Excluded("picture missing", True)),
    "no picture, chosen": (
        {"objects": [], "body": None, "dataset": "bare"},
        {"remedies": (("no-picture", "exclude"),), "images": Images.NONE},
        Excluded("picture missing"),
    ),
    "no annotation": ({"objects": None}, {"remedies": (("no-annotation", "exclude"),)}, Excluded("annotation missing")),
    "wrong size": (
        {"objects": [], "size": (41, 30)},
        {"remedies": (("size-differs", "exclude"),)},
        Excluded("picture size differs"),
    ),
    "broken picture": (
        {"objects": [], "body": b"no picture"},
        {"remedies": (("unreadable-picture", "exclude"),)},
        Excluded("picture cannot be read"),
    ),
    "cut picture": (
        {"objects": [], "body": picture()[:-200]},
        {"remedies": (("unreadable-picture", "exclude"),)},
        Excluded("picture cannot be read"),
    ),
    "no size anywhere": ({"objects": [], "size": None, "body": b"no picture"}, {}, Excluded("size unknown", True)),
    "a problem of a label": (
        {"objects": [box(corners=((30, 3), (50, 9)))]},
        {"remedies": (("outside", "exclude"),)},
        Excluded("shape outside picture"),
    ),
}


@pytest.mark.parametrize(("parts", "changes", "expected"), STAYS_OUT.values(), ids=STAYS_OUT)
def test_an_image_stays_out_for_one_reason(folder, parts, changes, expected):
    folder.add("a.jpg", **parts)
    folder.add("b.jpg")

    assert prepare(folder, **changes) == expected


@pytest.mark.parametrize("text", [b"{", b"[]", b"\xff\xfe", b""], ids=["cut", "list", "no text", "empty"])
def test_an_annotation_that_cannot_be_read_is_a_problem_unless_it_was_chosen(folder, text):
    folder.add("a.jpg")
    folder.write("ds/ann/a.jpg.json", text)

    assert prepare(folder) == Excluded("annotation cannot be read", True)
    assert prepare(folder, remedies=(("unreadable-annotation", "exclude"),)) == Excluded("annotation cannot be read")
    assert prepare(folder, only="class:car") == Excluded("not found by the search")


def test_what_is_wrong_but_can_be_written_goes_in(folder):
    folder.add("a.jpg", None)
    folder.add("b.jpg", [], size=(41, 30))
    folder.add("c.jpg", [], body=b"no picture")

    assert prepare(folder, "a.jpg").image.labels == ()
    assert prepare(folder, "b.jpg").image.width == 41
    assert prepare(folder, "c.jpg").image.picture is not None


def test_the_picture_says_its_size_where_the_annotation_does_not(folder):
    folder.add("a.jpg", [], size=None, body=picture(64, 48))

    image = prepare(folder).image

    assert (image.width, image.height) == (64, 48)


def test_a_turned_picture_may_be_meant_either_way(folder):
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    for name, size in (("a.jpg", (30, 40)), ("b.jpg", (40, 30)), ("c.jpg", (40, 31))):
        folder.add(name, [], size=size, body=picture(exif=exif.tobytes()))
    wants = {"remedies": (("size-differs", "exclude"),)}

    assert [isinstance(prepare(folder, name, **wants), Excluded) for name in ("a.jpg", "b.jpg", "c.jpg")] == [
        False,
        False,
        True,
    ]


def test_a_search_for_a_problem_of_pictures_looks_at_them(folder):
    folder.add("a.jpg", [], size=(41, 30))
    folder.add("b.jpg")

    assert not isinstance(prepare(folder, "a.jpg", only="problem:size-differs"), Excluded)
    assert prepare(folder, "b.jpg", only="problem:size-differs") == Excluded("not found by the search")


def test_a_search_that_cannot_be_read_is_refused(folder):
    folder.add("a.jpg")

    with pytest.raises(ValueError, match="A value is missing"):
        prepare(folder, only="class:")


def test_ids_and_sequences_come_from_the_files_beside(folder):
    folder.add("a.jpg")
    folder.write("ds/img_info/a.jpg.json", {"id": 77})
    sides = set()
    for n in range(12):
        folder.write("ds/meta/a.jpg.json", json.loads(f'{{"id": "1", "name": "a.jpg", "sequence": "s{n}"}}'))
        sides.add(prepare(folder, val=0.5, val_by=SplitBy.SEQUENCE).image.is_val)

    assert prepare(folder).image.key == "77"
    assert sides == {True, False}


@pytest.mark.parametrize("text", [b"", b"[]", b'{"id": [1]}', b"{"], ids=["empty", "list", "odd id", "cut"])
def test_broken_files_beside_an_image_only_leave_its_id_unknown(folder, text):
    folder.add("a.jpg")
    folder.write("ds/img_info/a.jpg.json", text)
    folder.write("ds/meta/a.jpg.json", text)

    assert prepare(folder, val=0.5, val_by=SplitBy.SEQUENCE).image.key == ""
