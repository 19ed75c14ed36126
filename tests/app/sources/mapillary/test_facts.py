"""Images that came without a tile have the same columns."""

import numpy as np
import pytest

from app.sources.mapillary.facts import images_by_id, images_of, is_image_id
from app.sources.mapillary.wire import entity_of

NUMBERS = ("1", "25000000000000001")
OTHERS = ("0", "-5", "", "1.5", "٣", "1" * 19, "mly_1")


@pytest.mark.parametrize(("text", "expected"), [*((t, True) for t in NUMBERS), *((t, False) for t in OTHERS)])
def test_an_id_is_digits_that_fit_into_64_bits(text, expected):
    assert is_image_id(text) is expected


def test_a_list_of_ids_keeps_its_order_and_knows_nothing_else():
    images = images_by_id(["9", "x", "7"])

    assert images.ids.tolist() == [9, 7]
    assert np.isnan(images.lon).all()
    assert images.pano.tolist() == [-1, -1]


def test_entities_become_columns():
    rows = [
        {"id": "5", "geometry": {"coordinates": [1.5, 2.5]}, "captured_at": 9, "is_pano": True, "sequence": "s"},
        {"id": "6", "computed_geometry": {"coordinates": [3, 4]}, "creator": {"id": "77"}, "quality_score": 0.5},
        {"id": "5"},
        {"name": "no id"},
    ]

    images = images_of([entity_of(row) for row in rows])

    assert images.ids.tolist() == [5, 6]
    assert images.lon.tolist()[1] == 3.0
    assert images.creator.tolist() == [0, 77]
    assert images.sequence_of(1) == ""
    assert images.nameless == 1
