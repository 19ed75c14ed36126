"""The pixels of an object of the source as OpenCV draws them; for the SDK's Python."""

from typing import Any

import cv2
import numpy as np
from truth import pixels_of


def touched(one: dict[str, Any], shape: str, width: int, height: int) -> np.ndarray:
    """Return the pixels of an object, shape (height, width)."""
    if shape in ("bitmap", "alpha_mask"):
        return pixels_of(one, width, height)
    canvas = np.zeros((height, width), np.uint8)
    match shape:
        case "rectangle":
            (x1, y1), (x2, y2) = one["points"]["exterior"]
            left, top = max(0, min(x1, x2)), max(0, min(y1, y2))
            canvas[top : max(0, max(y1, y2) + 1), left : max(0, max(x1, x2) + 1)] = 1
        case "polygon":
            _polygon(one["points"], canvas)
        case "multipolygon":
            for part in one["parts"]:
                whole = np.zeros_like(canvas)
                _polygon({"interior": [], **part}, whole)
                canvas |= whole
        case "line":
            cv2.polylines(canvas, [np.array(one["points"]["exterior"], np.int32)], False, 1)
        case "oriented_bbox":
            cv2.fillPoly(canvas, [np.array(turned(one), np.int32)], 1)
        case _:
            _corners(one, shape, canvas)
    return canvas != 0


def _polygon(points: dict[str, Any], canvas: np.ndarray) -> None:
    cv2.fillPoly(canvas, [np.array(points["exterior"], np.int32)], 1)
    for hole in points["interior"]:
        cv2.fillPoly(canvas, [np.array(hole, np.int32)], 0)


def _corners(one: dict[str, Any], shape: str, canvas: np.ndarray) -> None:
    """Draw the nodes of a skeleton, or what lies between the corners of a cuboid."""
    if shape == "graph":
        for x, y in (node["loc"] for node in one["nodes"].values()):
            if 0 <= x < canvas.shape[1] and 0 <= y < canvas.shape[0]:
                canvas[y, x] = 1
    elif shape in ("cuboid", "cuboid_2d"):
        corners = one["points"] if shape == "cuboid" else [corner["loc"] for corner in one["vertices"].values()]
        cv2.fillConvexPoly(canvas, cv2.convexHull(np.array(corners, np.int32)), 1)


def turned(one: dict[str, Any]) -> list[tuple[float, float]]:
    """Return the corners of an oriented box."""
    (x1, y1), (x2, y2) = one["points"]
    across, down = (x1 + x2) // 2, (y1 + y2) // 2
    cosine, sine = np.cos(one["angle"]), np.sin(one["angle"])
    corners = ((x1, y1), (x2, y1), (x2, y2), (x1, y2))
    return [
        (across + (x - across) * cosine - (y - down) * sine, down + (x - across) * sine + (y - down) * cosine)
        for x, y in corners
    ]
