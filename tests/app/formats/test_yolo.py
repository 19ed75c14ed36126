"""A YOLO export has pictures, labels and a data file where the usual tool looks for them."""

import pytest

from app.formats.boxing import NO_CLASS
from app.formats.yolo import Yolo, label_path
from app.formats.yolo_task import Detect
from app.model.annotation import Tag
from app.model.exporter import Fate
from tests.fakes.labelled import BEYOND, BOX, DOT, TRIANGLE, ZOO, image, label, plan, written


def detect(the_plan, folder):
    return Yolo(the_plan, folder, Detect())


def test_an_image_becomes_a_file_of_lines(tmp_path):
    writer = detect(plan(), tmp_path)

    made = writer.make(image(label(BOX, "sign"), TRIANGLE, DOT, file="ds_a.b.jpg"))

    assert written(tmp_path) == {
        "labels/train/ds_a.b.txt": b"1 0.130000 0.116667 0.200000 0.166667\n0 0.255000 0.425000 0.310000 0.516667\n"
    }
    assert [verdict.fate for verdict in made.verdicts] == [Fate.KEPT, Fate.CHANGED, Fate.LOST]
    assert made.shapes == 2


def test_an_image_without_labels_has_an_empty_file(tmp_path):
    detect(plan(), tmp_path).make(image(is_val=True))

    assert written(tmp_path) == {"labels/val/ds_0.txt": b""}


def test_pictures_lie_where_their_labels_are_looked_for():
    one = image(file="ds_images.tar.png", is_val=True)

    assert detect(plan(), None).picture_path(one) == "images/val/ds_images.tar.png"
    assert label_path(one) == "labels/val/ds_images.tar.txt"


def test_tags_are_lost_and_counted(tmp_path):
    made = detect(plan(), tmp_path).make(image(label(BOX, tags=(Tag("a"), Tag("b"))), tags=(Tag("night"),)))

    assert (made.tags_kept, made.tags_lost) == (0, 3)


def test_a_label_without_a_class_of_the_plan_is_lost(tmp_path):
    writer = detect(plan(), tmp_path)
    made = writer.make(image(label(BOX, "stranger")))

    assert made.verdicts == writer.judge(image(label(BOX, "stranger")))
    assert made.verdicts[0].why == NO_CLASS
    assert made.shapes == 0


@pytest.mark.parametrize(("has_val", "folders"), [(False, ["train"]), (True, ["train", "val"])], ids=["train", "both"])
def test_the_data_file_names_folders_that_exist(tmp_path, has_val, folders):
    writer = detect(plan(has_val=has_val), tmp_path)

    writer.begin()
    writer.end()

    assert sorted(path.name for path in (tmp_path / "images").iterdir()) == folders
    assert list(written(tmp_path)) == ["data.yaml"]


def test_every_shape_is_judged_as_it_is_made(tmp_path):
    writer = detect(plan(), tmp_path)
    one = image(*ZOO, *BEYOND)

    assert writer.judge(one) == writer.make(one).verdicts
