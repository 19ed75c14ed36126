"""Packed numbers by the thousand are those that one reader after the other would find."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sources.mapillary import varints
from app.sources.mapillary.varints import chunks, packed, singles, unzigzagged
from tests.fakes.tile_writer import varint, zigzag

NUMBERS = st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=5), max_size=8)


def places(contents: list[bytes]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return contents in one buffer, with something in between."""
    buffer, starts, ends = b"\xff", [], []
    for content in contents:
        starts.append(len(buffer))
        buffer += content
        ends.append(len(buffer))
        buffer += b"\xff"
    return np.frombuffer(buffer, np.uint8), np.array(starts, np.int32), np.array(ends, np.int32)


@pytest.mark.slow
@given(NUMBERS)
def test_packed_numbers_come_back_with_their_counts(fields):
    contents = [b"".join(map(varint, numbers)) for numbers in fields]

    numbers, counts = packed(*places(contents))

    assert numbers.tolist() == [number for field in fields for number in field]
    assert counts.tolist() == [len(field) for field in fields]


@pytest.mark.slow
@given(st.lists(st.integers(0, 2**64 - 1), max_size=20))
def test_single_numbers_come_back(numbers):
    assert singles(*places([varint(number) for number in numbers])).tolist() == numbers


@pytest.mark.parametrize(
    "content",
    [b"\x80", b"\x01\x80", b"\x80" * 10 + b"\x01", b"\xff" * 9 + b"\x02"],
    ids=["no end", "second without end", "eleven bytes", "65 bits"],
)
def test_a_number_that_does_not_end_is_refused(content):
    with pytest.raises(ValueError, match="number in the tile"):
        packed(*places([b"\x01", content]))


@pytest.mark.slow
@given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=20))
def test_zigzag_is_undone(numbers):
    written = np.array([zigzag(number) for number in numbers], np.uint64)

    assert unzigzagged(written).tolist() == numbers


def test_chunks_cover_everything_once(monkeypatch):
    monkeypatch.setattr(varints, "CHUNK_BYTES", 10)
    starts = np.array([0, 4, 4, 30, 31], np.int32)
    ends = np.array([4, 4, 30, 31, 40], np.int32)

    found = list(chunks(starts, ends))

    assert [number for part in found for number in range(part.start, part.stop)] == [0, 1, 2, 3, 4]
    assert len(found) > 1
