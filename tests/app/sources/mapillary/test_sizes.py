"""Numbers for the plan."""

import pytest

from app.model.harvest import MapillarySpec, ThumbSize
from app.sources.mapillary.sizes import MEAN_BYTES, batch_size, bytes_of, entity_calls


@pytest.mark.parametrize("size", list(ThumbSize))
def test_a_range_lies_around_the_mean(size):
    found = bytes_of(MapillarySpec(size=size), 10)

    assert found.low < found.likely == 10 * MEAN_BYTES[size] < found.high


@pytest.mark.parametrize(
    ("spec", "size", "calls"),
    [
        (MapillarySpec(), 50, 3),
        (MapillarySpec(batch_size=10), 10, 11),
        (MapillarySpec(detections=True), 20, 6),
        (MapillarySpec(detections=True, batch_size=50), 20, 6),
    ],
    ids=["usual", "chosen", "with detections", "detections beat the choice"],
)
def test_a_hundred_and_one_images_take_few_calls(spec, size, calls):
    """Trap 14 of the reference: batches, not one call per image."""
    assert batch_size(spec) == size
    assert entity_calls(spec, 101) == calls
    assert entity_calls(spec, 0) == 0
