import pytest

from app.exporting.entry import Entry
from app.exporting.wire import Decoder, encode


@pytest.mark.parametrize("name", ["a.jpg", "caf\udce9.jpg", "\ud800"], ids=["text", "no text", "half a letter"])
def test_names_of_any_kind_arrive(name):
    entries = [Entry("ds", name, f"/p/{name}", "", number=3, bad_masks=(1, 2))]

    assert Decoder(list[Entry]).decode(encode(entries)) == entries


def test_bytes_arrive_beside_names_that_are_no_text():
    assert Decoder(tuple[str, bytes]).decode(encode(("\udce9", b"\0\xff"))) == ("\udce9", b"\0\xff")


@pytest.mark.parametrize("body", [b"", b"p", b"p\xc1", b"s[", b"s{}"], ids=["empty", "bare", "odd", "cut", "other"])
def test_other_bytes_are_refused(body):
    with pytest.raises(ValueError):  # noqa: PT011 - the words are those of the library
        Decoder(list[Entry]).decode(body)
