"""Tests of app.formats.coco_lines."""

import json

import pytest

from app.formats.coco_lines import CocoText, DamagedError

HEAD = b'{"info":{"a":1},\n"licenses":[],\n"categories":[],\n"images":'
MIDDLE = b',\n"annotations":'


def image(number):
    return {
        "id": number,
        "file_name": f"{number}.jpg",
        "width": 4,
        "height": 3,
        "dataset": "a",
        "name": f"{number}.jpg",
    }


def annotation(number, of):
    return {
        "id": number,
        "image_id": of,
        "category_id": 1,
        "bbox": [0, 0, 1, 1],
        "area": 1,
        "segmentation": [],
        "iscrowd": 0,
    }


def lines(entries):
    return b"[\n" + b",\n".join(json.dumps(one).encode() for one in entries) + b"\n]"


# Image 3 has none, image 4 has three.
IMAGES = [image(number) for number in (1, 2, 3, 4, 7)]
ANNOTATIONS = [annotation(number, of) for number, of in enumerate((1, 2, 2, 4, 4, 4, 7), 1)]
BODY = HEAD + lines(IMAGES) + MIDDLE + lines(ANNOTATIONS) + b"}\n"


@pytest.fixture
def opened(tmp_path):
    made = []

    def opener(body=BODY):
        path = tmp_path / "a.json"
        path.write_bytes(body)
        made.append(CocoText(path))
        return made[-1]

    yield opener
    for text in made:
        text.close()


def test_both_lists_are_counted(opened):
    text = opened()

    assert (text.images.count(), text.annotations.count()) == (5, 7)
    assert text.facts == ({"a": 1}, [], [])


@pytest.mark.parametrize(
    ("first", "last", "ids"),
    [(1, 1, [1]), (2, 4, [2, 3, 4, 5, 6]), (3, 3, []), (4, 99, [4, 5, 6, 7]), (0, 0, []), (8, 9, []), (5, 6, [])],
)
def test_the_lines_of_some_images_are_found(opened, first, last, ids):
    assert [line.id for line in opened().annotations.between(first, last)] == ids


@pytest.mark.parametrize(("image_id", "before"), [(1, None), (2, 1), (4, 3), (7, 6), (2**62, 7), (3, 3)])
def test_the_last_line_before_an_image_is_found(opened, image_id, before):
    found = opened().annotations.before(image_id)

    assert (None if found is None else found.id) == before


def test_empty_lists_are_lists(opened):
    text = opened(HEAD + b"[\n]" + MIDDLE + b"[\n]}\n")

    assert (text.images.count(), text.annotations.count()) == (0, 0)
    assert list(text.images.between(1, 9)) == []
    assert text.annotations.before(5) is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "missing or empty"),
        (BODY[:200], "damaged"),
        (b'{"images": []}', "damaged"),
        (BODY.replace(b"\n", b" "), "one entry a line"),
        (b"[" * 100_000, "damaged"),
        (b"\xff\xfe" + BODY, "damaged"),
    ],
    ids=["empty", "half", "keys missing", "laid out otherwise", "nested", "no UTF-8"],
)
def test_what_was_not_written_like_that_is_damaged(opened, body, words):
    with pytest.raises(DamagedError, match=words):
        opened(body)


def test_a_missing_file_is_damaged(tmp_path):
    with pytest.raises(DamagedError, match="missing"):
        CocoText(tmp_path / "none.json")


def test_a_line_that_is_no_entry_is_named_by_its_number(opened):
    text = opened(BODY.replace(b'"area": 1, "segmentation": [], "iscrowd": 0}\n]}', b'"areas": 1}\n]}'))

    with pytest.raises(DamagedError, match="line 18 "):
        list(text.annotations.between(7, 7))
