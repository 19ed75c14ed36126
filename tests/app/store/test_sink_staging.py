import dataclasses
import errno
import os

import pytest

from app.model.failure import FailureKind
from app.store import sink_staging
from app.store.sink import Sink
from app.store.sink_records import Level, Rejected, Written
from tests.fakes.store import incoming


@pytest.fixture
def sink(tmp_path):
    sink = Sink.open(tmp_path / "home", "one", reserve=0)
    yield sink
    sink.close()


def temporary(sink):
    return list((sink.destination / ".windrow_meta/tmp/one").iterdir())


@pytest.mark.parametrize("failing", [1, 2], ids=["annotation", "image"])
def test_a_full_disk_rejects_the_item_and_leaves_nothing(sink, monkeypatch, failing):
    calls = iter(range(1, 9))

    def write(descriptor, body):
        if next(calls) == failing:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.write(descriptor, body)

    monkeypatch.setattr(sink_staging, "write_all", write)
    (answer,) = sink.write([incoming("1")])

    assert isinstance(answer, Rejected)
    assert answer.failure.kind is FailureKind.DISK
    assert answer.failure.title == "Disk is full."
    assert temporary(sink) == []


def test_a_part_that_is_not_right_is_deleted(sink):
    part = sink.part()
    part.write(b"other")

    (answer,) = sink.write([dataclasses.replace(incoming("1"), body=part.close())])

    assert isinstance(answer, Rejected)
    assert temporary(sink) == []


@pytest.mark.parametrize("is_streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize(
    ("body", "level"),
    [(b"NRRD0004", Level.UNVERIFIED), (b"<html>", None), (b"", None)],
    ids=["unknown format", "page", "nothing"],
)
def test_without_a_listing_the_shape_decides(sink, body, level, is_streamed):
    item = incoming("1", body, size=None, sha256=None)
    if is_streamed:
        part = sink.part()
        part.write(body)
        item = dataclasses.replace(item, body=part.close())

    (answer,) = sink.write([item])

    assert (answer.level if isinstance(answer, Written) else None) is level


def test_what_will_not_be_committed_can_be_discarded(sink):
    written = [answer for answer in sink.write([incoming("1"), incoming("2")]) if isinstance(answer, Written)]

    sink.discard(written)

    assert temporary(sink) == []


def test_temporary_files_have_no_executable_bit(sink):
    sink.write([incoming("1")])

    assert not any(path.stat().st_mode & 0o111 for path in temporary(sink))
