import os

import pytest

from app.model.failure import FailedError
from app.store.sink import Sink
from app.store.sink_records import Incoming, Written
from app.store.verify import verify_tree
from tests.fakes.store import bring, incoming
from tests.fakes.street_source import street_body


@pytest.fixture
def place(tmp_path):
    sink = Sink.open(tmp_path / "home", "one", reserve=0)
    sink.project_file("meta.json", b"{}")
    bring(sink, *(incoming(str(number), b"picture %d" % number) for number in range(5)))
    sink.close()
    return sink.destination


def test_a_folder_as_it_came_home_is_right(place):
    seen = []

    report = verify_tree(place, seen.append, threads=2)

    assert report.is_right
    assert (report.checked, report.right) == (11, 11)
    assert seen[-1].files == 11
    assert (report.foreign, report.lonely, report.unverified, report.torn) == ([], [], [], 0)


def test_every_difference_is_named(place):
    before = (place / "ds/img/0.jpg").stat()
    (place / "ds/img/0.jpg").write_bytes(b"PICTURE 0")
    os.utime(place / "ds/img/0.jpg", ns=(before.st_atime_ns, before.st_mtime_ns))
    (place / "ds/img/1.jpg").unlink()
    (place / "ds/ann/2.jpg.json").write_bytes(b"[")
    (place / "ds/notes.txt").write_bytes(b"mine")
    (place / "ds/link").symlink_to(place)
    with (place / ".windrow_meta/manifest").open("ab") as file:
        file.write(b'{"crc":"00000000","k":"torn')

    report = verify_tree(place)

    assert not report.is_right
    assert report.changed == ["ds/ann/2.jpg.json", "ds/img/0.jpg"]
    assert report.missing == ["ds/img/1.jpg"]
    assert report.foreign == ["ds/link", "ds/notes.txt"]
    assert (report.checked, report.right, report.torn) == (11, 8, 1)


def test_what_was_weak_from_the_start_is_told(tmp_path):
    sink = Sink.open(tmp_path / "home", "one", reserve=0)
    bring(
        sink,
        incoming("1", annotation=b"{not json"),
        incoming("2", annotation=None),
        incoming("3", b"NRRD0004", size=None, sha256=None),
    )
    sink.close()

    report = verify_tree(sink.destination)

    assert report.broken == ["ds/ann/1.jpg.json"]
    assert report.lonely == ["ds/img/2.jpg"]
    assert report.unverified == ["ds/img/3.jpg"]


def test_pictures_without_folders_need_no_annotation(tmp_path):
    """The flat layout of a harvest holds pictures and tables, nothing beside them."""
    sink = Sink.open(tmp_path / "home", "one", reserve=0)
    body = street_body("1")
    items = sink.write([Incoming("1", "mly_1.jpg", body, len(body), None, (), "v")])
    sink.commit([item for item in items if isinstance(item, Written)])
    sink.close()

    report = verify_tree(sink.destination)

    assert (report.is_right, report.lonely) == (True, [])


def test_a_folder_without_a_receipt_is_refused(tmp_path):
    with pytest.raises(FailedError, match="no receipt"):
        verify_tree(tmp_path)


def test_a_check_can_be_stopped(place):
    def stop(_progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify_tree(place, stop)
