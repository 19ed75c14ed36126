"""Tests of app.formats.coco_read."""

import json
from dataclasses import replace

import pytest

from app.formats.coco import COCO
from app.formats.coco_read import CocoVerifier
from app.model.export_spec import CocoLayout
from app.model.geometry import Rectangle
from tests.fakes.exporting import verify, write
from tests.fakes.zoo import image, label, plan

PLAN = replace(plan(), has_val=False, datasets=("a",))
FILE = "annotations/instances.json"


def some(count=4):
    return [image(n, f"{n}.png", [label(Rectangle(n, n, n + 5, n + 9))] * (n % 3)) for n in range(count)]


@pytest.fixture
def export(tmp_path):
    write(COCO, PLAN, some(), tmp_path)
    return tmp_path


def told(export, images=None):
    return verify(COCO, PLAN, some() if images is None else images, export)


def rewrite(export, old, new):
    path = export / FILE
    body = path.read_bytes()
    assert old in body
    path.write_bytes(body.replace(old, new, 1))


def test_what_was_written_is_right(export):
    assert told(export).differences == 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"contributor":"Windrow"', b'"contributor":"Someone"', "info or licences differ"),
        (b'"name":"thing"', b'"name":"think"', "categories differ"),
        (b'"file_name":"a_1.png"', b'"file_name":"a_9.png"', "file name or size differ"),
        (b'"dataset":"a"', b'"dataset":"b"', "dataset or name differ"),
        (b'{"id":2,"image_id":3', b'{"id":7,"image_id":3', "should have the id 2"),
        (b'"category_id":1', b'"category_id":2', "category is 2, not 1"),
        (b'{"id":1,"image_id":2', b'{"id":1,"image_id":1', "has 0 annotations, not 1"),
        (b'"iscrowd":0', b'"iscrowd":1', "iscrowd is 1"),
    ],
)
def test_each_change_is_named_with_its_file(export, old, new, words):
    rewrite(export, old, new)

    found = told(export)
    assert found.differences > 0
    assert any(words in sentence and FILE in sentence for sentence in found.first), found.first


def test_an_image_that_is_missing_or_too_much_is_seen(export):
    assert "is there 0 times" in " ".join(told(export, [*some(), image(4, "4.png")]).first)
    assert told(export, some()[:3]).differences > 0


def test_pycocotools_has_its_say(export):
    document = json.loads((export / FILE).read_bytes())
    assert document["annotations"][0]["category_id"] == 1
    rewrite(export, b'{"id":1,"name":"thing"', b'{"id":99,"name":"thing"')

    assert any("unknown category" in sentence for sentence in told(export).first)


def test_ids_are_compared_over_all_files(tmp_path):
    made = replace(plan(layout=CocoLayout.PER_DATASET), has_val=True, datasets=("a", "b"))
    images = [replace(one, dataset="ab"[n // 2], is_val=n % 2 == 0) for n, one in enumerate(some())]
    write(COCO, made, images, tmp_path)
    assert verify(COCO, made, images, tmp_path, batch=1).differences == 0

    path = tmp_path / "b" / "annotations" / "instances_val.json"
    path.write_bytes(path.read_bytes().replace(b'{"id":2,', b'{"id":1,'))
    found = verify(COCO, made, images, tmp_path)
    assert any("should have the id" in sentence for sentence in found.first)


def test_totals_leave_out_what_cannot_be_read(export):
    assert CocoVerifier(PLAN, export).totals() == (4, 3)
    (export / FILE).write_bytes(b"{")
    assert CocoVerifier(PLAN, export).totals() == (0, 0)


def test_nothing_to_compare_is_nothing(export):
    assert CocoVerifier(PLAN, export).check([]).images == 0
