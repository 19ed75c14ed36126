"""Masks as the format stores them."""

import base64
import io
import zlib

import numpy as np
from PIL import Image

from app.sandbox.masks import alpha_of, bitmap_of


def picture(bitmap):
    return Image.open(io.BytesIO(zlib.decompress(base64.b64decode(bitmap["data"]))))


def test_bitmap_is_cropped_and_its_origin_moves():
    mask = np.zeros((6, 8), bool)
    mask[2:5, 3:6] = [[1, 1, 1], [1, 0, 0], [1, 1, 1]]

    bitmap = bitmap_of(mask, 100, 50)

    assert bitmap["origin"] == [103, 52]
    alpha = np.asarray(picture(bitmap).convert("RGBA"))[:, :, 3] > 0
    assert np.array_equal(alpha, mask[2:5, 3:6])


def test_alpha_keeps_its_values():
    alpha = np.zeros((4, 4), np.uint8)
    alpha[1, 1:3] = (7, 250)

    bitmap = alpha_of(alpha, 0, 0)

    assert bitmap["origin"] == [1, 1]
    assert np.asarray(picture(bitmap)).tolist() == [[7, 250]]


def test_empty_masks_are_none():
    assert bitmap_of(np.zeros((2, 2), bool), 0, 0) is None
    assert alpha_of(np.zeros((2, 2), np.uint8), 0, 0) is None
