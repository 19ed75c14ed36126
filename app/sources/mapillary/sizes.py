"""How much an image weighs, where no listing says so. Pure.

1024: mean of 197 recorded pictures of that size (118,610 bytes); a tenth of them weigh less than 0.6 times that, a
tenth more than 1.65 times. 256: the same pictures reduced with the same quantisation, 8,900 bytes. 2048 and originals
(4000 × 3000 on average) have the bytes per pixel of the 1024 size, a little less because detail grows slower than
pixels. A harvest of many pictures lies close to the mean; the range is for what a place looks like.
"""

from app.model.harvest import MapillarySpec, ThumbSize
from app.model.survey import ByteRange
from app.sources.mapillary.fields import wants_detections

MEAN_BYTES = {
    ThumbSize.SMALL: 9_000,
    ThumbSize.MEDIUM: 118_610,
    ThumbSize.LARGE: 400_000,
    ThumbSize.ORIGINAL: 1_700_000,
}
LOW, HIGH = 0.6, 1.65
PER_ENTITY_CALL = 50
# Outlines weigh: some fifty of them for every image.
PER_DETECTION_CALL = 20


def bytes_of(spec: MapillarySpec, count: int) -> ByteRange:
    """Return the bytes of so many images."""
    likely = count * MEAN_BYTES[spec.size]
    return ByteRange(round(likely * LOW), likely, round(likely * HIGH))


def batch_size(spec: MapillarySpec) -> int:
    """Return how many images are asked about in one call."""
    most = PER_DETECTION_CALL if wants_detections(spec) else PER_ENTITY_CALL
    return min(most, spec.batch_size or most)


def entity_calls(spec: MapillarySpec, count: int) -> int:
    """Return the calls that so many images take."""
    return -(-count // batch_size(spec))
