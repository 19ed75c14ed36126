"""The Mapillary source, the real network and the sandbox together: whatever the servers do, nothing is lost unsaid."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
from PIL import Image

from app.model.account import Account
from app.model.call import Network
from app.model.clock import SystemClock
from app.model.failure import FailedError, FailureKind
from app.model.harvest import MapillarySpec, ThumbSize, Via
from app.model.harvest_record import record_from_json
from app.model.item import ItemPage
from app.model.region import box
from app.model.source import Listed
from app.net.http import Http
from app.net.limiter import Limiters
from app.sandbox.faults import Fault, Rule
from app.sandbox.server import Sandbox, SandboxSettings
from app.sandbox.street_access import BlockRule
from app.sandbox.street_settings import StreetSettings, Unknown
from app.sources import REGISTRY, BrowsableSource
from tests.fakes.kit import fake_kit
from tests.fakes.sandbox import running_sandbox

TOWN = box(4.795, 45.74, 4.815, 45.755, "Old town")
SPEC = MapillarySpec(regions=(TOWN,))
pytestmark = pytest.mark.slow


@dataclass
class Street:
    """A Mapillary account at a running sandbox."""

    sandbox: Sandbox
    source: BrowsableSource
    network: Network

    async def pages(self, spec: MapillarySpec = SPEC) -> list[ItemPage]:
        return [page async for page in self.source.items(spec, self.network)]

    async def listed(self, spec: MapillarySpec = SPEC) -> list[Listed]:
        return [
            Listed(i.key, i.name, None, None, i.version, i.payload, page.dataset.key, f"Old town/img/{i.name}")
            for page in await self.pages(spec)
            for i in page.items
        ]

    def fault(self, route: str, kind: str, **more: object) -> None:
        """Break every answer of a route; `times`, `row`, … as in the sandbox's own rules."""
        times = more.pop("times", None)
        self.sandbox.faults = type(self.sandbox.faults)(
            (Rule(route=route, times=times, fault=Fault(kind=kind, **more)),)
        )


@asynccontextmanager
async def street(settings: StreetSettings | None = None, token: str | None = None) -> AsyncIterator[Street]:
    """Serve the town and open an account there."""
    clock = SystemClock()
    entry, kit = REGISTRY["mapillary"], fake_kit(clock)
    async with running_sandbox(SandboxSettings(street=settings or StreetSettings(dense=0))) as sandbox:
        account = Account("m", "mapillary", sandbox.address, "M", tile_address=sandbox.address)
        http = Http(clock=clock, limiters=Limiters(clock), user_agent="test", environ={})
        rules = entry.rules(account, sandbox.street_token if token is None else token, kit)
        yield Street(sandbox, entry.factory(account, kit), http.door(rules, service=entry.title))
        await http.aclose()


async def test_every_image_of_the_region_arrives_with_its_record():
    async with street() as s:
        survey = await s.source.survey(SPEC, s.network)
        items = await s.listed()
        found = await s.source.locate(SPEC, items[:60], s.network)
        pictures = [await s.network.ask(one.call) for one in found[:10]]

    sizes = [Image.open(io.BytesIO(answer.body)).size for answer in pictures]
    finished = [one.finish(*size) for one, size in zip(found, sizes, strict=False)]
    records = [record_from_json(one.sidecars[0].body) for one in finished]
    assert survey.items == len(items) > 500
    assert all(one.failure is None for one in found)
    assert all(TOWN.west <= record.lon <= TOWN.east for record in records)
    assert [(record.file_width, record.file_height) for record in records] == sizes
    assert all(record.creator and record.sequence for record in records)


async def test_the_token_goes_where_it_belongs():
    """Trap 41 of the reference: the header to the graph, the query to tiles, nothing to pictures."""
    async with street() as s:
        items = await s.listed()
        found = await s.source.locate(SPEC, items[:5], s.network)
        await s.network.ask(found[0].call)
        entries = list(s.sandbox.journal.entries)

    by_route = {entry.route: {e.token for e in entries if e.route == entry.route} for entry in entries}
    assert by_route == {"street.tile": {"query"}, "street.entities": {"header"}, "street.thumb": {""}}
    assert all("authorization" not in entry.credentials for entry in entries if entry.route != "street.entities")


async def test_no_tile_is_asked_for_twice():
    """Trap 8 of the reference."""
    async with street() as s:
        await s.source.survey(SPEC, s.network)
        await s.listed()
        asked = [entry.ids for entry in s.sandbox.journal.of("street.tile")]

    assert len(asked) == len(set(asked)) == len(s.source.tiles(SPEC))


@pytest.mark.parametrize("as_page", [False, True], ids=["redirect", "page"])
async def test_a_block_stops_the_tiles_at_once(as_page):
    """Trap 8 of the reference."""
    async with street(StreetSettings(dense=0, block=BlockRule(after=1, as_page=as_page))) as s:
        pages = await s.pages()
        asked = s.sandbox.journal.counts["street.tile"]

    failures = [page.failure for page in pages if page.failure]
    assert {failure.code for failure in failures} == {"blocked"}
    assert len(failures) == len(s.source.tiles(SPEC)) - 1
    assert asked <= 5


