"""Masks as pixels for a view: decoded once, kept as small as the view allows, within a bound."""

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.model.geometry import Mask
from app.model.mask import decode_mask

MOST_BYTES = 128 * 1024 * 1024
# A mask of an annotation that does not say its size: what the largest picture that is shown can hold.
MOST_PIXELS = 120_000_000
DEEPEST = 5

Tile = NDArray[np.uint8]


class MaskShelf:
    """Decoded masks, the least used forgotten first. For one thread at a time."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Begin empty."""
        self._most_bytes = most_bytes
        self._bytes = 0
        self._tiles: OrderedDict[tuple[str, bool, int], Tile | None] = OrderedDict()

    @property
    def size_bytes(self) -> int:
        """Return the memory of what is kept."""
        return self._bytes

    def get(self, mask: Mask, most_pixels: int = MOST_PIXELS, halvings: int = 0) -> Tile | None:
        """Return the values of a mask, 0 to 255; None when it does not decode.

        Args:
            mask: An encoded mask.
            most_pixels: Area of its picture, where it is known.
            halvings: How often both sides are halved; values become means.
        """
        key = (mask.data, mask.is_alpha, halvings)
        if key in self._tiles:
            self._tiles.move_to_end(key)
            return self._tiles[key]
        try:
            tile: Tile | None = decode_mask(mask, most_pixels or MOST_PIXELS)
        except ValueError:
            # Its problem is told beside the picture; here it is simply not drawn.
            tile = None
        if tile is not None and halvings:
            tile = np.asarray(Image.fromarray(tile).reduce(2**halvings))
        self._keep(key, tile)
        return tile

    def _keep(self, key: tuple[str, bool, int], tile: Tile | None) -> None:
        size = len(key[0]) + (0 if tile is None else tile.nbytes)
        if size > self._most_bytes:
            return
        self._tiles[key] = tile
        self._bytes += size
        while self._bytes > self._most_bytes:
            (text, *_), old = self._tiles.popitem(last=False)
            self._bytes -= len(text) + (0 if old is None else old.nbytes)


def halvings_for(scale: float) -> int:
    """Return how often a mask may be halved for a view without being seen; `scale` as in `ShowView`."""
    return 0 if scale >= 1 else min(DEEPEST, int(-np.log2(max(scale, 1e-6))))


def sampled(tile: Tile, left: float, top: float, scale: float, window: tuple[int, int, int, int]) -> Tile:
    """Return a mask as it lies in a window of a view; 0 outside of it.

    Args:
        tile: Values of the mask.
        left: Where its left edge lies in the view, in pixels of the view.
        top: Where its upper edge lies.
        scale: Pixels of the view per pixel of `tile`.
        window: Left, top, right, bottom in pixels of the view; right and bottom exclusive.
    """
    x0, y0, x1, y1 = window
    if scale < 1:
        data = (1 / scale, 0.0, (x0 - left) / scale, 0.0, 1 / scale, (y0 - top) / scale)
        image = Image.fromarray(tile).transform(
            (x1 - x0, y1 - y0), Image.Transform.AFFINE, data, Image.Resampling.BILINEAR
        )
        return np.asarray(image)
    columns, first_x = _picks(x0, x1, left, scale, tile.shape[1])
    rows, first_y = _picks(y0, y1, top, scale, tile.shape[0])
    result = np.zeros((y1 - y0, x1 - x0), np.uint8)
    result[first_y : first_y + rows.size, first_x : first_x + columns.size] = tile[rows][:, columns]
    return result


def _picks(start: int, end: int, origin: float, scale: float, count: int) -> tuple[NDArray[np.int64], int]:
    """Return which pixel of a mask each pixel of a window shows, and the first pixel of the window that shows one."""
    at = np.floor((np.arange(start, end) + 0.5 - origin) / scale).astype(np.int64)
    inside = np.flatnonzero((at >= 0) & (at < count))
    return at[inside], int(inside[0]) if inside.size else 0
