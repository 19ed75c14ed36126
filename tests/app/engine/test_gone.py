"""What the project does not list any more is kept and named, or put away when somebody asks for it."""

import json

import pytest

from app.engine.archive_lists import ArchiveLists
from app.formats.offsets import read_offsets
from app.formats.offsets_writer import entries_before, offsets_file
from app.model.events import JobNoted
from app.model.spec import SuperviselySpec
from app.store.verify import verify_tree
from tests.fakes.archive_source import STEM, ArchiveSource
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow
TRASH = SuperviselySpec(1, trash_gone=True)


def receipt_of(bench):
    return json.loads((bench.out / ".windrow_meta/receipt.json").read_text())


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


async def shrunk(bench, source, spec, count):
    bench.add(spec)
    await bench.finished()
    source.count = count
    bench.add(spec)
    await bench.finished(2)
    bench.take()


async def test_gone_images_are_kept_and_named(tmp_path):
    source = FakeSource(4)
    async with Bench(tmp_path, source) as bench:
        await shrunk(bench, source, SuperviselySpec(1), 3)

    assert receipt_of(bench)["gone"] == ["ds0/img/image_4.jpg"]
    assert (bench.out / "ds0/img/image_4.jpg").exists()
    assert [note.text for note in bench.of(JobNoted) if note.matters and note.job_id == 2] == receipt_of(bench)["notes"]


async def test_gone_images_go_to_a_trash_beside_the_folder_with_all_that_lies_beside_them(tmp_path):
    source = FakeSource(5)
    async with Bench(tmp_path, source) as bench:
        await shrunk(bench, source, TRASH, 3)
        bench.check()

    assert verify_tree(bench.out).is_right
    trash = bench.out.with_name(".windrow-trash-out-2")
    assert files(trash) == [f"ds0/{kind}" for kind in (
        "ann/image_4.jpg.json", "ann/image_5.jpg.json", "img/image_4.jpg", "img/image_5.jpg")]  # fmt: skip
    assert "2 images that the project does not list any more were moved" in receipt_of(bench)["notes"][0]
    assert receipt_of(bench)["gone"] == []


async def test_what_is_in_the_trash_is_not_told_again(tmp_path):
    source = FakeSource(4)
    async with Bench(tmp_path, source) as bench:
        await shrunk(bench, source, TRASH, 3)
        bench.add(TRASH)
        await bench.finished(3)

    assert receipt_of(bench)["notes"] == []


async def test_an_edited_file_is_not_ours_to_take_away(tmp_path):
    source = FakeSource(3)
    async with Bench(tmp_path, source) as bench:
        bench.add(TRASH)
        await bench.finished()
        (bench.out / "ds0/img/image_3.jpg").write_bytes(b"mine now")
        source.count = 2
        bench.add(TRASH)
        await bench.finished(2)

    assert (bench.out / "ds0/img/image_3.jpg").read_bytes() == b"mine now"


async def test_images_of_another_project_in_the_same_folder_are_left_alone(tmp_path):
    source = FakeSource(4)
    async with Bench(tmp_path, source) as bench:
        bench.add(SuperviselySpec(2))
        await bench.finished()
        source.count = 2
        bench.add(TRASH)
        await bench.finished(2)

    assert len(list((bench.out / "ds0/img").iterdir())) == 4
    assert any("Another project" in note for note in receipt_of(bench)["notes"])


async def test_a_job_with_problems_puts_nothing_away(tmp_path):
    source = FakeSource(4)
    async with Bench(tmp_path, source) as bench:
        bench.add(TRASH)
        await bench.finished()
        source.count, source.version = 3, "v2"
        bench.service.mangle = lambda key, body: None if key == "2" else body
        (bench.out / "ds0/img/image_2.jpg").unlink()
        bench.add(TRASH)
        await bench.finished(2)

    assert (bench.out / "ds0/img/image_4.jpg").exists()


@pytest.mark.parametrize("left", [2, 0])
async def test_gone_images_of_an_archive_leave_its_list_even_when_it_is_all_of_them(tmp_path, left):
    source = ArchiveSource(4)
    lists = ArchiveLists(entries_before, offsets_file)
    async with Bench(tmp_path, source, archive_lists=lists) as bench:
        await shrunk(bench, source, SuperviselySpec(1, blobs=True, trash_gone=True), left)

    entries = read_offsets(bench.out / "ds0" / f"{STEM}_offsets.pkl").entries
    assert [entry.name for entry in entries] == ["image_1.jpg", "image_2.jpg"][:left]
    assert len(files(bench.out / "ds0/ann")) == left
    assert verify_tree(bench.out).is_right
