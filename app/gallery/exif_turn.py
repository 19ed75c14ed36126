"""Numbers out of a TIFF directory: the size of a TIFF picture, and how EXIF says a picture is turned. Pure.

Source: TIFF 6.0, section 2; CIPA DC-008 (Exif 2.32), "Orientation".
"""

from collections.abc import Collection, Mapping

WIDTH, HEIGHT, ORIENTATION = 0x0100, 0x0101, 0x0112
# Rows of the stored picture are columns of the shown one.
SWAPS_SIDES = frozenset((5, 6, 7, 8))
_SHORT, _LONG = 3, 4
_ROW = 12


def tiff_numbers(body: bytes, wanted: Collection[int]) -> Mapping[int, int]:
    """Return whole numbers of the first directory by tag; those that are missing or damaged are left out.

    Args:
        body: From the byte order mark; it may end early.
        wanted: Tags.
    """
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(body[:4])
    if order is None:
        return {}
    is_little = order == "little"

    def number(at: int, size: int) -> int:
        return int.from_bytes(body[at : at + size], "little" if is_little else "big")

    start = number(4, 4)
    found: dict[int, int] = {}
    for place in range(number(start, 2)):
        at = start + 2 + place * _ROW
        if at + _ROW > len(body):
            break
        tag, kind = number(at, 2), number(at + 2, 2)
        if tag in wanted and number(at + 4, 4) == 1 and kind in (_SHORT, _LONG):
            found[tag] = number(at + 8, 2 if kind == _SHORT else 4)
    return found


def is_turned(exif: bytes) -> bool:
    """Return whether EXIF swaps width and height when the picture is shown.

    Args:
        exif: From the byte order mark.
    """
    return tiff_numbers(exif, (ORIENTATION,)).get(ORIENTATION) in SWAPS_SIDES
