"""Decoded pictures and their smaller copies."""

import numpy as np
import pytest

from app.gallery.picture import Decoded, PictureFacts


def test_a_picture_is_halved_as_often_as_asked():
    pixels = np.zeros((40, 60, 3), np.uint8)
    pixels[:, 30:] = 200

    small = Decoded(PictureFacts(), pixels).halved(2)

    assert small.shape == (10, 15, 3)
    assert small[0, 0].tolist() == [0, 0, 0]
    assert small[0, -1].tolist() == [200, 200, 200]


def test_a_smaller_copy_is_made_once():
    picture = Decoded(PictureFacts(), np.zeros((8, 8, 3), np.uint8))

    assert picture.halved(1) is picture.halved(1)
    assert picture.halved(0) is picture.pixels


@pytest.mark.parametrize("shape", [(1, 9, 3), (9, 1, 4)])
def test_a_line_of_pixels_can_be_halved(shape):
    picture = Decoded(PictureFacts(), np.full(shape, 255, np.uint8))

    assert picture.halved(3).size > 0


def test_without_pixels_there_is_nothing_to_show():
    picture = Decoded(PictureFacts(), problem="Broken.")

    assert not picture.has_pixels
    assert picture.size_bytes == 0
