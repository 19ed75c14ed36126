"""Tests of app.formats.coco: what is special about its files; the contract of all formats holds it to the rest."""

import json
from dataclasses import replace

import pytest

from app.formats.coco import COCO
from app.model.annotation import Tag
from app.model.export_spec import CocoLayout
from app.model.exporter import Fate
from app.model.geometry import Polyline, Rectangle
from tests.fakes.exporting import files, write
from tests.fakes.zoo import image, label, plan


def two(number, **more):
    return image(number, f"{number}.png", [label(Rectangle(1, 1, 5, 5)), label(Rectangle(2, 2, 9, 9))], **more)


def test_ids_run_through_the_whole_export(tmp_path):
    made = replace(plan(), has_val=True)
    write(COCO, made, [two(0), two(1, is_val=True), two(2)], tmp_path)

    found = {name: json.loads(body) for name, body in files(tmp_path).items()}
    train, val = found["annotations/instances_train.json"], found["annotations/instances_val.json"]
    assert [one["id"] for one in train["images"]] == [1, 3]
    assert [one["id"] for one in train["annotations"]] == [1, 2, 5, 6]
    assert [(one["id"], one["image_id"]) for one in val["annotations"]] == [(3, 2), (4, 2)]
    assert train["categories"] == val["categories"]


def test_a_side_without_images_has_its_file(tmp_path):
    write(COCO, replace(plan(), has_val=True), [two(0)], tmp_path)

    assert json.loads(files(tmp_path)["annotations/instances_val.json"])["images"] == []


def test_what_is_lost_has_no_entry_and_takes_its_tags_with_it(tmp_path):
    lost = label(Polyline(((0, 0), (5, 5))), tags=(Tag("night"),))
    (made,) = write(
        COCO, plan(), [image(0, "a.png", [lost, label(Rectangle(1, 1, 5, 5), tags=(Tag("night"),))])], tmp_path
    )

    assert [one.fate for one in made.verdicts] == [Fate.LOST, Fate.KEPT]
    assert (made.shapes, made.tags_kept, made.tags_lost) == (1, 1, 1)


def test_images_that_come_in_two_runs_are_refused(tmp_path):
    made = replace(plan(layout=CocoLayout.PER_DATASET), has_val=False, datasets=("a", "b"))
    writer = COCO.exporter(made, tmp_path)
    writer.begin()
    for one in (two(0), two(1, dataset="b")):
        writer.add(one, writer.make(one))
    again = two(2)

    with pytest.raises(ValueError, match="in order"):
        writer.add(again, writer.make(again))
    writer.end()


def test_like_sdk_is_another_writer(tmp_path):
    write(COCO, plan(like_sdk=True), [two(0)], tmp_path)

    assert list(files(tmp_path)) == ["a/annotations/coco_instances.json"]
