"""Tests of app.formats.coco_sdk_read."""

from dataclasses import replace

import pytest

from app.formats.coco import COCO
from app.formats.coco_sdk_read import CocoSdkVerifier
from app.model.geometry import Rectangle
from tests.fakes.exporting import verify, write
from tests.fakes.zoo import image, label, plan

PLAN = replace(plan(like_sdk=True), has_val=False, datasets=("a",))
IMAGES = [image(n, f"{n}.png", [label(Rectangle(n, n, n + 5, n + 9))] * n, key=str(n)) for n in range(3)]
FILE = "a/annotations/coco_instances.json"


@pytest.fixture
def export(tmp_path):
    write(COCO, PLAN, IMAGES, tmp_path)
    return tmp_path


def test_what_was_written_is_right(export):
    found = verify(COCO, PLAN, IMAGES, export)

    assert (found.images, found.shapes, found.differences) == (3, 3, 0)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"contributor": "Supervisely"', '"contributor": "Windrow"', "info differ"),
        ('"name": "thing"', '"name": "think"', "categories differ"),
        ('"file_name": "1.png"', '"file_name": "9.png"', "1.png is missing"),
        ('"width": 100', '"width": 101', "another entry"),
        ('"iscrowd": 0', '"iscrowd": 1', "another iscrowd"),
        ('"id": 2,\n            "segmentation"', '"id": 9,\n            "segmentation"', "do not run from 1"),
        ('"image_id": 2', '"image_id": 77', "belongs to no image"),
        ('"sly_id": 1', '"sly_id": 2', "another entry"),
        ("    ", "\t", "laid out otherwise"),
        ("{", "", "damaged"),
    ],
)
def test_each_change_is_named_with_its_file(export, old, new, words):
    path = export / FILE
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))

    found = verify(COCO, PLAN, IMAGES, export)
    assert any(words in sentence and FILE in sentence for sentence in found.first), found.first


def test_a_missing_file_is_named_and_counts_nothing(export):
    (export / FILE).unlink()

    assert CocoSdkVerifier(PLAN, export).totals() == (0, 0)
    assert "the file is missing" in CocoSdkVerifier(PLAN, export).check(IMAGES).first[0]
