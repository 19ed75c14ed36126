"""Tests of app.formats.coco_layout."""

from dataclasses import replace

import pytest

from app.formats.coco_layout import CocoPlaces, dataset_folders
from app.model.export_spec import CocoLayout
from tests.fakes.zoo import image, plan

ONE = replace(plan(), has_val=False, datasets=("a", "b/c"))
APART = replace(plan(layout=CocoLayout.PER_DATASET), has_val=False, datasets=("a", "b/c"))
TRAIN = image(0, "1.jpg")
VAL = replace(image(1, "2.jpg"), is_val=True, dataset="b/c")


@pytest.mark.parametrize(
    ("made", "files", "pictures"),
    [
        (ONE, ["annotations/instances.json"] * 2, ["images/a_1.jpg", "images/a_2.jpg"]),
        (
            replace(ONE, has_val=True),
            ["annotations/instances_train.json", "annotations/instances_val.json"],
            ["images/a_1.jpg", "images/a_2.jpg"],
        ),
        (
            APART,
            ["a/annotations/instances.json", "b_c/annotations/instances.json"],
            ["a/images/a_1.jpg", "b_c/images/a_2.jpg"],
        ),
        (
            replace(APART, has_val=True),
            ["a/annotations/instances_train.json", "b_c/annotations/instances_val.json"],
            ["a/images/a_1.jpg", "b_c/images/a_2.jpg"],
        ),
    ],
    ids=["one file", "one file for each split", "per dataset", "per dataset and split"],
)
def test_each_image_has_its_file_and_place(made, files, pictures):
    places = CocoPlaces(made)

    assert [places.file(one) for one in (TRAIN, VAL)] == files
    assert [places.picture(one) for one in (TRAIN, VAL)] == pictures
    assert set(files) <= set(places.every())


def test_files_that_are_there_without_images_are_those_of_the_whole():
    assert CocoPlaces(replace(ONE, has_val=True)).always() == (
        "annotations/instances_train.json",
        "annotations/instances_val.json",
    )
    assert CocoPlaces(APART).always() == ()
    assert CocoPlaces(replace(APART, has_val=True)).files_beside(TRAIN) == (
        "a/annotations/instances_train.json",
        "a/annotations/instances_val.json",
    )


@pytest.mark.parametrize(
    ("datasets", "folders"),
    [
        (("a/b", "a_b"), ["a_b", "a_b_01"]),
        (("Case", "case"), ["Case", "case_01"]),
        (("",), ["dataset"]),
        (("../x", "con"), None),
    ],
    ids=["slash", "case", "root", "unsafe"],
)
def test_folders_are_safe_and_no_two_alike(datasets, folders):
    found = list(dataset_folders(datasets).values())

    assert folders is None or found == folders
    assert len({name.casefold() for name in found}) == len(datasets)
    assert not any("/" in name or name in ("..", "con") for name in found)
