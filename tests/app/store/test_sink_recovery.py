import pytest

from app.model.failure import FailedError
from app.store import sink as sink_module
from app.store.sink import Sink
from tests.fakes.store import bring, incoming


@pytest.fixture
def place(tmp_path):
    return tmp_path / "home"


def leave_behind(place, attempt, monkeypatch):
    """A run that ends without clearing up."""
    sink = Sink.open(place, attempt, reserve=0)
    sink.write([incoming("1")])
    with monkeypatch.context() as patch:
        patch.setattr(sink_module, "clear", lambda *_: True)
        sink.close()


def test_only_our_own_attempts_are_cleared_away(place, monkeypatch):
    for attempt in ("ours", "theirs"):
        leave_behind(place, attempt, monkeypatch)
    sink = Sink.open(place, "now", reserve=0)

    found = sink.recover(["ours", "never-started", "now"])

    assert found.removed == ("ours",)
    assert found.foreign == (".windrow_meta/tmp/theirs",)
    assert sorted(path.name for path in (place / ".windrow_meta/tmp").iterdir()) == ["now", "theirs"]
    sink.close()


def test_a_folder_with_something_strange_in_it_stays(place, monkeypatch):
    leave_behind(place, "ours", monkeypatch)
    (place / ".windrow_meta/tmp/ours/folder").mkdir()
    (place / ".windrow_meta/tmp/ours/folder/file").touch()
    sink = Sink.open(place, "now", reserve=0)

    found = sink.recover(["ours"])

    assert found.removed == ()
    assert (place / ".windrow_meta/tmp/ours/folder/file").exists()
    sink.close()


@pytest.mark.parametrize("attempt", ["", "..", "a/b", "x" * 65])
def test_an_attempt_cannot_lead_elsewhere(place, attempt):
    with pytest.raises(FailedError, match="no proper name"):
        Sink.open(place, attempt)


def test_nothing_to_recover_is_no_news(place):
    sink = Sink.open(place, "now", reserve=0)
    bring(sink, incoming("1"))

    assert sink.recover([]) == sink.recover(["now"])
    assert sink.holdings().is_right("1", None, None, "v1")
    sink.close()
