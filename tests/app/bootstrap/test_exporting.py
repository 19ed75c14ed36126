"""Exports by a process of its own."""

import asyncio
import json

import pytest

from app.bootstrap.exporting import (
    ExportOrder,
    FolderExporter,
    carry_out,
    failure_line,
    look_at_folder,
    run_exporter,
    workers_for,
)
from app.exporting.receipt import NAME
from app.model.export_progress import Phase
from app.model.export_spec import ExportSpec
from app.model.failure import FailedError, Failure, FailureKind
from app.model.spec import spec_to_builtins
from tests.fakes.export_runs import names_in
from tests.fakes.gallery_folder import ProjectFolder, box


@pytest.fixture
def town(tmp_path):
    folder = ProjectFolder(tmp_path / "town")
    for n in range(5):
        folder.add(f"{n}.jpg", [box()])
    return folder.root


@pytest.mark.slow
async def test_a_folder_is_exported_and_its_report_can_be_read(town, tmp_path):
    told, exporter, spec = [], FolderExporter(), ExportSpec(str(town))

    exported = await exporter.run(spec, tmp_path / "coco", told.append)

    assert exported.report.verified.images == 5
    assert [one.phase for one in told] == [Phase.READING, Phase.WRITING, Phase.VERIFYING, Phase.PLACING]
    report = await exporter.report(spec, tmp_path / "coco")
    assert report.rows == exported.report.rows
    assert await exporter.report(ExportSpec(str(town), classes=("car",)), tmp_path / "coco") is None


@pytest.mark.slow
async def test_what_the_process_says_went_wrong_arrives(tmp_path):
    with pytest.raises(FailedError) as caught:
        await FolderExporter().run(ExportSpec(str(tmp_path)), tmp_path.parent / "out", lambda progress: None)

    assert caught.value.failure.title == f"There is no project in {tmp_path}."


@pytest.mark.slow
async def test_a_cancelled_export_leaves_nothing(town, tmp_path):
    begun = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        run = FolderExporter().run(ExportSpec(str(town)), tmp_path / "coco", lambda _: begun.set())
        work = group.create_task(run)
        await begun.wait()
        work.cancel()

    assert work.cancelled()
    assert set(names_in(tmp_path)) <= {"town", "coco"}
    assert not (tmp_path / "coco").exists() or (tmp_path / "coco" / NAME).exists()


@pytest.mark.slow
async def test_several_processes_write_the_same_bytes_as_one(town, tmp_path):
    for workers in (1, 2):
        order = ExportOrder(spec_to_builtins(ExportSpec(str(town), "yolo-detect")), str(tmp_path / f"{workers}/out"))
        order.workers = workers
        await run_exporter(order, lambda progress: None)

    one, two = ((tmp_path / f"{n}/out" / NAME).read_bytes() for n in (1, 2))
    assert one == two


def test_an_order_is_carried_out_here_as_well(town):
    said = []
    order = ExportOrder(spec_to_builtins(ExportSpec(str(town))), check=True, workers=1)

    last = json.loads(carry_out(order, said.append, lambda: False))

    assert last["exported"]["report"]["written"] == 5
    assert [json.loads(line)["progress"]["phase"] for line in said] == ["reading", "judging"]


@pytest.mark.parametrize("line", [b"", b"{", b'{"spec": 1}'], ids=["nothing", "cut", "odd"])
def test_an_order_that_is_none_is_our_own_fault(line):
    with pytest.raises(FailedError, match="fault of Windrow"):
        ExportOrder.read(line)


def test_only_exports_are_carried_out():
    with pytest.raises(FailedError, match="fault of Windrow"):
        carry_out(ExportOrder({"source": "supervisely"}), print, lambda: False)


def test_a_failure_is_a_line():
    failure = Failure(FailureKind.DISK, "Disk is full.", "Free some space.")

    assert json.loads(failure_line(failure))["failure"]["title"] == "Disk is full."


def test_a_folder_is_looked_at_before_anything_begins(town):
    assert look_at_folder(ExportSpec(str(town))) == "town"
    with pytest.raises(FailedError, match="no dataset “lakes”"):
        look_at_folder(ExportSpec(str(town), datasets=("lakes",)))


@pytest.mark.parametrize(
    ("images", "cores", "count"), [(10, 8, 1), (95, 8, 1), (96, 8, 2), (10_000, 2, 2), (10_000, 64, 8), (10_000, 1, 1)]
)
def test_further_processes_start_where_they_pay(images, cores, count):
    assert workers_for(images, cores) == count


@pytest.mark.slow
async def test_an_export_is_moved_away_as_a_whole(town, tmp_path):
    exporter = FolderExporter()
    await exporter.run(ExportSpec(str(town)), tmp_path / "coco", lambda progress: None)

    assert await exporter.discard(tmp_path / "coco", tmp_path / "trash")
    assert names_in(tmp_path) == ["town", "trash"]


async def test_sweeping_where_nothing_was_left_does_nothing(tmp_path):
    await FolderExporter().sweep(tmp_path / "out")
