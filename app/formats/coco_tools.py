"""pycocotools, without the words that it says on the standard output and about numpy.

pycocotools 2.0.11 hands numpy an array in the way of numpy 1 and is warned for it; the context goes when it stops.
"""

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pycocotools.coco import COCO


def loaded(path: Path) -> "COCO":
    """Return a file as pycocotools reads it.

    Raises:
        ValueError: It cannot be read.
    """
    from pycocotools.coco import COCO

    with redirect_stdout(io.StringIO()):
        try:
            return COCO(str(path))
        except (KeyError, TypeError, AttributeError, AssertionError) as error:
            raise ValueError(f"pycocotools does not understand it: {error}") from None


def unpacked(counts: str, width: int, height: int) -> "NDArray[np.uint8]":
    """Return the pixels of a packed mask; shape (height, width), 1 inside.

    Raises:
        ValueError: It is damaged.
    """
    from pycocotools import mask

    with _without_warning():
        pixels: NDArray[np.uint8] = mask.decode({"size": [height, width], "counts": counts})
    return pixels


def drawn(whole: "COCO", entry: Mapping[str, object]) -> "NDArray[np.uint8]":
    """Return the pixels of an annotation as pycocotools draws them; shape (height, width).

    Raises:
        ValueError: It cannot.
    """
    with _without_warning():
        try:
            pixels: NDArray[np.uint8] = whole.annToMask(entry)
        except Exception as error:  # noqa: BLE001 - it raises the bare class for what is no segmentation
            raise ValueError(f"pycocotools cannot draw it: {error}") from None
    return pixels


@contextmanager
def _without_warning() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "__array__ implementation doesn't accept a copy", DeprecationWarning)
        yield
