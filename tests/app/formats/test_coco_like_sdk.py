"""Tests of app.formats.coco_like_sdk."""

import json
from dataclasses import replace

import pytest

from app.formats.coco import COCO
from app.formats.coco_like_sdk import sdk_folders
from app.model.annotation import Tag
from app.model.geometry import Rectangle
from tests.fakes.exporting import files, write
from tests.fakes.zoo import image, label, plan

PLAN = replace(plan(like_sdk=True), has_val=False, datasets=("a", "deep/a"))
BOX = label(Rectangle(3, 2, 22, 11), tags=(Tag("night"),))


@pytest.mark.parametrize(
    ("datasets", "folders"),
    [
        (("a", "b/a", "c/A"), ["a", "a_01", "A_02"]),
        (("a_01", "a", "b/a"), ["a_01", "a", "a_02"]),
        (("",), ["dataset"]),
    ],
    ids=["short names clash", "the next number is taken", "root"],
)
def test_a_dataset_has_its_last_name(datasets, folders):
    assert list(sdk_folders(datasets).values()) == folders


def test_each_dataset_counts_from_one_and_is_laid_out_as_the_converter_does(tmp_path):
    images = [
        image(0, "1.png", [BOX, BOX], key="12"),
        image(1, "2.png", [BOX]),
        image(2, "1.png", [BOX], dataset="deep/a"),
    ]
    (made, *_) = write(COCO, PLAN, images, tmp_path)
    found = files(tmp_path)

    assert list(found) == ["a/annotations/coco_instances.json", "a_01/annotations/coco_instances.json"]
    first, second = (json.loads(body) for body in found.values())
    assert [(one["id"], one["image_id"]) for one in first["annotations"]] == [(1, 1), (2, 1), (3, 2)]
    assert [(one["id"], one["image_id"]) for one in second["annotations"]] == [(1, 1)]
    assert [one["sly_id"] for one in first["images"]] == [12, None]
    assert list(first["annotations"][0]) == ["id", "segmentation", "area", "iscrowd", "image_id", "bbox", "category_id"]
    for body in found.values():
        assert json.dumps(json.loads(body), indent=4) == body.decode()
    assert (made.tags_kept, made.tags_lost) == (0, 2)


@pytest.mark.parametrize("key", ["", "12a", "١٢", "-4", "1.5"])
def test_an_id_that_is_no_number_is_null(tmp_path, key):
    write(COCO, PLAN, [image(0, "1.png", key=key)], tmp_path)

    assert json.loads(files(tmp_path)["a/annotations/coco_instances.json"])["images"][0]["sly_id"] is None


def test_pictures_keep_their_names(tmp_path):
    writer = COCO.exporter(PLAN, tmp_path)

    assert writer.picture_path(image(0, "ü.png", dataset="deep/a")) == "a_01/images/ü.png"


def test_images_that_come_in_two_runs_are_refused(tmp_path):
    writer = COCO.exporter(PLAN, tmp_path)
    writer.begin()
    for one in (image(0, "1.png"), image(1, "2.png", dataset="deep/a")):
        writer.add(one, writer.make(one))
    again = image(2, "3.png")

    with pytest.raises(ValueError, match="in order"):
        writer.add(again, writer.make(again))
    writer.end()
