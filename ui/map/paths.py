"""Many points as one QPainterPath, without a call of Qt for each. Pure.

Source: the stream form of QPainterPath, QDataStream version 12 and later: a count, then for each element a kind (0
begins a line, 1 goes on) and x, y as big-endian doubles, then where the last line began and the fill rule.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, Qt
from PySide6.QtGui import QPainterPath

_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])


def path_of(points: NDArray[np.float64], begins: NDArray[np.bool_]) -> QPainterPath:
    """Return a path.

    Args:
        points: Shape (n, 2), pixels.
        begins: Shape (n,); True where a new line or ring begins; the first always does.
    """
    path = QPainterPath()
    if len(points) == 0:
        return path
    elements = np.empty(len(points), _ELEMENT)
    elements["kind"] = ~begins
    elements["kind"][0] = 0
    elements["x"], elements["y"] = points[:, 0], points[:, 1]
    last = int(np.flatnonzero(elements["kind"] == 0)[-1])
    head = np.array([len(points)], ">i4").tobytes()
    tail = np.array([last, Qt.FillRule.OddEvenFill.value], ">i4").tobytes()
    stream = QDataStream(QByteArray(head + elements.tobytes() + tail))
    stream >> path
    return path


def clipped(ring: NDArray[np.float64], low: float, high: float, axis: int) -> NDArray[np.float64]:
    """Return a ring cut to low <= value <= high along an axis; the cut runs along the border.

    Source: Sutherland and Hodgman, "Reentrant polygon clipping" (1974), a half plane at a time.
    """
    for bound, sign in ((low, -1.0), (high, 1.0)):
        if len(ring) == 0:
            break
        beyond = sign * (ring[:, axis] - bound)
        inside = beyond <= 0
        if inside.all():
            continue
        after, after_beyond = np.roll(ring, -1, axis=0), np.roll(beyond, -1)
        crosses = inside != (after_beyond <= 0)
        span = np.where(crosses, beyond - after_beyond, 1.0)
        cuts = ring + (after - ring) * (beyond / span)[:, None]
        cuts[:, axis] = bound
        both = np.stack((ring, cuts), axis=1).reshape(-1, 2)
        ring = both[np.stack((inside, crosses), axis=1).ravel()]
    return ring
