"""Tests of app.formats.coco_expected: it agrees with the writer, and it sees what was changed."""

import msgspec
import pytest

from app.formats.coco_entries import annotation_entry, attributes
from app.formats.coco_expected import differences, expected_attributes, is_written
from app.formats.coco_lines import AnnotationLine
from app.formats.coco_shapes import fitted
from app.model.annotation import Tag
from app.model.geometry import Keypoints, Rectangle
from tests.fakes.zoo import CLASSES, TAGS, geometries, image, label, skeletons

KNOWN = {known.name: known for known in CLASSES}
WORDS = {tag.name: tag for tag in TAGS}
SHAPES = {**geometries(), **skeletons()}
IMAGE = image(0, "x.png")
VALUES = (
    *("", "12", "12.5", "-3", "1e3", "1E+3", "-0", "0.1", "NaN", "inf", "1e999", "+4", " 4", "4\n", "\x0b4", "0x1"),
    *("1_000", "fast", "٣", "01", "1.", "-.5", "- 4", "4 5", "9" * 30, "9007199254740993", "4.0", "1e-400"),
)


def made(name):
    geometry = SHAPES[name]
    class_name = "skeleton" if isinstance(geometry, Keypoints) else "dot" if name == "point" else "thing"
    return label(geometry, class_name, tags=(Tag("night"), Tag("speed", "12.5")), group="g1")


def line_of(one):
    _, shape = fitted(one, KNOWN, 100, 60)
    entry = annotation_entry(IMAGE, one, shape, 1, WORDS)
    return msgspec.json.decode(b'{"id":1,' + entry, type=AnnotationLine)


@pytest.mark.parametrize("name", SHAPES)
def test_writer_and_reader_agree_about_what_has_a_place(name):
    one = made(name)
    _, shape = fitted(one, KNOWN, 100, 60)

    assert is_written(one, KNOWN, IMAGE) == (shape is not None)


@pytest.mark.parametrize("name", [name for name in SHAPES if fitted(made(name), KNOWN, 100, 60)[1] is not None])
def test_what_was_written_has_no_differences(name):
    one = made(name)

    assert list(differences(line_of(one), one, KNOWN[one.label.class_name], IMAGE, WORDS)) == []


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("rectangle", {"bbox": (3, 2, 19, 10)}, "bbox says 19, not 20"),
        ("rectangle", {"area": 199.0}, "area"),
        ("rectangle", {"segmentation": []}, "segmentation"),
        ("rectangle", {"iscrowd": 1}, "iscrowd"),
        ("rectangle", {"group": ""}, "group"),
        ("rectangle", {"attributes": {}}, "attributes"),
        ("rectangle", {"keypoints": [1.0, 1.0, 2.0]}, "keypoints"),
        ("polygon", {"segmentation": [[10.0, 30.0, 40.0, 30.0]]}, "other points"),
        ("polygon", {"segmentation": [[10.0, 30.0, 40.0, 30.0, 40.0, 50.5]]}, "segmentation says"),
        ("polygon with hole", {"segmentation": [[10.0, 10.0, 50.0, 10.0, 50.0, 40.0]]}, "no mask"),
        ("bitmap", {"bbox": (0, 0, 1, 1)}, "bbox"),
        ("all nodes", {"num_keypoints": 2}, "num_keypoints"),
        ("all nodes", {"keypoints": [5.0, 5.0, 1.0, 15.0, 5.0, 2.0, 10.0, 15.0, 2.0]}, "keypoints says 1, not 2"),
    ],
)
def test_every_change_is_seen(name, changes, words):
    one = made(name)
    changed = msgspec.structs.replace(line_of(one), **changes)

    told = list(differences(changed, one, KNOWN[one.label.class_name], IMAGE, WORDS))
    assert any(words in sentence for sentence in told), told


def test_a_mask_that_lost_a_pixel_is_seen():
    one, other = made("bitmap"), made("bitmap of one pixel")
    changed = msgspec.structs.replace(line_of(one), segmentation=line_of(other).segmentation)

    assert "pixels of the mask differ" in next(differences(changed, one, KNOWN["thing"], IMAGE, WORDS))


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("name", ["night", "speed", "words", "unknown"])
def test_writer_and_reader_agree_about_attributes(name, value):
    tags = (Tag(name, value), Tag("words", "a"), Tag("words", "b"))

    assert attributes(tags, WORDS) == expected_attributes(tags, WORDS)


def test_a_class_that_is_not_in_the_export_is_not_written():
    assert not is_written(label(Rectangle(0, 0, 1, 1), "nobody"), KNOWN, IMAGE)
