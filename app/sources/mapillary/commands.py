"""The drawing commands of a vector tile: numbers to lines and rings. Pure.

Source: Vector Tile Specification 2.1, section 4.3; reference B.4.
"""

from collections.abc import Sequence
from typing import NamedTuple

_MOVE, _LINE, _CLOSE = 1, 2, 7
_MOST_PARAMETER = 1 << 32


class Path(NamedTuple):
    """One line or ring, in pixels of the tile, y down; a ring does not repeat its first point."""

    points: list[tuple[int, int]]
    is_closed: bool


def paths(numbers: Sequence[int]) -> list[Path]:
    """Return the lines and rings that commands draw, in order. The cursor begins at 0,0.

    Raises:
        ValueError: An unknown command, or more or fewer parameters than it needs.
    """
    found: list[Path] = []
    points: list[tuple[int, int]] = []
    at = x = y = 0
    total = len(numbers)
    while at < total:
        command, count = numbers[at] & 7, numbers[at] >> 3
        at += 1
        if command == _CLOSE:
            if count != 1 or not points:
                raise ValueError("A ring is closed that was not opened.")
            found.append(Path(points, True))
            points = []
            continue
        if command not in (_MOVE, _LINE) or at + 2 * count > total:
            raise ValueError("A geometry does not add up.")
        for _ in range(count):
            dx, dy = numbers[at], numbers[at + 1]
            at += 2
            if dx >= _MOST_PARAMETER or dy >= _MOST_PARAMETER:
                raise ValueError("A geometry leads out of the map.")
            x += (dx >> 1) ^ -(dx & 1)
            y += (dy >> 1) ^ -(dy & 1)
            if command == _MOVE:
                if points:
                    found.append(Path(points, False))
                points = []
            points.append((x, y))
    if points:
        found.append(Path(points, False))
    return found
