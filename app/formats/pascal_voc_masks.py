"""Masks of Pascal VOC as PNG files: numbers with a palette that is always the same. Pure.

Number n has the colour that the VOC palette gives to n; 0 is background, 255 is kept for "border", which nothing is
painted with. Numbers beyond 254 take a grey PNG of 16 bits, without palette.

Source: the colour map of the VOC 2012 development kit (`VOClabelcolormap`).
"""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BORDER = 255
RGB = tuple[int, int, int]


def voc_color(number: int) -> RGB:
    """Return the colour of a number: its bits are dealt to red, green and blue in turn, the first to their highest."""
    red = green = blue = 0
    for place in range(7, -1, -1):
        red |= (number & 1) << place
        green |= (number >> 1 & 1) << place
        blue |= (number >> 2 & 1) << place
        number >>= 3
    return red, green, blue


def palette() -> list[int]:
    """Return the 256 colours of the palette, one channel after the other."""
    return [channel for number in range(_BORDER + 1) for channel in voc_color(number)]


def mask_png(numbers: "NDArray[np.uint8 | np.uint16]") -> bytes:
    """Return a mask as PNG.

    Args:
        numbers: Shape (height, width); 8 bits become a palette, 16 bits grey.
    """
    from PIL import Image

    picture = Image.fromarray(numbers)
    if picture.mode == "L":
        picture.putpalette(palette())
    body = BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()


def label_map(names: Sequence[str]) -> bytes:
    """Return the list of classes with their colours; the line of a class has its number, the background's is 0.

    Names cannot break it: what would end a field or a line becomes "_".
    """
    lines = ["# label:color_rgb:parts:actions", _line("background", 0)]
    lines += [
        _line("".join("_" if _ends(letter) else letter for letter in name), at) for at, name in enumerate(names, 1)
    ]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _line(name: str, number: int) -> str:
    return f"{name}:{','.join(map(str, voc_color(number)))}::"


def _ends(letter: str) -> bool:
    return letter == ":" or not letter.isprintable()
