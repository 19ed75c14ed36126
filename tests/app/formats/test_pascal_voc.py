"""A Pascal VOC export has the tree of the challenge, and what one image needs is written by one call."""

from pathlib import Path

import pytest
from PIL import Image

from app.formats.pascal_voc import PascalVoc
from app.model.annotation import Tag
from app.model.exporter import PictureFile, converts
from tests.fakes.exporting import files
from tests.fakes.labelled import BLOB, BOX, TRIANGLE, image, label, plan

TOP = "VOCdevkit/VOC"


def write(folder: Path, *images, the_plan=None):
    writer = PascalVoc(the_plan or plan(), folder)
    writer.begin()
    for one in images:
        writer.add(one, writer.make(one))
    writer.end()
    return files(folder)


def test_an_image_with_areas_has_masks_and_one_without_has_none(tmp_path):
    found = write(tmp_path, image(BOX), image(TRIANGLE, number=1))

    names = [name.removeprefix(f"{TOP}/") for name in found if "ImageSets" not in name]
    assert names == [
        *("Annotations/ds_0.xml", "Annotations/ds_1.xml"),
        *("SegmentationClass/ds_1.png", "SegmentationObject/ds_1.png", "labelmap.txt"),
    ]
    assert found[f"{TOP}/ImageSets/Main/trainval.txt"] == b"ds_0\nds_1\n"
    assert found[f"{TOP}/ImageSets/Segmentation/trainval.txt"] == b"ds_1\n"


def test_lists_follow_the_split_and_say_which_class_is_where(tmp_path):
    difficult = label(BOX, "sign", tags=(Tag("difficult"),))

    found = write(
        tmp_path, image(BOX), image(difficult, number=1, is_val=True), image(difficult, label(BOX, "sign"), number=2)
    )

    main = {name.rpartition("/")[2]: body for name, body in found.items() if "/Main/" in name}
    assert (main["train.txt"], main["val.txt"]) == (b"ds_0\nds_2\n", b"ds_1\n")
    assert main["car_trainval.txt"] == b"ds_0  1\nds_1 -1\nds_2 -1\n"
    assert main["sign_train.txt"] == b"ds_0 -1\nds_2  1\n"
    assert main["sign_val.txt"] == b"ds_1  0\n"


def picture(folder: Path, name: str, body: bytes = b"") -> PictureFile:
    path = folder / name
    if body:
        path.write_bytes(body)
    else:
        Image.new("RGB", (100, 60)).save(path)
    return PictureFile(str(path))


@pytest.mark.parametrize(("name", "is_made"), [("a.png", True), ("a.jpg", False)], ids=["png", "jpeg"])
def test_only_what_is_no_jpeg_is_made_one(tmp_path, name, is_made):
    one = image(BOX, file=f"ds_{name}", picture=picture(tmp_path, name))
    writer = PascalVoc(plan(), tmp_path / "out")

    made = writer.make(one)

    assert converts(writer, one) is is_made
    assert (tmp_path / "out" / writer.picture_path(one)).exists() is is_made
    assert made.picture_problem == ""


def test_a_picture_that_cannot_be_read_is_told_and_named_in_no_list(tmp_path):
    broken = image(TRIANGLE, number=1, picture=picture(tmp_path, "a.png", b"broken"))

    found = write(tmp_path / "out", image(BOX), broken)

    assert PascalVoc(plan(), tmp_path / "out").make(broken).picture_problem == "The picture cannot be read."
    assert f"{TOP}/Annotations/ds_1.xml" in found
    assert not any(b"ds_1" in body for name, body in found.items() if "ImageSets" in name)


def test_tags_are_counted_as_lost(tmp_path):
    made = PascalVoc(plan(), tmp_path).make(image(label(BOX, tags=(Tag("difficult"),)), tags=(Tag("a"),)))

    assert (made.tags_kept, made.tags_lost) == (0, 2)


def test_what_is_judged_is_what_is_made(tmp_path):
    writer = PascalVoc(plan(), tmp_path)
    one = image(TRIANGLE, BLOB, BOX)

    assert writer.judge(one) == writer.make(one).verdicts
    assert writer.make(one).shapes == 3
