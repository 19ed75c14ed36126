"""A large folder to measure with: small here."""

from app.bench.big_folder import make_big_folder
from app.formats.supervisely import load_annotation, read_picture, read_project


def test_it_is_a_project_whose_pictures_differ(tmp_path):
    make_big_folder(tmp_path / "big", 30, labels=4)
    project = read_project(tmp_path / "big")
    items = [item for dataset in project.datasets for item in dataset.items]

    assert (len(items), project.problems) == (30, ())
    assert len({read_picture(item) for item in items}) == 30
    annotation = load_annotation(items[3].annotation, project.meta.classes)
    assert (len(annotation.labels), annotation.problems) == (4, ())


def test_the_same_numbers_give_the_same_files(tmp_path):
    for name in ("one", "other"):
        make_big_folder(tmp_path / name, 5)

    files = [sorted(path for path in (tmp_path / name).rglob("*") if path.is_file()) for name in ("one", "other")]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]
