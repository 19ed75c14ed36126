"""Lists of offsets are read whole, or up to where they break, and what is wrong with them is named."""

import io
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.offsets import BlobEntry, Offsets, OffsetsError, offsets_from, read_offsets
from tests.fakes.blob import BlobImageInfo, offsets, pickled

PROTOCOLS = (2, 3, 4, 5)
GIB = 2**30


def read(body: bytes, **options: int) -> Offsets:
    return offsets_from(io.BytesIO(body), **options)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_protocol_is_read(protocol, tmp_path):
    """Small and large numbers, and names of every alphabet."""
    entries = (("a.jpg", 512, 700), ("дорога.png", 70_000, 3_000_000), ("路.png", 3 * GIB, 9 * GIB))
    path = tmp_path / "7_offsets.pkl"
    path.write_bytes(offsets(*entries, protocol=protocol))

    assert read_offsets(path) == Offsets(tuple(BlobEntry(*entry) for entry in entries))


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_list_longer_than_one_byte_of_memory_is_read(protocol):
    """Beyond 255 remembered values and a batch of a thousand, other steps are written."""
    entries = [(f"{number}.jpg", number, number + 1) for number in range(2500)]

    found = read(offsets(*entries, protocol=protocol))

    assert [(e.name, e.start, e.end) for e in found.entries] == entries
    assert found.problems == ()


def test_lists_that_were_appended_to_a_file_are_one_list():
    body = offsets(("a.jpg", 0, 1)) + offsets(("b.jpg", 1, 2), protocol=2) + offsets() + offsets(("c.jpg", 2, 3))

    assert [entry.name for entry in read(body).entries] == ["a.jpg", "b.jpg", "c.jpg"]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_single_instance_is_a_list_of_one(protocol):
    body = pickled(BlobImageInfo("a.jpg", 5, 9), protocol)

    assert read(body).entries == (BlobEntry("a.jpg", 5, 9),)


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[^/\\\x00:.]{1,300}", fullmatch=True), st.integers(0, 2**63 - 2**33), st.integers(0, 2**32)
        ),
        unique_by=lambda entry: entry[0],
        max_size=5,
    ),
    st.sampled_from(PROTOCOLS),
)
def test_whatever_is_written_comes_back(entries, protocol):
    """Also a name that is no UTF-8: its lone surrogates are kept."""
    written = tuple(BlobEntry(name, start, start + size) for name, start, size in entries)

    assert read(offsets(*((e.name, e.start, e.end) for e in written), protocol=protocol)) == Offsets(written)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_file_that_is_cut_off_is_read_up_to_the_cut(protocol):
    """At every byte: never more than what was written, never less than the lists before."""
    first = offsets(("a.jpg", 0, 1), ("b.jpg", 1, 4 * GIB), protocol=protocol)
    whole = first + offsets(("c.jpg", 2, 3), protocol=protocol)
    names = ["a.jpg", "b.jpg", "c.jpg"]

    for length in range(len(whole)):
        found = read(whole[:length])

        assert [entry.name for entry in found.entries] == names[: len(found.entries)]
        assert len(found.entries) >= (2 if length >= len(first) else 0)
        assert bool(found.problems) is (length != len(first))


@pytest.mark.parametrize("tail", [bytes(40), b"\xff", b"hello"], ids=["zeros", "high bytes", "text"])
def test_what_follows_the_lists_is_named(tail):
    found = read(offsets(("a.jpg", 0, 1)) + tail)

    assert found.entries == (BlobEntry("a.jpg", 0, 1),)
    assert found.problems == ("The list of offsets is damaged; what stands before the damage is used.",)


def test_the_first_of_two_places_counts():
    """The official SDK appends the same list again when it downloads again."""
    found = read(offsets(("a.jpg", 0, 1), ("b.jpg", 1, 2)) + offsets(("a.jpg", 7, 8), ("b.jpg", 8, 9)))

    assert found.entries == (BlobEntry("a.jpg", 0, 1), BlobEntry("b.jpg", 1, 2))
    assert found.problems == ("2 names stand twice, “a.jpg” first; the first place counts.",)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        pytest.param((7, 0, 1), "An entry lacks its name or its place.", id="number as name"),
        pytest.param(("a.jpg", "0", 1), "An entry lacks its name or its place.", id="text as place"),
        pytest.param(("a.jpg", 9, 1), "An entry ends before it begins.", id="reversed"),
        pytest.param(("a.jpg", -9, 1), "An entry ends before it begins.", id="before the archive"),
        pytest.param(("../../a.jpg", 0, 1), "An entry is not named like a file.", id="elsewhere"),
        pytest.param(("a\\b.jpg", 0, 1), "An entry is not named like a file.", id="elsewhere on Windows"),
        pytest.param(("C:a.jpg", 0, 1), "An entry is not named like a file.", id="drive"),
        pytest.param(("..", 0, 1), "An entry is not named like a file.", id="folder above"),
        pytest.param(("", 0, 1), "An entry is not named like a file.", id="no name"),
        pytest.param(("a\0.jpg", 0, 1), "An entry is not named like a file.", id="zero byte"),
        pytest.param(("a" * 2000, 0, 1), "An entry is not named like a file.", id="endless name"),
    ],
)
def test_an_entry_that_cannot_be_used_is_left_out_and_counted(entry, sentence):
    found = read(offsets(entry, ("good.jpg", 0, 1), entry))

    assert found.entries == (BlobEntry("good.jpg", 0, 1),)
    assert found.problems == (f"2 × {sentence}",)


def test_more_images_than_anybody_has_are_left_out_in_words():
    found = read(offsets(*((f"{n}.jpg", n, n) for n in range(30))), most_entries=10)

    assert len(found.entries) == 10
    assert "more than 10 images" in found.problems[0]


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "7_offsets.pkl"
    with path.open("wb") as stream:
        stream.truncate(65 * 2**20)

    with pytest.raises(OffsetsError, match="larger than 64 MiB"):
        read_offsets(path)


def test_a_missing_file_is_an_error_of_the_disk(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_offsets(tmp_path / "7_offsets.pkl")


@pytest.mark.parametrize(
    "body",
    [b"hello", b"[1, 2]", b"\x89PNG\r\n\x1a\n", pickle.dumps([], protocol=0), pickle.dumps([], protocol=1)],
    ids=["text", "json", "picture", "protocol 0", "protocol 1"],
)
def test_another_kind_of_file_is_refused(body):
    with pytest.raises(OffsetsError, match="no list of offsets"):
        read(body)
