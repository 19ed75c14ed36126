"""Names of labels on chips of their colours, at the top left of each shape, none over another."""

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from app.gallery.fonts import FontCase

RGB = tuple[int, int, int]
CHIP_PX = 10
MOST_LETTERS = 40
# So many different chips are kept as pixels.
MOST_CHIPS = 1000
# Places are taken in cells of so many pixels.
_CELL = 4
# Looking for room costs: where there are many names, each is tried in one place only, and only so many are tried.
MANY = 300
MOST_TRIES = 1500

Canvas = NDArray[np.uint8]


class ChipBox:
    """Chips that were drawn before. For one thread at a time."""

    def __init__(self, fonts: FontCase | None = None) -> None:
        """Begin empty."""
        self._fonts = fonts or FontCase()
        self._chips: OrderedDict[tuple[str, RGB, int], Canvas] = OrderedDict()

    def chip(self, text: str, color: RGB, size: int) -> Canvas:
        """Return a chip.

        Args:
            text: Any text; a long one is shortened.
            color: Of the ground; the ink is black or white, whatever reads better.
            size: Height of the letters in pixels.

        Returns:
            Shape (height, width, 4), RGBA, opaque.
        """
        key = (text, color, size)
        chip = self._chips.get(key)
        if chip is None:
            chip = self._chips[key] = self._drawn(_one_line(text), color, size)
            if len(self._chips) > MOST_CHIPS:
                self._chips.popitem(last=False)
        else:
            self._chips.move_to_end(key)
        return chip

    def _drawn(self, text: str, color: RGB, size: int) -> Canvas:
        font = self._fonts.font_for(text, size)
        left, top, right, bottom = font.getbbox(text)
        # The height of a line, not of these letters: chips of one picture are equally high.
        low, high = font.getbbox("Ágj")[1], font.getbbox("Ágj")[3]
        low, high = min(low, top), max(high, bottom)
        pad_x, pad_y = max(2, round(size * 0.3)), max(1, round(size * 0.1))
        chip = Image.new("RGBA", (int(right - left) + 2 * pad_x, int(high - low) + 2 * pad_y), (*color, 255))
        ink = (0, 0, 0, 255) if is_light(color) else (255, 255, 255, 255)
        ImageDraw.Draw(chip).text((pad_x - left, pad_y - low), text, font=font, fill=ink)
        return np.array(chip)


def is_light(color: RGB) -> bool:
    """Return whether black reads better than white on a colour.

    Source: WCAG 2.2, "contrast ratio": black wins where the luminance is above 0.179.
    """
    red, green, blue = (_linear(channel / 255) for channel in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179


def paint_names(
    canvas: Canvas, names: Sequence[tuple[str, RGB, tuple[float, float, float, float]]], size: int, chips: ChipBox
) -> None:
    """Write names on a canvas.

    Args:
        canvas: Shape (height, width, 4), which is changed.
        names: (text, colour, bounds of the shape on the canvas), the uppermost label first: it keeps its name where
            there is room for one only.
        size: Height of the letters in pixels.
        chips: Chips drawn before.
    """
    height, width = canvas.shape[:2]
    # One number for each row of cells, one bit for each cell: looking at it costs next to nothing.
    taken = [0] * (height // _CELL + 2)
    spots = 1 if len(names) > MANY else 3
    for text, color, bounds in names[:MOST_TRIES]:
        chip = chips.chip(text, color, size)
        high, wide = chip.shape[:2]
        for left, top in _spots(bounds, wide, high, width, height)[:spots]:
            right, bottom = min(width, left + wide), min(height, top + high)
            cells = (1 << -(-right // _CELL)) - (1 << left // _CELL)
            rows = range(top // _CELL, -(-bottom // _CELL))
            if not any(taken[row] & cells for row in rows):
                for row in rows:
                    taken[row] |= cells
                canvas[top:bottom, left:right] = chip[: bottom - top, : right - left]
                break


def _spots(
    bounds: tuple[float, float, float, float], wide: int, high: int, width: int, height: int
) -> list[tuple[int, int]]:
    """Return the corners that a chip may have, best first: above its shape, inside of it, below it."""
    left = int(min(max(0.0, bounds[0]), max(0, width - wide)))
    spots = []
    for top in (bounds[1] - high, bounds[1], bounds[3]):
        spot = (left, int(min(max(0.0, top), max(0, height - high))))
        if spot not in spots:
            spots.append(spot)
    return spots


def _one_line(text: str) -> str:
    line = "".join(letter if letter.isprintable() else " " for letter in text).strip() or "?"
    return line if len(line) <= MOST_LETTERS else line[: MOST_LETTERS - 1] + "…"


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
