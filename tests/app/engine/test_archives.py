"""A download that keeps archives ends with lists that name what the archives really hold, and nothing else."""

import io
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from app.engine.archive_lists import ArchiveLists
from app.engine.archives import NO_ARCHIVES
from app.formats.offsets import read_offsets
from app.formats.offsets_writer import entries_before, offsets_file
from app.model.commands import RetryJob
from app.model.events import JobNoted, TasksSettled
from app.model.job import JobState
from app.model.queries import ListFailures
from app.model.spec import SuperviselySpec
from app.model.task import TaskState
from tests.fakes.archive_source import STEM, ArchiveSource
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource, body_of

pytestmark = pytest.mark.slow
LISTS = ArchiveLists(entries_before, offsets_file)
BLOBS = SuperviselySpec(1, blobs=True)


def pictures(out: Path) -> dict[str, bytes]:
    """Cut every picture out of the archive, as the list says."""
    tar = (out / "blob" / f"{STEM}.tar").read_bytes()
    entries = read_offsets(out / "ds0" / f"{STEM}_offsets.pkl").entries
    return {entry.name: tar[entry.start : entry.end] for entry in entries}


def wanted(*keys: int) -> dict[str, bytes]:
    return {f"image_{key}.jpg": body_of(str(key)) for key in keys}


async def test_archive_and_list_hold_every_picture_and_nothing_lies_there_as_a_file(tmp_path):
    async with Bench(tmp_path, ArchiveSource(5), archive_lists=LISTS) as bench:
        bench.add(BLOBS)
        await bench.finished()

    assert bench.state() is JobState.DONE
    assert pictures(bench.out) == wanted(1, 2, 3, 4, 5)
    assert not list((bench.out / "ds0" / "img").iterdir())
    assert len(list((bench.out / "ds0" / "ann").iterdir())) == 5
    assert (bench.out / "blob" / f"{STEM}.tar").read_bytes() == bench.source.tar


async def test_a_second_download_fetches_nothing_and_names_nothing_twice(tmp_path):
    async with Bench(tmp_path, ArchiveSource(3), archive_lists=LISTS) as bench:
        bench.add(BLOBS)
        await bench.finished()
        asked = len(bench.service.log)
        bench.add(BLOBS)
        end = await bench.finished(2)

    assert (end.counts.already_here, end.counts.done) == (4, 0)
    assert not [name for name, _ in bench.service.log[asked:] if name in ("image", "locate")]
    assert pictures(bench.out) == wanted(1, 2, 3)


async def test_pictures_that_the_archive_does_not_hold_as_listed_fail_and_are_in_no_list(tmp_path):
    source = ArchiveSource(4)
    start, _ = source.places["2"]
    source.tar = source.tar[: start + 20] + b"damaged" + source.tar[start + 27 :]
    source.places["3"] = (len(source.tar) - 10, len(source.tar) + 390)
    async with Bench(tmp_path, source, archive_lists=LISTS) as bench:
        bench.add(BLOBS)
        end = await bench.finished()
        groups = await bench.engine.call(ListFailures(1))

    assert bench.state() is JobState.PROBLEMS
    assert (end.counts.done, end.counts.failed) == (3, 2)
    assert "archive does not hold this picture" in groups[0].title
    assert pictures(bench.out) == wanted(1, 4)
    failed = [task for fact in bench.of(TasksSettled) for task in fact.tasks if task.state is TaskState.FAILED]
    assert [(task.key, task.path) for task in failed] == [("2", "ds0/img/image_2.jpg"), ("3", "ds0/img/image_3.jpg")]


async def test_without_its_archive_every_picture_fails_and_trying_again_brings_them(tmp_path):
    source = ArchiveSource(3)
    whole, source.tar = source.tar, b"<html>no</html>"
    async with Bench(tmp_path, source, archive_lists=LISTS) as bench:
        bench.add(BLOBS)
        first = await bench.finished()
        source.tar = whole
        bench.tell(RetryJob(1))
        await bench.finished(2)

    assert first.counts.failed == 4
    assert bench.state() is JobState.DONE
    assert pictures(bench.out) == wanted(1, 2, 3)


async def test_a_part_of_the_project_leaves_the_rest_in_the_list(tmp_path):
    async with Bench(tmp_path, ArchiveSource(4), archive_lists=LISTS) as bench:
        bench.add(BLOBS)
        await bench.finished()
        bench.source.count = 2
        bench.add(replace(BLOBS, limit=2))
        await bench.finished(2)

    assert pictures(bench.out) == wanted(1, 2, 3, 4)


async def test_a_project_without_archives_says_so_and_brings_files(tmp_path):
    async with Bench(tmp_path, FakeSource(2), archive_lists=LISTS) as bench:
        bench.add(BLOBS)
        await bench.finished()
        bench.take()
        bench.check()

    assert bench.state() is JobState.DONE
    assert [note.text for note in bench.of(JobNoted) if note.matters] == [NO_ARCHIVES]


async def test_files_beside_lists_that_name_the_same_pictures_are_refused_before_anything_is_fetched(tmp_path):
    async with Bench(tmp_path, ArchiveSource(2), archive_lists=LISTS) as bench:
        bench.add(BLOBS)
        await bench.finished()
        asked = len(bench.service.log)
        bench.add(SuperviselySpec(1))
        await bench.finished(2)

    assert bench.state(2) is JobState.FAILED
    assert "archives" in (bench.job(2).failure.title)
    assert len(bench.service.log) == asked
    assert pictures(bench.out) == wanted(1, 2)


async def test_an_archive_that_was_spoiled_on_the_disk_is_fetched_again(tmp_path):
    async with Bench(tmp_path, ArchiveSource(2), archive_lists=LISTS) as bench:
        bench.add(BLOBS)
        await bench.finished()
        (bench.out / "blob" / f"{STEM}.tar").write_bytes(b"short")
        bench.add(BLOBS)
        end = await bench.finished(2)

    assert bench.state(2) is JobState.DONE
    assert end.counts.done == 1
    assert pictures(bench.out) == wanted(1, 2)


def test_the_fake_archive_is_one():
    with tarfile.open(fileobj=io.BytesIO(ArchiveSource(2).tar)) as tar:
        assert tar.getnames() == ["1.jpg", "2.jpg"]
