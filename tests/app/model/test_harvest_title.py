"""What a harvest is called."""

import pytest

from app.model.harvest import MapillarySpec
from app.model.harvest_title import harvest_title
from app.model.region import box

BOX = box(139.699, 35.658, 139.7, 35.659)


@pytest.mark.parametrize(
    ("spec", "title"),
    [
        (MapillarySpec(regions=(BOX,)), "139.699,35.658,139.7,35.659"),
        (MapillarySpec(regions=(box(0, 0, 1, 1, "Old town"), BOX)), "Old town and 1 more"),
        (MapillarySpec(sequences=("aB3",)), "sequence aB3"),
        (MapillarySpec(image_ids=("1", "2")), "2 images"),
        (MapillarySpec(image_ids=("1",)), "1 image"),
        (MapillarySpec(creator="walker_one"), "images of walker_one"),
        (MapillarySpec(regions=(BOX,), creator="walker_one"), "139.699,35.658,139.7,35.659"),
        (MapillarySpec(), ""),
    ],
    ids=["box", "two regions", "sequence", "images", "image", "creator", "creator in a box", "nothing"],
)
def test_a_harvest_is_called_by_what_it_asks_for(spec, title):
    assert harvest_title(spec) == title
