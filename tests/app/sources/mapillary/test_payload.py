"""Items remember what their tile said, briefly and without addresses."""

import json

import pytest

from app.model.harvest import HarvestLayout, MapillarySpec
from app.model.item import Dataset
from app.model.mercator import Tile
from app.model.region import Region, box, polygon_region
from app.sources.mapillary.payload import (
    Payload,
    items_of,
    named_dataset,
    payload_of,
    picture_name,
    region_dataset,
    region_key,
    region_name,
)
from app.sources.mapillary.tile_images import tile_images
from tests.fakes import tile_writer as w


def test_an_item_is_named_by_its_id():
    """Traps 20, 21 and 22 of the reference: no bar, no CDN name, and the ending says JPEG."""
    assert picture_name("624212905601399") == "mly_624212905601399.jpg"


def test_a_payload_says_what_the_tile_says():
    facts = {"captured_at": 1_700_000_000_123, "compass_angle": 0.0, "is_pano": False, "sequence_id": "sEq"}
    features = [w.image(2**53 + 1, 3512, 3933, **facts, creator_id=5, quality_score=0.0), w.image(9, 0, 0)]
    images = tile_images(w.tile_bytes(image=features), Tile(14, 14549, 6452))

    full, empty = items_of(images, "14/14549/6452")

    assert full.key == str(2**53 + 1)
    assert (full.size, full.sha256) == (None, None)
    assert payload_of(full.payload) == Payload(
        t="14/14549/6452",
        lon=139.6990156,
        lat=35.6580067,
        ms=1_700_000_000_123,
        angle=0.0,
        pano=False,
        seq="sEq",
        by="5",
        q=0.0,
    )
    assert json.loads(empty.payload).keys() == {"t", "lon", "lat"}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"lon": "far"}'], ids=["empty", "list", "cut", "wrong type"])
def test_a_payload_of_somebody_else_is_an_empty_one(text):
    assert payload_of(text) == Payload()


def test_the_same_area_has_the_same_key_whatever_it_is_called():
    one, renamed = box(1, 2, 3, 4, "old"), box(1, 2, 3, 4, "new")
    shape = polygon_region([[[(1, 2), (3, 2), (3, 4)]]])

    assert region_key(one) == region_key(renamed) != region_key(shape)
    assert len(region_key(one)) == 16
    assert region_name(Region(1, 2, 3, 4, "  ")) == "1,2,3,4"


def test_a_flat_harvest_has_no_folders():
    region = box(1, 2, 3, 4, "Town")

    project = region_dataset(region, MapillarySpec())
    flat = region_dataset(region, MapillarySpec(layout=HarvestLayout.FLAT))

    assert project == Dataset(region_key(region), ((region_key(region), "Town"),))
    assert flat == Dataset(region_key(region), ())
    assert named_dataset("k", "n", MapillarySpec()).path == (("k", "n"),)
