"""Facts about images without the images."""

from pathlib import Path

import pytest

from app.engine.gathering import describe_items, list_items
from app.model.failure import Failure, FailureKind
from app.model.harvest_record import HarvestRecord, record_to_json
from app.model.layout import SidecarKind
from app.model.queries import DescribeItems, ListItems
from app.model.source import Finished, Listed, Located, Sidecar
from tests.fakes.clock import FakeClock
from tests.fakes.engine import Bench
from tests.fakes.network_stub import StubNetwork, StubService
from tests.fakes.street_source import StreetSource, street_spec

GONE = Failure(FailureKind.NOT_FOUND, "It is gone.")


class RecordSource(StreetSource):
    """Locates images with a record of each; image 2 is gone, of image 3 nothing is known, 4 is left out."""

    async def locate(self, spec, items, network):
        return [self.one(item) for item in reversed(items) if item.key != "4"]

    def one(self, item: Listed) -> Located:
        if item.key == "2":
            return Located(item.key, failure=GONE)
        if item.key == "3":
            return Located(item.key)
        located = super()._located(item)

        def finish(width: int, height: int) -> Finished:
            record = HarvestRecord(id=item.key, name=item.name, file="", file_width=width, file_height=height)
            return Finished((Sidecar(SidecarKind.IMAGE_META, record_to_json(record)),))

        return Located(item.key, call=located.call, finish=finish)


def parts(count: int) -> tuple[RecordSource, StubNetwork]:
    source = RecordSource(count)
    return source, StubNetwork(StubService(source.body), FakeClock())


async def test_everything_is_listed_and_unread_tiles_are_named():
    source, network = parts(25)
    source.broken = {"14/1/7"}

    found = await list_items(source, street_spec(), network)

    assert [item.key for item in found.items] == [str(number) for number in (*range(1, 11), *range(21, 26))]
    assert found.tiles == 3
    assert [key for key, _ in found.unread] == ["14/1/7"]


async def test_what_is_known_comes_in_the_order_of_the_question():
    source, network = parts(10)
    items = (await list_items(source, street_spec(), network)).items[:5]

    found = await describe_items(source, street_spec(), items, network)

    assert [one.key for one in found] == ["1", "2", "3", "4", "5"]
    assert found[0].record is not None
    assert found[0].address.startswith("https://")
    assert (found[0].record.file_width, found[0].record.file_height) == (0, 0), "no file has arrived"
    assert found[1].failure == GONE
    assert [one.record for one in found[1:4]] == [None] * 3
    assert found[2].failure is not None
    assert found[3].failure is not None


@pytest.mark.slow
async def test_the_engine_answers_both_questions(tmp_path: Path):
    async with Bench(tmp_path, RecordSource(12)) as bench:
        listed = await bench.engine.call(ListItems(street_spec(), "k"))
        known = await bench.engine.call(DescribeItems(street_spec(), "k", listed.items[:1]))

    assert len(listed.items) == 12
    assert known[0].key == "1"
