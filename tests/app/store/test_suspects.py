import os

import pytest

from app.store.sink import Sink
from app.store.suspects import SUSPECTS, mark_suspects, read_suspects
from app.store.verify import verify_tree
from tests.fakes.store import bring, incoming


@pytest.fixture
def rotten(tmp_path):
    sink = Sink.open(tmp_path / "home", "one", reserve=0)
    bring(sink, incoming("1", b"picture"), incoming("2", b"another"))
    sink.close()
    path = sink.destination / "ds/img/1.jpg"
    before = path.stat()
    path.write_bytes(b"pictuRe")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return sink.destination


def test_bytes_that_a_check_found_wrong_are_not_trusted_by_the_next_download(rotten):
    report = verify_tree(rotten)
    sink = Sink.open(rotten, "two", reserve=0)
    holdings = sink.holdings()

    is_right = [holdings.is_right(key, None, None, holdings.get(key).version) for key in "12"]
    sink.close()

    assert (report.changed, report.is_marked, is_right) == (["ds/img/1.jpg"], True, [False, True])


def test_the_mark_stays_until_the_file_is_right_again(rotten):
    verify_tree(rotten)

    Sink.open(rotten, "two", reserve=0).close()
    was_marked = (rotten / SUSPECTS).exists()
    sink = Sink.open(rotten, "three", reserve=0)
    bring(sink, incoming("1", b"picture"))
    sink.close()

    assert was_marked
    assert not (rotten / SUSPECTS).exists()
    assert verify_tree(rotten).is_right


@pytest.mark.parametrize("text", ["", "[", "7", "[1]"], ids=["empty", "torn", "number", "no paths"])
def test_an_unreadable_mark_marks_nothing(rotten, text):
    (rotten / SUSPECTS).write_text(text)

    sink = Sink.open(rotten, "two", reserve=0)

    assert read_suspects(sink._visit()) == set()
    sink.close()


def test_where_no_mark_can_be_left_nothing_is_promised(rotten):
    (rotten / f"{SUSPECTS}.new").mkdir()
    sink = Sink.open(rotten, "two", reserve=0)

    is_marked = mark_suspects(sink._visit(), ["ds/img/1.jpg"])

    assert not is_marked
    sink.close()
