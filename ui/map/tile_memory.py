"""Decoded tiles in memory, the least recently seen ones given up when they grow too many. Pure but for QImage."""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QRectF
from PySide6.QtGui import QImage, QImageReader

from app.model.mercator import Tile

# 48 MB hold some 180 tiles of 256 pixels: three screens of 1440 × 900.
MOST_BYTES = 48_000_000
# How many zooms further out a stand-in may come from: beyond that it is mush.
MOST_STRETCH = 5
# A tile that claims to be larger than this is none.
MOST_SIDE = 2048


@dataclass(frozen=True, slots=True)
class StandIn:
    """A part of a picture to show where a tile is not there yet.

    Attributes:
        image: Of a tile further out.
        part: The rectangle of the image that the missing tile covers.
    """

    image: QImage
    part: QRectF


class TileMemory:
    """Keeps tiles up to a number of bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Keep at most so many bytes of pixels."""
        self._most = most_bytes
        self._images: OrderedDict[Tile, QImage] = OrderedDict()
        self.size_bytes = 0

    def __len__(self) -> int:
        """Return how many tiles are kept."""
        return len(self._images)

    def __contains__(self, tile: Tile) -> bool:
        """Return whether a tile is kept; this does not count as seeing it."""
        return tile in self._images

    def keep(self, tile: Tile, image: QImage) -> None:
        """Keep a tile and give up those that were not seen for longest."""
        old = self._images.pop(tile, None)
        if old is not None:
            self.size_bytes -= old.sizeInBytes()
        self._images[tile] = image
        self.size_bytes += image.sizeInBytes()
        while self.size_bytes > self._most and len(self._images) > 1:
            _, gone = self._images.popitem(last=False)
            self.size_bytes -= gone.sizeInBytes()

    def look(self, tile: Tile) -> QImage | None:
        """Return a tile; it has been seen now."""
        image = self._images.get(tile)
        if image is not None:
            self._images.move_to_end(tile)
        return image

    def stand_in(self, tile: Tile) -> StandIn | None:
        """Return a part of the nearest tile further out that is kept."""
        for up in range(1, min(MOST_STRETCH, tile.z) + 1):
            image = self.look(Tile(tile.z - up, tile.x >> up, tile.y >> up))
            if image is not None:
                across, down = tile.x - (tile.x >> up << up), tile.y - (tile.y >> up << up)
                width, height = image.width() / 2**up, image.height() / 2**up
                return StandIn(image, QRectF(across * width, down * height, width, height))
        return None

    def clear(self) -> None:
        """Forget every tile."""
        self._images.clear()
        self.size_bytes = 0


def decode(body: bytes, is_dark: bool) -> QImage:
    """Return the picture of a tile; null when it is none. Runs in a worker.

    In a dark scheme light and dark are exchanged and hues kept, so that a light map does not dazzle.
    """
    data = QByteArray(body)
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > MOST_SIDE:
        return QImage()
    image = reader.read()
    if image.isNull():
        return image
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return _darkened(image) if is_dark else image


def _darkened(image: QImage) -> QImage:
    """Return a picture with its lightness turned over, somewhat softer than the exact opposite."""
    height, width = image.height(), image.width()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine() // 4, 4)[:, :width]
    colors = pixels[:, :, :3].astype(np.float32)
    least, most = colors.min(axis=2, keepdims=True), colors.max(axis=2, keepdims=True)
    # Every channel moves by the same amount, and so the hue stays.
    turned = np.empty((height, width, 4), np.uint8)
    turned[:, :, :3] = np.clip((colors + 255.0 - least - most) * 0.8 + 22.0, 0, 255)
    turned[:, :, 3] = 255
    return QImage(turned.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()
