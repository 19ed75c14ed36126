"""Files as the official converter writes them are read back, and differences name their file."""

import pytest
from PIL import Image

from app.formats.pascal_voc_sdk import PascalVocLikeSdk
from app.formats.pascal_voc_sdk_read import PascalVocSdkReader
from app.model.exporter import PictureFile
from tests.fakes.labelled import BOX, TRIANGLE, image, plan

TOP = "VOCdevkit/VOC"
THE_PLAN = plan(like_sdk=True)


def export(folder, *images):
    writer = PascalVocLikeSdk(THE_PLAN, folder)
    writer.begin()
    for one in images:
        writer.add(one, writer.make(one))
    writer.end()
    return PascalVocSdkReader(THE_PLAN, folder)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("Annotations/ds_0.xml", b"<xmin>3<", b"<xmin>4<"),
        ("colors.txt", b"255 0 0", b"254 0 0"),
        ("colors.txt", b"neutral", b"other"),
        ("ImageSets/Main/trainval.txt", b"ds_0.jpg", b"ds_0"),
        ("SegmentationClass/ds_0_class.png", b"PNG", b"GIF"),
    ],
    ids=["xml", "colour", "neutral", "list", "mask"],
)
def test_a_difference_is_found(tmp_path, name, before, after):
    one = image(BOX, TRIANGLE)
    reader = export(tmp_path, one)
    assert reader.check([one]).differences == 0
    path = tmp_path / TOP / name
    path.write_bytes(path.read_bytes().replace(before, after))

    found = PascalVocSdkReader(THE_PLAN, tmp_path).check([one])

    assert any(name in sentence for sentence in found.first)


def test_other_pixels_are_found(tmp_path):
    reader = export(tmp_path, image(TRIANGLE))
    Image.new("RGB", (100, 60)).save(tmp_path / TOP / "SegmentationObject" / "ds_0_instance.png")

    assert "pixels differ" in reader.check([image(TRIANGLE)]).first[0]


def test_a_picture_must_be_a_jpeg_where_it_could_be_made_one(tmp_path):
    Image.new("RGB", (100, 60)).save(tmp_path / "a.png")
    one = image(BOX, picture=PictureFile(str(tmp_path / "a.png")))
    reader = export(tmp_path / "out", one)
    (tmp_path / "out" / TOP / "JPEGImages" / "ds_0.jpg").write_bytes(b"")

    assert "no JPEG" in reader.check([one]).first[0]


def test_totals_are_counted_without_the_images(tmp_path):
    assert export(tmp_path, image(BOX, TRIANGLE), image(number=1)).totals() == (2, 2)
