"""Masks as COCO writes them: run lengths down the columns of the whole picture, packed into text. Pure.

Source: pycocotools, "compressed RLE"; numpy and pycocotools are imported when the first mask is packed.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def column_runs(part: "NDArray[np.bool_]", left: int, top: int, width: int, height: int) -> list[int]:
    """Return the run lengths of a picture that is empty but for one part.

    Args:
        part: Shape (rows, columns); True is inside.
        left: Column of the picture that its left edge lies on.
        top: Row that its upper edge lies on; the whole part lies in the picture.
        width: Of the picture, in pixels.
        height: Of the picture, in pixels.

    Returns:
        Runs in pixels, zeros first; they add up to width × height.
    """
    import numpy as np

    edged = np.zeros((part.shape[1], part.shape[0] + 2), dtype=np.int8)
    edged[:, 1:-1] = part.T
    steps = np.diff(edged, axis=1)
    # Both lists walk down one column after the other, so the n-th end belongs to the n-th start.
    columns, rows = np.nonzero(steps == 1)
    starts = (columns + left) * height + rows + top
    columns, rows = np.nonzero(steps == -1)
    ends = (columns + left) * height + rows + top
    # A run that reaches the foot of a column goes on at the head of the next one.
    is_apart = np.ones(len(starts), dtype=bool)
    is_apart[1:] = starts[1:] != ends[:-1]
    edges = np.empty((int(is_apart.sum()), 2), dtype=np.int64)
    edges[:, 0] = starts[is_apart]
    edges[:, 1] = ends[np.append(is_apart[1:], True)] if len(starts) else ends
    runs: list[int] = np.diff(edges.ravel(), prepend=0).tolist()
    last = width * height - (int(edges[-1, 1]) if len(edges) else 0)
    return [*runs, last] if last else runs


def packed(runs: list[int], width: int, height: int) -> str:
    """Return run lengths as the text that pycocotools writes for them.

    Args:
        runs: As `column_runs` returns them.
        width: Of the picture, in pixels.
        height: Of the picture, in pixels.
    """
    from pycocotools import mask

    counts: bytes = mask.frPyObjects({"counts": runs, "size": [height, width]}, height, width)["counts"]
    return counts.decode("ascii")
