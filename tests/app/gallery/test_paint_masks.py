"""Masks for views: decoded once, as small as the view allows."""

import numpy as np
import pytest

from app.gallery.paint_masks import DEEPEST, MaskShelf, halvings_for, sampled
from app.model.geometry import Mask
from app.model.mask import encode_mask

PIXELS = np.array([[255, 0, 255], [255, 255, 0]], np.uint8)
MASK = encode_mask(PIXELS, (4, 5))


def test_a_mask_is_decoded_once():
    shelf = MaskShelf()

    assert shelf.get(MASK).tolist() == PIXELS.tolist()
    assert shelf.get(MASK) is shelf.get(MASK)


def test_halving_makes_means():
    quarters = np.kron(np.array([[255, 0], [0, 255]], np.uint8), np.ones((2, 2), np.uint8))
    shelf = MaskShelf()

    assert shelf.get(encode_mask(quarters), halvings=1).tolist() == [[255, 0], [0, 255]]
    assert shelf.get(encode_mask(quarters), halvings=2).tolist() == [[128]]


@pytest.mark.parametrize("data", ["AAAA", "", "not base64 ü"])
def test_what_does_not_decode_is_none_and_not_tried_again(data):
    shelf = MaskShelf()

    assert shelf.get(Mask((0, 0), data)) is None
    assert shelf.get(Mask((0, 0), data)) is None


def test_memory_is_bounded_and_the_least_used_goes_first():
    masks = [encode_mask(np.full((20, 20), 255, np.uint8) * (np.arange(20) > n)) for n in range(6)]
    each = 400 + max(len(mask.data) for mask in masks)
    shelf = MaskShelf(3 * each)
    kept = [shelf.get(mask) for mask in masks[:3]]
    shelf.get(masks[0])
    for mask in masks[3:5]:
        shelf.get(mask)

    assert shelf.size_bytes <= 3 * each
    assert shelf.get(masks[0]) is kept[0]
    assert shelf.get(masks[1]) is not kept[1]


@pytest.mark.parametrize(("scale", "halvings"), [(8, 0), (1, 0), (0.6, 0), (0.5, 1), (0.2, 2), (1e-9, DEEPEST)])
def test_no_more_is_halved_than_can_be_seen(scale, halvings):
    assert halvings_for(scale) == halvings


def test_a_mask_is_magnified_to_squares():
    found = sampled(PIXELS, 1.0, 0.0, 2.0, (0, 0, 8, 5))

    assert found.tolist() == [
        [0, 255, 255, 0, 0, 255, 255, 0],
        [0, 255, 255, 0, 0, 255, 255, 0],
        [0, 255, 255, 255, 255, 0, 0, 0],
        [0, 255, 255, 255, 255, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ]


def test_a_window_beside_the_mask_is_empty():
    assert not sampled(PIXELS, 0.0, 0.0, 2.0, (50, 50, 54, 53)).any()
    assert not sampled(PIXELS, 0.0, 0.0, 0.5, (50, 50, 54, 53)).any()


def test_from_afar_a_mask_keeps_its_weight():
    tile = np.zeros((40, 40), np.uint8)
    tile[10:30, 10:30] = 255

    found = sampled(tile, 0.0, 0.0, 0.25, (0, 0, 10, 10))
    assert abs(int(found.sum()) / 255 - 25) < 4
