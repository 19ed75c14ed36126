"""What the writer writes our own reader reads, and Python's own pickle tools find nothing strange in it."""

import io
import pickle
import pickletools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.offsets import offsets_from
from app.formats.offsets_writer import PER_LIST, entries_before, offsets_file
from tests.fakes.blob import BlobImageInfo, offsets, stub_modules

ENTRIES = [("a.jpg", 0, 1), ("täfel.png", 255, 256), ("c.webp", 65_535, 65_536), ("d.png", 2**31 - 1, 2**31)]


def read(body: bytes) -> list[tuple[str, int, int]]:
    found = offsets_from(io.BytesIO(body))
    assert not found.problems
    return [(entry.name, entry.start, entry.end) for entry in found.entries]


names = st.text(st.characters(exclude_characters="/\\\0:", exclude_categories=("Cs",)), min_size=3, max_size=300)
places = st.tuples(st.integers(0, 2**40), st.integers(0, 2**40)).map(sorted)


@given(st.dictionaries(names, places, max_size=20))
def test_what_is_written_is_read(entries):
    rows = [(name, start, end) for name, (start, end) in entries.items()]

    assert read(offsets_file(rows)) == rows


def test_the_pickle_of_python_builds_the_same_objects():
    class Only(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> type:
            assert (module, name) == ("supervisely.api.image_api", "BlobImageInfo")
            return BlobImageInfo

    with stub_modules():
        built = Only(io.BytesIO(offsets_file(ENTRIES))).load()

    assert [(one.name, one.offset_start, one.offset_end) for one in built] == ENTRIES


def test_a_list_holds_ten_thousand_pictures_at_most():
    body = offsets_file([(f"{number}.jpg", number, number + 1) for number in range(2 * PER_LIST + 1)])
    stream, counts = io.BytesIO(body), []
    while stream.tell() < len(body):
        counts.append(sum(code.name == "BUILD" for code, _, _ in pickletools.genops(stream)))

    assert counts == [PER_LIST, PER_LIST, 1]


def test_no_pictures_are_an_empty_list():
    assert read(offsets_file([])) == []


def test_the_list_of_before_is_read_by_name(tmp_path):
    path = tmp_path / "1_offsets.pkl"
    path.write_bytes(offsets(("a.jpg", 5, 9), ("b.jpg", 9, 12)))

    assert entries_before(path) == {"a.jpg": (5, 9), "b.jpg": (9, 12)}


@pytest.mark.parametrize("body", [None, b"", b"cos\nsystem\n(S'true'\ntR."], ids=["none", "empty", "hostile"])
def test_no_list_and_one_that_is_none_say_nothing(body, tmp_path):
    path = tmp_path / "1_offsets.pkl"
    if body is not None:
        path.write_bytes(body)

    assert entries_before(path) == {}
