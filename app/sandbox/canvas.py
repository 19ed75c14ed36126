"""A picture to draw on, twice as fine as it ends up, and the labels of what was drawn."""

import io
import random
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from app.sandbox.world import Document

FINE = 2
XY: TypeAlias = tuple[float, float]
Color: TypeAlias = tuple[int, int, int]


def shade(color: Color, factor: float) -> Color:
    """Return a colour darker (below 1) or lighter (above 1)."""
    red, green, blue = (max(0, min(255, int(part * factor))) for part in color)
    return red, green, blue


def near(value: float) -> float:
    """Return a coordinate as precise as the service states it."""
    return round(value, 2)


def ring(points: Sequence[XY]) -> list[list[float]]:
    """Return points as they are written."""
    return [[near(x), near(y)] for x, y in points]


class Canvas:
    """A drawing with labels; coordinates are pixels of the final picture."""

    def __init__(self, width: int, height: int, random: random.Random) -> None:
        """Start with an empty picture; `random` is the scene's own source of chance."""
        self.width, self.height, self.random = width, height, random
        self.image = Image.new("RGB", (width * FINE, height * FINE))
        self.draw = ImageDraw.Draw(self.image)
        self.objects: list[Document] = []

    def polygon(self, points: Sequence[XY], color: Color) -> None:
        """Fill a ring."""
        self.draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=color)

    def box(self, left: float, top: float, right: float, bottom: float, color: Color, radius: float = 0) -> None:
        """Fill an upright box, with round corners when asked."""
        span = (left * FINE, top * FINE, max(left, right) * FINE - 1, max(top, bottom) * FINE - 1)
        if span[2] < span[0] or span[3] < span[1]:
            return
        if radius:
            self.draw.rounded_rectangle(span, radius * FINE, fill=color)
        else:
            self.draw.rectangle(span, fill=color)

    def disc(self, x: float, y: float, radius: float, color: Color, squeeze: float = 1.0) -> None:
        """Fill a circle, or an ellipse of `squeeze` times the height."""
        high = radius * squeeze
        span = ((x - radius) * FINE, (y - high) * FINE, (x + radius) * FINE, (y + high) * FINE)
        self.draw.ellipse(span, fill=color)

    def line(self, points: Sequence[XY], color: Color, width: float) -> None:
        """Draw a line."""
        flat = [(x * FINE, y * FINE) for x, y in points]
        self.draw.line(flat, fill=color, width=max(1, round(width * FINE)), joint="curve")

    def gradient(self, top: int, bottom: int, first: Color, last: Color) -> None:
        """Fill rows from one colour to the other."""
        share = np.linspace(0, 1, (bottom - top) * FINE)[:, None]
        column = np.asarray(first) * (1 - share) + np.asarray(last) * share
        strip = Image.fromarray(column.astype(np.uint8)[:, None, :])
        self.image.paste(strip.resize((self.width * FINE, strip.height), Image.Resampling.NEAREST), (0, top * FINE))

    def blend(self, alpha: NDArray[np.uint8], left: int, top: int, color: Color) -> None:
        """Lay a colour over the picture with an opacity per pixel of the final picture."""
        mask = Image.fromarray(alpha)
        mask = mask.resize((mask.width * FINE, mask.height * FINE), Image.Resampling.BILINEAR)
        self.image.paste(color, (left * FINE, top * FINE, left * FINE + mask.width, top * FINE + mask.height), mask)

    def clipped(self, points: Sequence[XY]) -> list[XY]:
        """Return the part of a ring between the left and the right edge of the picture."""
        found = list(points)
        for edge, inward in ((0.0, 1), (float(self.width), -1)):
            kept: list[XY] = []
            for (x1, y1), (x2, y2) in zip(found, found[1:] + found[:1], strict=True):
                if (x1 - edge) * inward >= 0:
                    kept.append((x1, y1))
                if (x1 - edge) * (x2 - edge) < 0:
                    kept.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
            found = kept
        return found

    def label(self, name: str, kind: str, geometry: Document, tags: Sequence[Document] = ()) -> None:
        """Add a label."""
        self.objects.append({"classTitle": name, "geometryType": kind, "tags": list(tags), **geometry})

    def finished(self) -> Image.Image:
        """Return the picture in its final size."""
        return self.image.reduce(FINE)


def points_of(exterior: Sequence[XY], holes: Sequence[Sequence[XY]] = ()) -> Document:
    """Return the geometry of points, boxes, lines and polygons."""
    return {"points": {"exterior": ring(exterior), "interior": [ring(one) for one in holes]}}


def encoded(image: Image.Image, mime: str) -> bytes:
    """Return the bytes of a picture."""
    out = io.BytesIO()
    match mime:
        case "image/png":
            image.save(out, "PNG", compress_level=3)
        case "image/webp":
            image.save(out, "WEBP", quality=82, method=0)
        case _:
            image.save(out, "JPEG", quality=85)
    return out.getvalue()
