"""Chunks come out the same, wherever the bytes are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.net.lean_chunked import Unchunker
from app.net.wire import WireError


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=8), st.lists(st.integers(1, 9), min_size=1, max_size=60))
def test_any_cut_gives_the_same_body(chunks, cuts):
    raw = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\na: b\r\n\r\n"
    unchunker = Unchunker()
    body, at, turn = b"", 0, 0
    while at < len(raw):
        step = cuts[turn % len(cuts)]
        body += b"".join(unchunker.feed(raw[at : at + step]))
        at, turn = at + step, turn + 1

    assert unchunker.is_done
    assert (body, unchunker.rest) == (b"".join(chunks), b"")


def test_what_follows_the_end_is_told():
    unchunker = Unchunker()

    unchunker.feed(b"0\r\n\r\nMORE")

    assert (unchunker.is_done, unchunker.rest) == (True, b"MORE")


@pytest.mark.parametrize(
    "raw", [b"g\r\n", b"-1\r\n", b"\r\n", b"2\nab", b"2\r\nabc\r\n", b"f" * 5000, b"1" * 20 + b"\r\n"]
)
def test_broken_chunks_are_refused(raw):
    with pytest.raises(WireError):
        Unchunker().feed(raw)
