import os
import tracemalloc

import pytest

from app.store.holdings import Holdings
from app.store.manifest import Manifest
from app.store.receipt import FileLine, Line, encode_line
from app.store.sink import Sink
from app.store.sink_paths import Place, Visit
from tests.fakes.store import bring, incoming


@pytest.fixture
def sink(tmp_path):
    sink = Sink.open(tmp_path / "home", "one", reserve=0)
    bring(sink, incoming("1", b"one"), incoming("2", b"two"))
    yield sink
    sink.close()


def reopened(sink):
    sink.close()
    return Sink.open(sink.destination, "two", reserve=0)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (("1", None, None, "v1"), True),
        (("1", None, 3, "v1"), True),
        (("1", None, 4, "v1"), False),
        (("1", "0" * 64, 3, "v1"), False),
        (("1", None, 3, "v2"), False),
        (("9", None, 3, "v1"), False),
    ],
    ids=["nothing listed", "size", "other size", "other hash", "other version", "unknown"],
)
def test_what_is_listed_decides_whether_an_item_is_right(sink, asked, expected):
    assert sink.holdings().is_right(*asked) is expected
    again = reopened(sink)
    assert again.holdings().is_right(*asked) is expected
    again.close()


@pytest.mark.parametrize("name", ["ds/img/1.jpg", "ds/ann/1.jpg.json"])
def test_a_missing_or_edited_file_makes_the_item_wrong(sink, name):
    path = sink.destination / name
    size = path.stat().st_size
    path.write_bytes(b"x" * size)
    assert not sink.holdings().is_right("1", None, None, "v1")
    path.unlink()
    assert not sink.holdings().is_right("1", None, None, "v1")
    assert sink.holdings().is_right("2", None, None, "v1")


def test_a_touched_file_with_the_same_bytes_stays_right(sink):
    os.utime(sink.destination / "ds/img/1.jpg", ns=(1, 1))

    assert sink.holdings().is_right("1", None, None, "v1")


def test_a_changed_label_alone_leaves_the_image_right(sink):
    assert sink.holdings().has_image("1", None, 3)
    assert not sink.holdings().has_image("1", None, 4)
    assert not sink.holdings().has_image("1", None, 3, path="ds/img/other.jpg")
    assert not sink.holdings().is_right("1", None, 3, "v1", path="ds/img/other.jpg")


def test_the_last_line_of_a_key_counts(sink):
    bring(sink, incoming("1", b"newer", version="v2"))
    again = reopened(sink)

    assert again.holdings().get("1").size == 5
    assert again.holdings().get("9") is None
    assert len(again.holdings()) == 2
    again.close()


def test_a_path_belongs_to_the_last_item_that_took_it(sink):
    bring(sink, incoming("9", b"nine", path="ds/img/1.jpg"))
    holdings = sink.holdings()

    assert holdings.owner("ds/img/1.jpg").key == "9"
    assert holdings.file_at("ds/ann/1.jpg.json").size == 2
    assert holdings.file_at("ds/img/3.jpg") is None
    assert [line.key for line in holdings.current()] == ["2", "9"]


@pytest.mark.slow
def test_many_items_cost_little_memory(tmp_path):
    count = 100_000
    manifest = Manifest(Place(str(tmp_path / "manifest"), None))
    for first in range(0, count, 1000):
        manifest.append(
            [
                encode_line(Line(str(n), f"ds/img/{n}.jpg", 9, "ab" * 32, "v", 1, "hash", (FileLine("ann", 2, "", 1),)))
                for n in range(first, first + 1000)
            ]
        )
    tracemalloc.start()
    holdings = Holdings(manifest, Visit(str(tmp_path), None))
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 32 * count  # 32 MB for a million
    assert peak < 32 * count + 8_000_000
    assert holdings.get("77777").path == "ds/img/77777.jpg"
    manifest.close()
