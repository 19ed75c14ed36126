"""Which images are for validation. Pure: an image keeps its side when others come or go."""

import hashlib
from collections.abc import Iterable

from app.model.export_spec import ExportSpec, SplitBy

_WHOLE = 1 << 64


def is_for_validation(spec: ExportSpec, dataset: str, key: str, tags: Iterable[str], sequence: str = "") -> bool:
    """Return whether an image is for validation.

    Args:
        spec: By datasets, by a tag, and by a share that is drawn; each of them is enough.
        dataset: Of the image.
        key: Of the image.
        tags: Names of the tags of the image.
        sequence: Of a harvested image; empty for others, which are drawn one by one.
    """
    if dataset in spec.val_datasets or (spec.val_tag and spec.val_tag in tags):
        return True
    if spec.val <= 0:
        return False
    together = f"sequence {sequence}" if spec.val_by is SplitBy.SEQUENCE and sequence else f"image {key}"
    return drawn(spec.seed, together) < spec.val


def drawn(seed: int, text: str) -> float:
    """Return a number from 0 to below 1 that depends on seed and text alone."""
    digest = hashlib.sha256(f"{seed} {text}".encode("utf-8", "surrogatepass")).digest()
    # A quotient of whole numbers could be rounded up to 1.
    return (int.from_bytes(digest[:8], "big") >> 11) / (_WHOLE >> 11)
