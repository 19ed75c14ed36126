"""How a picture lies that its EXIF says to turn, and how its labels lie on it. Pure.

The one rule: labels are in pixels as the size of the annotation says. When that is the size of the turned picture, the
labels lie on the turned picture. When it is the size of the stored one alone, the picture is shown as it is stored,
because the labels were drawn on that. When both fit, or neither, or none is said, it is turned as every viewer does.

Source: EXIF 2.32, tag 274 "Orientation".
"""

from typing import TypeAlias

Size: TypeAlias = tuple[int, int]

UPRIGHT = 1
# These exchange width and height.
_QUARTERS = frozenset({5, 6, 7, 8})
_KNOWN = range(1, 9)


def orientation_of(value: object) -> int:
    """Return an orientation from 1 to 8; anything that EXIF does not know counts as upright."""
    return value if isinstance(value, int) and value in _KNOWN else UPRIGHT


def turned_size(stored: Size, orientation: int) -> Size:
    """Return the size of a picture after it was turned."""
    return (stored[1], stored[0]) if orientation in _QUARTERS else stored


def is_shown_turned(stored: Size, orientation: int, annotated: Size) -> bool:
    """Decide whether a picture is turned as its EXIF says.

    Args:
        stored: Width and height in the file.
        orientation: 1 to 8.
        annotated: Width and height of its annotation; 0 where that does not say.

    Returns:
        False for an upright picture, and for one whose labels were drawn on it as it is stored.
    """
    if orientation == UPRIGHT:
        return False
    return annotated == turned_size(stored, orientation) or annotated != stored


def turned_rule(stored: Size, orientation: int, annotated: Size) -> str:
    """Return the sentence that says how labels lie on a turned picture; empty when its EXIF turns nothing.

    Args:
        stored: Width and height in the file.
        orientation: 1 to 8.
        annotated: Width and height of its annotation; 0 where that does not say.
    """
    if orientation == UPRIGHT:
        return ""
    if not is_shown_turned(stored, orientation, annotated):
        return (
            f"Shown as it is stored, although its EXIF says to turn it (orientation {orientation}): "
            "the annotation has the size of the stored picture, so its labels were drawn on that."
        )
    start = f"Shown turned as its EXIF says (orientation {orientation}); "
    if not all(annotated):
        return start + "the annotation does not say on which size its labels were drawn."
    if annotated != turned_size(stored, orientation):
        return start + "the size of the annotation fits neither the turned nor the stored picture."
    if annotated == stored:
        return start + "its size is the same both ways, so labels lie on the picture as viewers show it."
    return start + "the annotation has the size of the turned picture, so its labels lie on that."
