"""The files are those that the official converter would write."""

from PIL import Image

from app.formats.pascal_voc_sdk import PascalVocLikeSdk, picture_name
from app.model.exporter import PictureFile
from app.model.label_class import LabelClass
from tests.fakes.exporting import files
from tests.fakes.labelled import BOX, TRIANGLE, image, label, plan

TOP = "VOCdevkit/VOC"
CLASSES = (
    LabelClass("car", "rectangle", "#FF0000"),
    LabelClass("area", "polygon", "#00FF00"),
    LabelClass("any", "any", "#0000FF"),
)


def write(folder, *images):
    writer = PascalVocLikeSdk(plan(CLASSES, like_sdk=True), folder)
    writer.begin()
    for one in images:
        writer.add(one, writer.make(one))
    writer.end()
    return files(folder)


def test_names_lists_and_colours_are_those_of_the_converter(tmp_path):
    found = write(
        tmp_path, image(BOX, file="ds_a.png"), image(label(TRIANGLE, "area"), number=1, file="ds_b.jpeg", is_val=True)
    )

    names = {name.removeprefix(f"{TOP}/") for name in found}
    assert {"SegmentationClass/ds_a_class.png", "SegmentationObject/ds_b_instance.png", "Annotations/ds_a.xml"} <= names
    assert found[f"{TOP}/colors.txt"] == b"neutral 224 224 192\narea 0 255 0\ncar 255 0 0\n"
    assert found[f"{TOP}/ImageSets/Main/trainval.txt"] == found[f"{TOP}/ImageSets/Segmentation/trainval.txt"]
    assert found[f"{TOP}/ImageSets/Main/area_trainval.txt"] == b"ds_a.jpg -1\nds_b.jpeg 1\n"
    assert f"{TOP}/ImageSets/Main/any_train.txt" not in found


def test_the_xml_has_the_conventions_of_the_converter(tmp_path):
    body = write(tmp_path, image(BOX, file="ds_ж.png"))[f"{TOP}/Annotations/ds_ж.xml"]

    assert b"    <filename>ds_&#1078;</filename>\n" in body
    assert b"<database></database>" in body
    assert b"<xmin>3</xmin>" in body
    assert b"<xmax>22</xmax>" in body
    assert b"<segmented>1</segmented>" in body


def test_only_small_endings_of_jpegs_are_kept(tmp_path):
    Image.new("RGB", (100, 60)).save(tmp_path / "a.png")
    picture = PictureFile(str(tmp_path / "a.png"))
    writer = PascalVocLikeSdk(plan(CLASSES), tmp_path / "out")
    kept, made = image(file="ds_a.jpe", picture=picture), image(file="ds_a.JPG", picture=picture)

    assert [picture_name(one) for one in (kept, made)] == ["ds_a.jpe", "ds_a.jpg"]
    assert [writer.converts(one) for one in (kept, made)] == [False, True]
    assert writer.make(made).picture_problem == ""
    assert (tmp_path / "out" / writer.picture_path(made)).exists()


def test_a_picture_that_cannot_be_made_is_in_no_list(tmp_path):
    (tmp_path / "a.png").write_bytes(b"broken")

    found = write(tmp_path / "out", image(BOX, picture=PictureFile(str(tmp_path / "a.png"))))

    assert found[f"{TOP}/ImageSets/Main/trainval.txt"] == b""


def test_what_is_judged_is_what_is_made(tmp_path):
    writer = PascalVocLikeSdk(plan(CLASSES), tmp_path)
    one = image(BOX, label(TRIANGLE, "area"), label(BOX, "stranger"))

    assert writer.judge(one) == writer.make(one).verdicts
    assert writer.make(one).shapes == 2
