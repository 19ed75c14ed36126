"""Tests of app.formats.coco_stream."""

import json

import pytest

from app.formats.coco_stream import PART, CocoFrame, CocoStream

FRAME = CocoFrame(b'{"images":', b',\n"annotations":', b"}\n")


def write(path, *taken):
    stream = CocoStream(path, FRAME)
    for image, annotations in taken:
        stream.take(image, annotations)
    stream.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("taken", "images", "annotations"),
    [
        ([], [], []),
        ([(b"1", [])], [1], []),
        ([(b"1", [b"11", b"12"]), (b"2", []), (b"3", [b"31"])], [1, 2, 3], [11, 12, 31]),
    ],
    ids=["nothing", "an image without labels", "several"],
)
def test_any_number_of_entries_is_json(tmp_path, taken, images, annotations):
    body = write(tmp_path / "deep" / "instances.json", *taken)

    assert json.loads(body) == {"images": images, "annotations": annotations}
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["instances.json"]


def test_each_entry_has_a_line_of_its_own(tmp_path):
    body = write(tmp_path / "a.json", (b"1", [b"11", b"12"]), (b"2", []))

    assert body == b'{"images":[\n1,\n2\n],\n"annotations":[\n11,\n12\n]}\n'


def test_annotations_wait_beside_the_file(tmp_path):
    stream = CocoStream(tmp_path / "a.json", FRAME)
    stream.take(b"1", [b"11"])

    assert (tmp_path / f"a.json{PART}").exists()
    stream.close()
    assert not (tmp_path / f"a.json{PART}").exists()


def test_a_disk_that_refuses_is_heard_of(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises((NotADirectoryError, FileExistsError)):
        CocoStream(tmp_path / "file" / "a.json", FRAME)
