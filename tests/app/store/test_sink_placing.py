import pytest

from app.model.failure import FailedError
from app.store.holdings import OwnFile
from app.store.sink import Sink
from tests.fakes.store import bring, incoming


@pytest.fixture
def sink(tmp_path):
    sink = Sink.open(tmp_path / "home", "one", reserve=0)
    yield sink
    sink.close()


def put(sink, body: bytes, path: str = "ds/img/1.jpg"):
    with sink._visit() as visit:
        return sink._committing._placing.put(sink._staging.stage(path, body), visit)


def test_a_free_name_is_simply_taken(sink):
    assert not put(sink, b"x").was_adopted
    assert (sink.destination / "ds/img/1.jpg").read_bytes() == b"x"


def test_a_folder_in_the_way_is_refused(sink):
    (sink.destination / "ds/img/1.jpg").mkdir(parents=True)

    with pytest.raises(FailedError, match="in the way"):
        put(sink, b"x")


def test_two_edited_versions_are_both_kept(sink):
    for edit in (b"edit 1", b"edit 2"):
        bring(sink, incoming("1", b"server"))
        (sink.destination / "ds/img/1.jpg").write_bytes(edit)
    bring(sink, incoming("1", b"server"))

    aside = sorted((sink.destination / ".windrow_meta/aside/one/ds/img").iterdir())

    assert [path.read_bytes() for path in aside] == [b"edit 1", b"edit 2"]


def test_retiring_what_is_gone_is_no_error(sink):
    with sink._visit() as visit:
        placing = sink._committing._placing
        assert placing.retire(OwnFile("ds/img/1.jpg", 1, "", 0), visit) == ""
