"""Numbers are read out of TIFF directories of either byte order; damage gives nothing."""

import io
import struct

import pytest
from PIL import Image

from app.gallery.exif_turn import HEIGHT, WIDTH, is_turned, tiff_numbers


def exif(orientation: int, order: str = "<") -> bytes:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    return mark + struct.pack(f"{order}IHHHIHH", 8, 1, 0x0112, 3, 1, orientation, 0)


@pytest.mark.parametrize("order", ["<", ">"], ids=["little", "big"])
@pytest.mark.parametrize(
    ("orientation", "turned"), [(1, False), (3, False), (5, True), (6, True), (8, True), (9, False)]
)
def test_quarter_turns_swap_the_sides(orientation, turned, order):
    assert is_turned(exif(orientation, order)) is turned


def test_a_tiff_states_its_size():
    body = io.BytesIO()
    Image.new("L", (70, 50)).save(body, "TIFF")
    text = body.getvalue()
    start = int.from_bytes(text[4:8], "little")

    found = tiff_numbers(text[:4] + (8).to_bytes(4, "little") + text[start:], (WIDTH, HEIGHT))

    assert found == {WIDTH: 70, HEIGHT: 50}


@pytest.mark.parametrize(
    "body",
    [b"", b"II*\0", exif(6)[:15], b"JUNK" + exif(6)[4:], b"II*\0" + b"\xff" * 40],
    ids=["empty", "cut", "half a row", "no mark", "nonsense"],
)
def test_damage_turns_nothing(body):
    assert is_turned(body) is False