@pytest.mark.parametrize("row", ["bad-token", "bad-token-200", "expired-token", "no-token", "login-wall"])
async def test_a_refused_token_is_never_a_missing_image(row):
    """Traps 10, 11 and 47 of the reference."""
    async with street() as s:
        items = await s.listed()
        s.fault("street.entities", "graph", row=row)
        with pytest.raises(FailedError) as caught:
            await s.source.locate(SPEC, items[:5], s.network)

    failed = caught.value.failure
    assert failed.kind is FailureKind.AUTH


async def test_a_wrong_token_shows_in_the_check():
    async with street(token="MLY|1|00ff") as s:
        with pytest.raises(FailedError) as caught:
            await s.source.probe(s.network)

    failed = caught.value.failure
    assert failed.kind is FailureKind.AUTH


async def test_the_application_limit_is_a_rest_of_a_minute():
    async with street() as s:
        items = await s.listed()
        s.fault("street.entities", "graph", row="app-limit")
        with pytest.raises(FailedError) as caught:
            await s.source.locate(SPEC, items[:5], s.network)

    failed = caught.value.failure
    assert (failed.kind, failed.retry_after) == (FailureKind.RATE, pytest.approx(60, abs=1))


@pytest.mark.parametrize("unknown", list(Unknown))
async def test_a_gone_image_costs_the_others_nothing(unknown):
    """Traps 14 and 46 of the reference, in both possible manners of a batch."""
    async with street(StreetSettings(dense=0, unknown=unknown)) as s:
        items = await s.listed()
        gone = items[17].key
        s.sandbox.street.world.gone.add(int(gone))
        found = await s.source.locate(SPEC, items[:50], s.network)

    assert [one.key for one in found if one.failure] == [gone]
    assert next(one.failure.code for one in found if one.failure) == "100/33"


async def test_batches_that_are_too_much_are_split():
    """Trap 13 of the reference."""
    async with street() as s:
        items = await s.listed()
        s.fault("street.entities", "graph", row="reduce-other", times=3)
        found = await s.source.locate(SPEC, items[:40], s.network)

    assert all(one.call is not None for one in found)


async def test_an_address_that_expired_is_told_as_such_and_a_fresh_one_works():
    """Trap 15 of the reference."""
    async with street() as s:
        (item,) = (await s.listed())[:1]
        s.sandbox.street.gate.thumb_seconds = -10
        (old,) = await s.source.locate(SPEC, [item], s.network)
        with pytest.raises(FailedError) as caught:
            await s.network.ask(old.call)
        s.sandbox.street.gate.thumb_seconds = 3600
        (fresh,) = await s.source.locate(SPEC, [item], s.network)
        answer = await s.network.ask(fresh.call)

    failed = caught.value.failure
    assert failed.code == "expired"
    assert old.is_perishable
    assert fresh.good_until > old.good_until
    assert answer.body.startswith(b"\xff\xd8\xff")


BROKEN = {
    "cut": ("cut", {"at": 0.5}),
    "short": ("short", {"by": 0.3}),
    "page": ("html", {}),
    "500": ("status", {"status": 500}),
    "ended early": ("unframed", {"at": 0.5}),
}


@pytest.mark.parametrize(("kind", "more"), BROKEN.values(), ids=BROKEN.keys())
async def test_a_tile_that_did_not_arrive_whole_is_failed_never_empty(kind, more):
    """Trap 9 of the reference."""
    async with street() as s:
        s.fault("street.tile", kind, **more)
        pages = await s.pages()

    failed = [page.tile for page in pages if page.failure]
    assert failed == list(s.source.tiles(SPEC))
    assert not any(page.items for page in pages)


@pytest.mark.parametrize("wrapped", [False, True], ids=["as encoding", "as file"])
async def test_packed_tiles_are_read(wrapped):
    async with street() as s:
        whole = len(await s.listed())
    async with street() as s:
        s.fault("street.tile", "gzip", wrapped=wrapped)
        packed = len(await s.listed())

    assert packed == whole > 0


async def test_the_search_finds_what_the_tiles_hold():
    """Traps 12 and 13 of the reference: a dense place is split until it answers."""
    async with street(StreetSettings(dense=0, dense_most=150)) as s:
        by_tiles = {item.key for item in await s.listed()}
        by_search = {item.key for item in await s.listed(replace(SPEC, via=Via.SEARCH))}

    # Tiles round positions to half a metre: images on the very edge may lie on either side.
    assert len(by_tiles ^ by_search) < 10
    assert len(by_search) > 500


async def test_a_spec_of_sequences_and_creators_is_listed():
    """Traps 23, 36 and 48 of the reference: names with any letters, keys that differ in case only."""
    async with street() as s:
        first = await s.listed(replace(SPEC, max_images=1))
        (found,) = await s.source.locate(SPEC, first, s.network)
        record = record_from_json(found.finish(1, 1).sidecars[0].body)
        by_sequence = await s.listed(MapillarySpec(sequences=(record.sequence,)))
        by_creator = await s.listed(MapillarySpec(creator=record.creator))

    assert first[0].key in {item.key for item in by_sequence}
    assert {item.key for item in by_sequence} <= {item.key for item in by_creator}


async def test_a_size_that_is_missing_falls_back():
    """Traps 16 and 17 of the reference: some originals are smaller than the size asked for."""
    async with street() as s:
        items = await s.listed(replace(SPEC, max_images=100))
        spec = replace(SPEC, size=ThumbSize.ORIGINAL)
        found = await s.source.locate(spec, items, s.network)

    assert all(one.call is not None for one in found)
