"""How heavy the labels of a dataset are, learned from the answers: it decides how many of them share a request.

The listing tells how many labels an image has, not how large they are. A box has a hundred bytes, a mask may have fifty
thousand: what is right for the one is a request of many megabytes for the other.
"""

import logging

log = logging.getLogger(__name__)

# An answer of this size is quick, and its overhead does not count.
TARGET_BYTES = 1_500_000
# Before anything was seen: outlines of some thirty points.
FIRST_BYTES = 1000.0
# An annotation without labels.
EMPTY_BYTES = 250
LEAST_LABELS = 10
MOST_LABELS = 10_000
# How much one answer counts against all that was seen before.
_NEWS = 0.5


class LabelWeights:
    """Bytes per label of each dataset, as far as they were seen. One event loop."""

    def __init__(self) -> None:
        self._bytes: dict[int, float] = {}
        self._told: dict[int, int] = {}

    def most_labels(self, dataset: int) -> int:
        """Return how many labels of a dataset may share a request; images are never divided."""
        each = self._bytes.get(dataset, FIRST_BYTES)
        return round(min(MOST_LABELS, max(LEAST_LABELS, TARGET_BYTES / each)))

    def learn(self, dataset: int, images: int, labels: int, size: int) -> None:
        """Take note of an answer.

        Args:
            dataset: Where its images lie.
            images: Annotations in it.
            labels: Labels in it, as the listing told.
            size: Its bytes.
        """
        if labels <= 0:
            return
        seen = max(1.0, (size - images * EMPTY_BYTES) / labels)
        known = self._bytes.get(dataset)
        self._bytes[dataset] = seen if known is None else known + _NEWS * (seen - known)
        most = self.most_labels(dataset)
        told = self._told.get(dataset, round(TARGET_BYTES / FIRST_BYTES))
        if not told / 2 < most < told * 2:
            self._told[dataset] = most
            log.info(
                "labels of dataset %d weigh about %d bytes: up to %d share a request",
                dataset, round(self._bytes[dataset]), most,
            )  # fmt: skip
