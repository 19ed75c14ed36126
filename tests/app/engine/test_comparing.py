"""Before the start a person knows what is new, changed and gone, without fetching an image."""

from dataclasses import replace

import pytest

from app.model.job import JobState
from app.model.queries import MakeSurvey
from app.model.spec import SuperviselySpec
from app.model.survey import Difference
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow
ALL = SuperviselySpec(1)


async def survey(bench, spec=ALL):
    return await bench.engine.call(MakeSurvey(spec, "k", str(bench.out)))


async def filled(bench, spec=ALL):
    bench.add(spec)
    await bench.finished()
    return len(bench.service.log)


async def test_a_folder_that_is_not_there_is_not_compared(tmp_path):
    async with Bench(tmp_path, FakeSource(3)) as bench:
        found = await survey(bench)

    assert (found.difference, found.already_here) == (None, 0)


async def test_everything_is_counted_by_listing_alone(tmp_path):
    source = FakeSource(6)
    async with Bench(tmp_path, source) as bench:
        asked = await filled(bench)
        (bench.out / "ds0/img/image_1.jpg").unlink()
        source.count = 5
        found = await survey(bench)
        routes = {name for name, _ in bench.service.log[asked:]}

    assert found.difference == Difference(1, 0, 1, ("ds0/img/image_6.jpg",))
    assert (found.items, found.already_here, found.size.likely) == (5, 4, 400)
    assert routes <= {"survey", "list"}


async def test_changed_labels_cost_no_picture_and_changed_pictures_do(tmp_path):
    source = FakeSource(4)
    async with Bench(tmp_path, source) as bench:
        await filled(bench)
        source.version = "v2"
        labels = await survey(bench)
        source.size = 500
        pictures = await survey(bench)

    assert (labels.difference, labels.size.likely) == (Difference(0, 4, 0), 0)
    assert (pictures.difference, pictures.size.likely) == (Difference(0, 4, 0), 2000)


async def test_pictures_that_were_left_out_before_are_bytes_to_fetch_now(tmp_path):
    async with Bench(tmp_path, FakeSource(4)) as bench:
        await filled(bench, replace(ALL, save_images=False))
        again = await survey(bench, replace(ALL, save_images=False))
        now = await survey(bench)

    assert (again.difference, again.already_here) == (Difference(0, 0, 0), 4)
    assert (now.difference, now.size.likely) == (Difference(0, 4, 0), 1600)


async def test_what_it_says_is_what_the_download_does(tmp_path):
    source = FakeSource(5)
    async with Bench(tmp_path, source) as bench:
        await filled(bench)
        source.count = 7
        found = await survey(bench)
        bench.add(ALL)
        end = await bench.finished(2)

    assert found.difference == Difference(2, 0, 0)
    assert (end.counts.done, end.counts.already_here) == (2, found.already_here)


async def test_a_part_of_a_project_says_nothing_of_what_is_gone(tmp_path):
    source = FakeSource(5)
    async with Bench(tmp_path, source) as bench:
        await filled(bench)
        source.count = 3
        found = await survey(bench, replace(ALL, dataset_ids=(1000,)))

    assert found.difference.gone == 0


async def test_a_folder_that_is_being_filled_is_counted_cheaply(tmp_path):
    source = FakeSource(40)
    async with Bench(tmp_path, source) as bench:
        await filled(bench)
        source.count = 80
        bench.service.latency = 20.0
        bench.add(ALL)
        await bench.until(lambda: bench.job(2) is not None and bench.state(2) is JobState.RUNNING)
        found = await survey(bench)

    assert found.difference is None
    assert found.already_here >= 40
