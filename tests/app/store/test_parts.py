import hashlib

import pytest

from app.model.failure import FailedError
from app.store.sink import Sink


@pytest.fixture
def sink(tmp_path):
    sink = Sink.open(tmp_path / "home", "one", reserve=0)
    yield sink
    sink.close()


def temporary(sink):
    return [path.name for path in (sink.destination / ".windrow_meta/tmp/one").iterdir()]


def test_a_part_knows_its_length_and_hash(sink):
    part = sink.part()
    part.write(b"pic")
    part.write(b"ture")

    closed = part.close()

    assert (closed.size, closed.sha256) == (7, hashlib.sha256(b"picture").hexdigest())
    assert temporary(sink) == [closed.path]


def test_a_discarded_part_leaves_nothing(sink):
    part = sink.part()
    part.write(b"pic")

    part.discard()
    part.discard()

    assert temporary(sink) == []


def test_a_disk_that_will_not_take_it_is_a_failure(sink):
    part = sink.part()
    part.close()

    with pytest.raises(FailedError, match="disk"):
        part.write(b"x")
