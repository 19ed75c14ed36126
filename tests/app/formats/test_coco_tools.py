"""Tests of app.formats.coco_tools."""

import json

import numpy as np
import pytest

from app.formats.coco_rle import column_runs, packed
from app.formats.coco_tools import drawn, loaded, unpacked

FILE = {
    "images": [{"id": 1, "width": 4, "height": 3, "file_name": "a.jpg"}],
    "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 2, 2], "area": 4, "iscrowd": 0,
         "segmentation": [[0, 0, 2, 0, 2, 2, 0, 2]]},
    ],
    "categories": [{"id": 1, "name": "car"}],
}  # fmt: skip


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "instances.json"
    path.write_text(json.dumps(FILE))
    return path


def test_a_file_is_loaded_without_a_word(path, capsys):
    whole = loaded(path)

    assert list(whole.imgs) == [1]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("text", ['{"annotations": 3}', "[1, 2]", '{"annotations": [{"id": 1}]}'])
def test_what_is_no_coco_is_said(path, text):
    path.write_text(text)

    with pytest.raises(ValueError, match="does not understand"):
        loaded(path)


def test_an_annotation_is_drawn(path):
    whole = loaded(path)

    assert drawn(whole, whole.anns[1]).tolist() == [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize("segmentation", [[[]], [["a"]], {"counts": "x"}, 7, [[1, 2, 3]]])
def test_what_cannot_be_drawn_is_said(path, segmentation):
    whole = loaded(path)

    with pytest.raises(ValueError, match="cannot draw"):
        drawn(whole, {**whole.anns[1], "segmentation": segmentation})


def test_a_packed_mask_comes_back(recwarn):
    pixels = np.array([[1, 0, 0], [1, 1, 0]], bool)
    text = packed(column_runs(pixels, 1, 0, 5, 2), 5, 2)

    assert unpacked(text, 5, 2).tolist() == [[0, 1, 0, 0, 0], [0, 1, 1, 0, 0]]
    assert not list(recwarn)
