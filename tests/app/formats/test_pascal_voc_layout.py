"""All files of an image have one stem, and its picture the ending that everybody expects."""

import pytest

from app.formats.pascal_voc_layout import is_jpeg, picture_path, stem
from tests.fakes.labelled import image


@pytest.mark.parametrize(
    ("file", "is_kept"),
    [("ds_a.b.jpg", True), ("ds_a.b.JPEG", True), ("ds_a.b.jfif", True), ("ds_a.b.png", False), ("ds_a.b.bin", False)],
)
def test_pictures_are_called_jpg(file, is_kept):
    one = image(file=file)

    assert stem(one) == "ds_a.b"
    assert picture_path(one) == "VOCdevkit/VOC/JPEGImages/ds_a.b.jpg"
    assert is_jpeg(one) is is_kept
