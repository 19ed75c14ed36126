"""What was written is read back as it was meant; every difference is found and names its file."""

from dataclasses import replace

import pytest

from app.formats.yolo import Yolo
from app.formats.yolo_read import YoloReader
from app.formats.yolo_read_boxes import expect_box
from app.formats.yolo_task import Detect
from tests.fakes.labelled import BEYOND, BOX, TRIANGLE, ZOO, image, label, plan

LABELS = "labels/train/ds_0.txt"


def detect(the_plan, folder):
    return Yolo(the_plan, folder, Detect())


@pytest.fixture
def export(tmp_path):
    writer = detect(plan(), tmp_path)
    writer.begin()
    writer.make(image(label(BOX, "sign"), TRIANGLE))
    writer.end()
    return tmp_path


def check(folder, *images):
    return YoloReader(plan(), folder, expect_box).check(images or [image(label(BOX, "sign"), TRIANGLE)])


def test_what_was_written_is_what_was_meant(export):
    found = check(export)

    assert (found.images, found.shapes, found.differences, found.first) == (1, 2, 0, ())
    assert YoloReader(plan(), export, expect_box).totals() == (1, 2)


def test_every_shape_is_read_back(tmp_path):
    images = [image(*ZOO, number=0), image(*BEYOND, number=1, is_val=True), image(number=2)]
    the_plan = plan(has_val=True)
    writer = detect(the_plan, tmp_path)
    writer.begin()
    shapes = sum(writer.make(one).shapes for one in images)
    reader = YoloReader(the_plan, tmp_path, expect_box)

    found = reader.check(images)

    assert found.first == ()
    assert (found.images, found.shapes) == reader.totals() == (3, shapes)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (b"1 0.13", b"0 0.13", "line 1: class “car” where “sign”"),
        (b"0.130000", b"0.120000", "line 1: number 1"),
        (b"0.130000", b"0.130002", "line 1: number 1"),
        (b"0.130000", b"nan", "not finite"),
        (b"0.130000", b"0,13", "else than numbers"),
        (b"1 0.13", b"7 0.13", "“7” is no class"),
        (b"1 0.13", b"-1 0.13", "“-1” is no class"),
        (b" 0.166667", b"", "3 numbers where 4"),
        (b"\n0 ", b" 0 ", "1 objects where 2"),
        (b"\n", b"\n0 1 1 1 1\n", "4 objects where 2"),
        (b"0.130000", b"0.13\xff", "more than numbers"),
    ],
    ids=["class", "floored", "last digit", "nan", "comma", "no class", "below", "short", "missing", "many", "bytes"],
)
def test_a_difference_is_found_and_names_its_file(export, before, after, words):
    path = export / LABELS
    path.write_bytes(path.read_bytes().replace(before, after))

    found = check(export)

    assert found.differences >= 1
    assert words in found.first[0]
    assert found.first[0].startswith(LABELS)


def test_a_missing_label_file_is_a_difference(export):
    (export / LABELS).unlink()

    assert check(export).first == (f"{LABELS}: the file cannot be read.",)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"names: [a", "cannot be read"),
        (b"[]", "cannot be read"),
        (b"!!python/object/apply:os.getcwd []", "cannot be read"),
        (b"download: x\n", "unknown key “download”"),
        (b"names: [car, sign, person]\nnc: 4\n", "other classes"),
        (b"names: [car, person, sign]\nnc: 3\n", "other classes"),
        (b"names: [car, sign, person]\nnc: 3\nkpt_shape: [1, 3]\n", "kpt_shape"),
        (b"names: [car, sign, person]\nnc: 3\ntrain: images/train\nval: images/val\n", "val does not name"),
    ],
    ids=["broken", "list", "program", "download", "count", "order", "points", "split"],
)
def test_a_wrong_data_file_is_found_once(export, body, words):
    (export / "data.yaml").write_bytes(body)

    found = check(export, image(label(BOX, "sign"), TRIANGLE), replace(image(label(BOX, "sign"), TRIANGLE), number=1))

    assert any(words in sentence for sentence in found.first)
    assert all(sentence.startswith("data.yaml") for sentence in found.first)
