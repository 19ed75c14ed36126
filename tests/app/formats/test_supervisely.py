"""Project folders are read as far as they go, and what is wrong with them is named."""

import json
from pathlib import Path

import pytest

from app.formats.supervisely import AnnotationError, load_annotation, read_annotation, read_project
from app.model.geometry import Cuboid, Mask, OrientedBox, Polygon
from app.model.mask import decode_mask

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "supervisely"


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


def image(root: Path, dataset: str, name: str, *, note: str | None = "") -> None:
    path = root / dataset / "img" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    if note is not None:
        write(root / dataset / "ann" / (note or f"{name}.json"), {"size": {}, "tags": [], "objects": []})


def test_nested_datasets_are_found_parents_first(tmp_path):
    write(tmp_path / "meta.json", {"classes": []})
    image(tmp_path, "b", "1.jpg")
    image(tmp_path, "a/datasets/child", "2.jpg")
    (tmp_path / "a" / "ann").mkdir()
    (tmp_path / ".windrow_meta").mkdir()

    project = read_project(tmp_path)

    assert [(d.name, [i.name for i in d.items]) for d in project.datasets] == [
        ("a", []),
        ("a/child", ["2.jpg"]),
        ("b", ["1.jpg"]),
    ]
    assert project.problems == ()


def test_what_others_would_pass_over_is_named(tmp_path):
    image(tmp_path, "train_img", "1.jpg")
    image(tmp_path, "a", "1.gif", note=None)
    write(tmp_path / "a" / "ann" / "2.jpg.json", {"size": {}, "objects": []})

    project = read_project(tmp_path)

    told = " ".join(project.problems)
    assert len(project.datasets) == 2
    for words in ("meta.json is missing", "invisible", "without annotation", "1 annotation without image", "extension"):
        assert words in told


def test_older_annotation_names_are_found(tmp_path):
    """Once the extension of the image was left out."""
    image(tmp_path, "a", "cat.jpg", note="cat.json")

    item = read_project(tmp_path).datasets[0].items[0]

    assert item.annotation == tmp_path / "a" / "ann" / "cat.json"


def test_a_dataset_without_pictures_takes_its_items_from_the_annotations(tmp_path):
    (tmp_path / "a" / "img").mkdir(parents=True)
    write(tmp_path / "a" / "ann" / "cat.jpg.json", {})

    assert [(i.name, i.image) for i in read_project(tmp_path).datasets[0].items] == [("cat.jpg", None)]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 5000], ids=["empty", "cut", "not utf-8", "nested"])
def test_a_damaged_annotation_is_a_sentence(tmp_path, body):
    path = tmp_path / "a.json"
    path.write_bytes(body)

    assert read_annotation(path).problems == ("The annotation file is not JSON.",)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real projects are not beside this checkout")
@pytest.mark.parametrize(
    ("folder", "datasets", "items", "labels"),
    [
        ("aerial_power_ccby", 2, 20, 62),
        ("cracks_synthetic_ccby", 4, 20, 15),
        ("lane_lines_mit", None, 16, 32),
        ("road_damage_ccby", 1, 24, 50),
        ("roadline_mit_no_meta", None, 8, 44),
    ],
)
def test_real_projects_are_read_whole(folder, datasets, items, labels):
    """Every label of projects that nobody here wrote has a shape that we know."""
    project = read_project(REAL / folder)
    annotations = [
        read_annotation(i.annotation, project.meta.classes) for d in project.datasets for i in d.items if i.annotation
    ]

    assert datasets is None or len(project.datasets) == datasets
    assert sum(len(d.items) for d in project.datasets) == items
    assert sum(len(a.labels) for a in annotations) == labels
    assert [problem for a in annotations for problem in a.problems] == []


@pytest.mark.skipif(not REAL.is_dir(), reason="the real projects are not beside this checkout")
@pytest.mark.slow
def test_every_shape_of_the_vendor_is_read_and_every_mask_unfolds():
    project = read_project(REAL / "all_shapes_cc0")
    annotations = [
        read_annotation(i.annotation, project.meta.classes) for d in project.datasets for i in d.items if i.annotation
    ]
    shapes = [label.geometry for a in annotations for label in a.labels]

    assert {Mask, Polygon, Cuboid, OrientedBox} <= {type(shape) for shape in shapes}
    assert [problem for a in annotations for problem in a.problems] == []
    assert all(decode_mask(shape).any() for shape in shapes if isinstance(shape, Mask))


def test_a_flat_harvest_is_one_dataset(tmp_path):
    """Pictures lie in the folder itself, what belongs to them in our own folder; tables beside them are no pictures."""
    (tmp_path / "mly_1.jpg").write_bytes(b"x")
    (tmp_path / "mly_2.jpg").write_bytes(b"x")
    (tmp_path / "images.csv").write_bytes(b"x")
    write(tmp_path / ".windrow_meta" / "ann" / "mly_1.jpg.json", {"objects": []})

    (dataset,) = read_project(tmp_path).datasets

    assert (dataset.name, dataset.path) == ("", tmp_path)
    assert [(i.name, i.image, i.annotation is None) for i in dataset.items] == [
        ("mly_1.jpg", tmp_path / "mly_1.jpg", False),
        ("mly_2.jpg", tmp_path / "mly_2.jpg", True),
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"{", "not JSON"), (b"[1]", "not a JSON object"), (b"[" * 100_000, "not JSON")],
    ids=["cut", "a list", "nested 100,000 times"],
)
def test_an_annotation_that_cannot_be_read_as_a_whole_says_so(tmp_path, body, words):
    path = tmp_path / "a.json"
    path.write_bytes(body)

    with pytest.raises(AnnotationError, match=words):
        load_annotation(path)


def test_a_missing_annotation_file_says_so(tmp_path):
    with pytest.raises(AnnotationError, match="cannot be read"):
        load_annotation(tmp_path / "a.json")
