"""What was written is read back as it was meant; every difference is found and names its file."""

import numpy as np
import pytest
from PIL import Image

from app.formats.pascal_voc import PascalVoc
from app.formats.pascal_voc_read import PascalVocReader, read_xml
from app.model.exporter import PictureFile
from tests.fakes.labelled import BEYOND, BLOB, BOX, CUBOID, TRIANGLE, ZOO, image, label, plan

TOP = "VOCdevkit/VOC"
XML = f"{TOP}/Annotations/ds_0.xml"


def export(folder, *images):
    writer = PascalVoc(plan(), folder)
    writer.begin()
    for one in images:
        writer.add(one, writer.make(one))
    writer.end()
    return PascalVocReader(plan(), folder)


def test_every_shape_is_read_back(tmp_path):
    images = [image(*ZOO, BLOB), image(*BEYOND, number=1, is_val=True), image(number=2)]

    reader = export(tmp_path, *images)

    found = reader.check(images)
    assert found.first == ()
    assert (found.images, found.shapes) == reader.totals()


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (b"<xmin>4<", b"<xmin>3<", "xmin “3” where object/bndbox/xmin “4”"),
        (b"<name>sign<", b"<name>car<", "“car” where object/name “sign”"),
        (b"<difficult>0</difficult>", b"", "fields where"),
        (b"<annotation>", b"<!DOCTYPE a [<!ENTITY x 'y'>]><annotation>", "cannot be read"),
        (b"</annotation>", b"", "cannot be read"),
        (b"annotation>", b"notes>", "cannot be read"),
    ],
    ids=["side", "class", "field", "entities", "cut off", "other root"],
)
def test_a_difference_in_xml_is_found(tmp_path, before, after, words):
    one = image(label(BOX, "sign"))
    reader = export(tmp_path, one)
    path = tmp_path / XML
    path.write_bytes(path.read_bytes().replace(before, after))

    found = reader.check([one])

    assert found.differences == 1
    assert found.first[0].startswith(XML)
    assert words in found.first[0]


def repainted(path, change):
    picture = Image.open(path)
    numbers = np.asarray(picture).copy()
    change(numbers)
    other = Image.fromarray(numbers)
    other.putpalette(picture.getpalette())
    other.save(path)


def set_one(numbers):
    numbers[0, 0] = 9


@pytest.mark.parametrize("folder", ["SegmentationClass", "SegmentationObject"])
def test_a_single_pixel_is_found(tmp_path, folder):
    reader = export(tmp_path, image(TRIANGLE))
    repainted(tmp_path / f"{TOP}/{folder}/ds_0.png", set_one)

    assert reader.check([image(TRIANGLE)]).first == (f"{TOP}/{folder}/ds_0.png: 1 pixels differ.",)


def test_another_palette_is_found(tmp_path):
    reader = export(tmp_path, image(TRIANGLE))
    path = tmp_path / f"{TOP}/SegmentationClass/ds_0.png"
    picture = Image.open(path)
    picture.putpalette([9] * 768)
    picture.save(path)

    assert "no mask of this kind" in reader.check([image(TRIANGLE)]).first[0]


def test_a_mask_too_many_is_found(tmp_path):
    reader = export(tmp_path, image(BOX))
    (tmp_path / f"{TOP}/SegmentationClass/ds_0.png").write_bytes(b"")

    assert "none was expected" in reader.check([image(BOX)]).first[0]


def test_a_picture_that_should_be_a_jpeg_and_is_not_is_found(tmp_path):
    Image.new("RGB", (100, 60)).save(tmp_path / "a.png")
    one = image(CUBOID, picture=PictureFile(str(tmp_path / "a.png")))
    reader = export(tmp_path / "out", one)
    assert reader.check([one]).differences == 0

    (tmp_path / "out" / TOP / "JPEGImages" / "ds_0.jpg").write_bytes(b"\xff\xd8")

    assert "JPEGImages/ds_0.jpg: no JPEG" in reader.check([one]).first[0]


def test_a_picture_that_nobody_can_read_is_no_difference(tmp_path):
    (tmp_path / "a.png").write_bytes(b"broken")
    one = image(BOX, picture=PictureFile(str(tmp_path / "a.png")))

    assert export(tmp_path / "out", one).check([one]).differences == 0


@pytest.mark.parametrize("damage", [b"car:1", b""], ids=["colour", "empty"])
def test_other_colours_are_found(tmp_path, damage):
    reader = export(tmp_path, image(BOX))
    path = tmp_path / TOP / "labelmap.txt"
    path.write_bytes(path.read_bytes().replace(b"car:", damage) if damage else b"")

    assert "labelmap.txt" in reader.check([image(BOX)]).first[0]


def test_a_missing_file_is_no_xml(tmp_path):
    assert read_xml(tmp_path / "none.xml") is None
