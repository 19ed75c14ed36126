"""The data file says where pictures lie and how classes are called, whatever the names hold, and nothing else."""

import string

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.formats.yolo_yaml import data_yaml, folder
from app.model.label_class import LabelClass
from tests.fakes.labelled import plan

ALLOWED = {"path", "train", "val", "test", "nc", "names", "kpt_shape", "flip_idx"}


def classes(*names: str) -> list[LabelClass]:
    return [LabelClass(name, "rectangle", "#000000") for name in names]


def test_paths_are_relative_to_the_file_so_that_the_folder_can_be_moved():
    found = yaml.safe_load(data_yaml(plan(classes("car", "sign"), has_val=True)))

    assert found == {"train": "images/train", "val": "images/val", "nc": 2, "names": ["car", "sign"]}


def test_without_validation_val_names_the_pictures_of_train_and_says_so():
    body = data_yaml(plan())

    assert yaml.safe_load(body)["val"] == "images/train"
    assert body.startswith(b"# No picture was set apart")


def test_a_pose_export_names_its_points():
    found = yaml.safe_load(data_yaml(plan(), points=3))

    assert found["kpt_shape"] == [3, 3]
    assert found["flip_idx"] == [0, 1, 2]


@pytest.mark.parametrize(
    "name",
    [
        "a: b",
        "# no",
        "!!python/object/apply:os.system [x]",
        "download: x",
        "'\"",
        "a\nb",
        "yes",
        "1.0",
        "~",
        "",
        " a ",
        "\ud800",
        "a\x85b",
    ],
    ids=repr,
)
def test_odd_names_survive(name):
    assert yaml.safe_load(data_yaml(plan(classes(name))))["names"] == [name]


def test_names_are_written_as_people_read_them():
    assert "- пустая" in data_yaml(plan(classes("пустая"))).decode()


names = st.lists(st.text(st.characters(exclude_categories=())) | st.text(string.punctuation + " \n\t"), max_size=5)


@given(names)
def test_any_name_survives_and_brings_no_key_with_it(found):
    document = yaml.safe_load(data_yaml(plan(classes(*found))))

    assert document["names"] == found
    assert document.keys() <= ALLOWED


def test_splits_have_the_folders_that_everybody_expects():
    assert (folder(False), folder(True)) == ("train", "val")
