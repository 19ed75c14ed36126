import errno

import pytest

from app.model.failure import FailureKind
from app.store import sink as sink_module
from app.store.sink import Sink
from app.store.sink_records import Rejected
from tests.fakes.oracle import noted
from tests.fakes.store import bring, incoming, keys, visible


@pytest.fixture
def sink(tmp_path):
    sink = Sink.open(tmp_path / "home", "one", reserve=0)
    yield sink
    sink.close()


def temporary(sink):
    return list((sink.destination / ".windrow_meta/tmp/one").iterdir())


def full(*_args):
    raise OSError(errno.ENOSPC, "full")


def test_an_empty_batch_is_no_work(sink):
    assert sink.commit([]) == []


def test_after_a_failed_sync_everything_is_thrown_away(sink, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sink_module, "sync_tree", full)
        answers = bring(sink, incoming("1"), incoming("2"))

    assert [answer.failure.kind for answer in answers] == [FailureKind.DISK] * 2
    assert visible(sink.destination) == {}
    assert temporary(sink) == []
    assert keys(bring(sink, incoming("1"), incoming("2"))) == ["1", "2"]


def test_a_receipt_that_cannot_be_written_is_made_up_for_by_the_next_batch(sink, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sink._manifest, "append", full)
        (answer,) = bring(sink, incoming("1"))
    assert isinstance(answer, Rejected)

    bring(sink, incoming("2"))

    assert set(noted(sink.destination)) == {"1", "2"}
    assert sink.holdings().is_right("1", None, 7, "v1")


def test_a_receipt_that_was_never_written_is_made_up_for_after_a_restart(sink, monkeypatch):
    monkeypatch.setattr(sink._manifest, "append", full)
    bring(sink, incoming("1"))
    monkeypatch.setattr(sink_module, "clear", lambda *_: True)  # as if killed here
    sink.close()
    monkeypatch.undo()

    again = Sink.open(sink.destination, "two", reserve=0)
    found = again.recover(["one"])

    assert (found.adopted, found.removed) == (1, ("one",))
    assert again.holdings().is_right("1", None, 7, "v1")
    again.close()


def test_files_of_a_half_placed_item_stay_ours(sink):
    """The image was refused after its annotation stood there: a later annotation may replace that one."""
    image = sink.destination / "ds/img/1.jpg"
    image.parent.mkdir(parents=True)
    image.write_bytes(b"mine")
    bring(sink, incoming("1", annotation=b"[1]"))
    assert not sink.holdings().is_right("1", None, None, "v1")
    image.unlink()

    (answer,) = bring(sink, incoming("1", annotation=b"[2]"))

    assert answer.aside == ()
    assert visible(sink.destination) == {"ds/ann/1.jpg.json": b"[2]", "ds/img/1.jpg": b"picture"}


def test_without_durability_nothing_is_synced(sink, monkeypatch):
    sink.durable = False
    monkeypatch.setattr(sink_module, "sync_tree", full)
    monkeypatch.setattr(sink._manifest, "sync", full)

    assert keys(bring(sink, incoming("1"))) == ["1"]
