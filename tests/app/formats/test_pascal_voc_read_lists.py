"""Image sets are compared line by line, and the list is named."""

import pytest

from app.formats.pascal_voc_read_lists import ListReader

TOP = "VOCdevkit/VOC/ImageSets"
FILES = {
    "Main/train.txt": "a b\nc\n",
    "Main/val.txt": "d\n",
    "Main/trainval.txt": "a b\nc\nd\n",
    "Segmentation/train.txt": "c\n",
    "Segmentation/val.txt": "",
    "Segmentation/trainval.txt": "c\n",
    "Main/car_train.txt": "a b  1\nc -1\n",
    "Main/car_val.txt": "d  0\n",
    "Main/car_trainval.txt": "a b  1\nc -1\nd  0\n",
}


def read(folder, **changes):
    for name, text in (FILES | changes).items():
        path = folder / TOP / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return ListReader(folder, ["car"])


def compare(reader, stem, value, **more):
    facts = {"is_val": False, "has_masks": False, "is_listed": True} | more
    return list(reader.compare(stem, [value], **facts))


def test_what_is_right_has_no_complaint(tmp_path):
    reader = read(tmp_path)

    assert reader.complaints == []
    assert compare(reader, "a b", 1) == []
    assert compare(reader, "c", -1, has_masks=True) == []
    assert compare(reader, "d", 0, is_val=True) == []
    assert compare(reader, "broken", 1, is_listed=False) == []


@pytest.mark.parametrize(
    ("stem", "value", "facts", "words"),
    [
        ("a b", -1, {}, "car_train.txt: “a b” has 1 where -1"),
        ("a b", 1, {"has_masks": True}, "Segmentation/train.txt: “a b” is missing"),
        ("c", -1, {}, "Segmentation/train.txt: “c” is too many"),
        ("d", 0, {}, "Main/train.txt: “d” is missing"),
        ("x", 0, {}, "Main/train.txt: “x” is missing"),
        ("a b", 1, {"is_listed": False}, "Main/train.txt: “a b” is too many"),
    ],
    ids=["class", "mask missing", "mask too many", "other set", "missing", "not to be listed"],
)
def test_a_wrong_line_is_found(tmp_path, stem, value, facts, words):
    assert any(words in sentence for sentence in compare(read(tmp_path), stem, value, **facts))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("Main/car_val.txt", "e  0\n", "other pictures"),
        ("Main/car_val.txt", "d  0", "cut off"),
        ("Main/val.txt", "d\nd\n", "named twice"),
        ("Main/val.txt", "d\ne\n", "trainval.txt"),
        ("Segmentation/val.txt", "d\n", "Segmentation/trainval.txt"),
    ],
    ids=["other", "cut off", "twice", "more", "more masks"],
)
def test_a_list_that_is_wrong_in_itself_is_found(tmp_path, name, text, words):
    assert any(words in sentence for sentence in read(tmp_path, **{name: text}).complaints)


def test_a_number_that_means_nothing_is_found(tmp_path):
    reader = read(tmp_path, **{"Main/car_val.txt": "d  7\n"})

    assert any("car_val.txt" in sentence for sentence in compare(reader, "d", 0, is_val=True))


def test_a_missing_list_is_found(tmp_path):
    read(tmp_path)
    (tmp_path / TOP / "Main" / "car_val.txt").unlink()

    assert any("car_val.txt: the file cannot be read" in words for words in ListReader(tmp_path, ["car"]).complaints)
