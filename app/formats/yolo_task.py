"""What the three kinds of YOLO labels have in common: numbers as shares of the picture, one line an object. Pure.

Source: Ultralytics, "Object detection datasets overview", "Ultralytics YOLO format".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from app.formats.boxing import boxed
from app.model.exporter import ExportLabel, Verdict
from app.model.geometry_measure import Bounds

# Half of the last digit is 0.01 pixels in a picture of 20,000.
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a label becomes.

    Attributes:
        verdict: Its fate.
        objects: Numbers of each line behind the class; none when it is lost.
    """

    verdict: Verdict
    objects: tuple[tuple[str, ...], ...] = ()


class Task(Protocol):
    """One kind of labels."""

    def judge(self, label: ExportLabel, width: int, height: int) -> Verdict:
        """Return the fate of a label in a picture of this size; the same as `draw` gives, for less work."""
        ...

    def draw(self, label: ExportLabel, width: int, height: int) -> Drawn:
        """Return the fate of a label and its lines."""
        ...


class Detect:
    """Upright boxes: class, centre, width, height."""

    def judge(self, label: ExportLabel, width: int, height: int) -> Verdict:
        """Return the fate of a label."""
        return boxed(label, width, height)[0]

    def draw(self, label: ExportLabel, width: int, height: int) -> Drawn:
        """Return the fate of a label and its line."""
        verdict, place = boxed(label, width, height)
        return Drawn(verdict, () if place is None else (box_numbers(place, width, height),))


def box_numbers(place: Bounds, width: int, height: int) -> tuple[str, ...]:
    """Return centre, width and height of a box as shares of the picture."""
    left, top, right, bottom = place
    return shares(
        (((left + right) / 2, width), ((top + bottom) / 2, height), (right - left, width), (bottom - top, height))
    )


def shares(pairs: Iterable[tuple[float, int]]) -> tuple[str, ...]:
    """Return pixels as shares of a side, from 0 to 1.

    Args:
        pairs: (pixels, side in pixels).
    """
    return tuple(f"{min(1.0, max(0.0, pixels / side)):.{DECIMALS}f}" for pixels, side in pairs)
