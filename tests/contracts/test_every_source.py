"""What every source owes to the engine, run over the registry.

Each source brings a small service of its own behind a fake network; nothing here knows which source it is.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.model.account import Account
from app.model.answers import Look
from app.model.call import Call, Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.item import ItemPage
from app.model.source import Listed
from app.model.spec import SPECS, Spec, SuperviselySpec
from app.model.survey import Survey
from app.sources import REGISTRY
from tests.fakes.kit import fake_kit
from tests.fakes.network import FakeNetwork
from tests.fakes.small_server import PROJECT, ROOT, SmallServer
from tests.fakes.small_street import CDN, SmallStreet

ORIGIN = "https://server.test"
TILES = "https://tiles.test"
SOME_KINDS = (
    FailureKind.NETWORK,
    FailureKind.SERVER,
    FailureKind.RATE,
    FailureKind.AUTH,
    FailureKind.FORBIDDEN,
    FailureKind.NOT_FOUND,
    FailureKind.REFUSED,
    FailureKind.DATA,
)


@dataclass
class Rig:
    """A service with images and the spec that asks for all of them.

    Attributes:
        network: The service.
        spec: Asks for everything.
        origins: Servers that may be asked.
        project_id, dataset_id: A project of a source that has a tree; 0 for one that has a map instead.
    """

    network: FakeNetwork
    spec: Spec
    origins: tuple[str, ...] = (ORIGIN,)
    project_id: int = 0
    dataset_id: int = 0

    @property
    def has_tree(self) -> bool:
        return self.project_id > 0


def supervisely() -> Rig:
    return Rig(SmallServer(40).network, SuperviselySpec(project_id=PROJECT), project_id=PROJECT, dataset_id=ROOT)


def mapillary() -> Rig:
    street = SmallStreet(60)
    return Rig(street.network, street.spec(), origins=(ORIGIN, TILES, CDN))


RIGS: dict[str, Callable[[], Rig]] = {"supervisely": supervisely, "mapillary": mapillary}
pytestmark = pytest.mark.parametrize("key", sorted(REGISTRY))


def make(key: str):
    account = Account(f"{key}@server.test", key, ORIGIN, "Test", tile_address=TILES)
    return REGISTRY[key].factory(account, fake_kit()), RIGS[key]()


def questions(source, rig: Rig):
    """Return what can be asked of a source, as functions without arguments."""
    network, spec = rig.network, rig.spec
    asked = [
        lambda: source.survey(spec, network),
        lambda: source.project_files(spec, network),
        lambda: listing(source, rig),
        lambda: source.probe(network),
        lambda: source.looks(spec, 4, network),
    ]
    if rig.has_tree:
        asked += [lambda: source.project(rig.project_id, network), lambda: source.children(None, None, network)]
        return [*asked, lambda: source.first_look(rig.project_id, (), 4, network)]
    z, x, y = map(int, source.tiles(spec)[0].split("/"))
    return [*asked, lambda: source.coverage(z, x, y, network, only_cached=False)]


async def listing(source, rig: Rig) -> list[ItemPage]:
    return [page async for page in source.items(rig.spec, rig.network)]


def listed(pages: list[ItemPage]) -> list[Listed]:
    return [
        Listed(i.key, i.name, i.size, i.sha256, i.version, i.payload, page.dataset.key)
        for page in pages
        for i in page.items
    ]


def test_the_registry_is_in_order(key):
    entry = REGISTRY[key]

    assert entry.key == key
    assert SPECS[key] is entry.spec
    assert entry.title
    rules = entry.rules(Account("a", key, ORIGIN, "A", tile_address=TILES), "secret-token", fake_kit())
    assert rules.credentials[0].origin == ORIGIN
    assert "secret-token" not in repr(rules)
    assert key in RIGS


async def test_survey_and_items_agree(key):
    source, rig = make(key)

    survey = await source.survey(rig.spec, rig.network)
    pages = await listing(source, rig)

    assert survey.items == sum(len(page.items) for page in pages)
    assert survey.already_here == 0
    assert survey.size.low <= survey.size.likely <= survey.size.high
    assert all(count >= 0 for count in survey.requests.values())


async def test_every_item_comes_once_and_the_order_is_stable(key):
    source, rig = make(key)

    first, second = await listing(source, rig), await listing(source, rig)
    keys = [item.key for page in first for item in page.items]

    assert first == second
    assert len(set(keys)) == len(keys) > 0
    assert all(page.dataset.path[-1][0] == page.dataset.key for page in first)


async def test_the_ledger_gets_neither_addresses_nor_secrets(key):
    source, rig = make(key)

    for page in await listing(source, rig):
        for item in page.items:
            json.loads(item.payload)
            assert "://" not in item.payload
            assert item.version
            assert item.sha256 is None or len(item.sha256) == 64


async def test_locate_answers_every_key_once(key):
    source, rig = make(key)
    items = listed(await listing(source, rig))

    found = [
        one
        for at in range(0, len(items), source.locate_size)
        for one in await source.locate(rig.spec, items[at : at + source.locate_size], rig.network)
    ]

    assert sorted(one.key for one in found) == sorted(item.key for item in items)
    assert all((one.call is not None) != (one.failure is not None) for one in found)


async def test_locate_of_nothing_asks_nothing(key):
    source, rig = make(key)

    assert list(await source.locate(rig.spec, [], rig.network)) == []
    assert rig.network.calls == []


async def test_parcels_carry_listed_images_once_and_their_answers_give_them_back(key):
    source, rig = make(key)
    items = listed(await listing(source, rig))

    parcels = source.parcels(rig.spec, items)
    carried = [one for parcel in parcels for one in parcel.keys]

    assert set(carried) <= {item.key for item in items}
    assert len(set(carried)) == len(carried)
    for parcel in parcels:
        answer = await rig.network.ask(parcel.call)
        splitter = source.splitter(answer.headers["content-type"])
        parts = [part for at in range(0, len(answer.body), 999) for part in splitter.feed(answer.body[at : at + 999])]
        assert {part.key for part in [*parts, *splitter.finish()]} == set(parcel.keys)


async def test_a_splitter_believes_no_other_type_and_no_half_answer(key):
    source, rig = make(key)
    parcels = source.parcels(rig.spec, listed(await listing(source, rig)))
    if not parcels:
        with pytest.raises(FailedError):
            source.splitter("multipart/form-data; boundary=x")
        return
    parcel = parcels[0]
    answer = await rig.network.ask(parcel.call)
    splitter = source.splitter(answer.headers["content-type"])

    with pytest.raises(FailedError):
        source.splitter("text/html")
    list(splitter.feed(answer.body[: len(answer.body) // 2]))
    with pytest.raises(FailedError):
        list(splitter.finish())


@pytest.mark.parametrize("kind", SOME_KINDS)
async def test_a_failure_of_any_request_is_told(key, kind):
    """Whatever is asked first, second or third: a failure is raised as it is, or with the name of what it concerns."""
    failure = Failure(kind, "Said by the test.", retry_after=3.0)

    for broken in make(key)[1].network.routes:
        for number in range(len(questions(*make(key)))):
            # A fresh source each time: what was asked before is remembered.
            source, rig = make(key)
            rig.network.routes |= {broken: lambda _: failure}
            try:
                answer = await questions(source, rig)[number]()
            except FailedError as error:
                raised = error.failure
                assert raised is failure or is_about(raised, failure)
                continue
            assert all(call.route != broken for call in rig.network.calls) or tells_of_tiles(answer)
        source, rig = make(key)
        items = listed(await listing(source, rig))
        rig.network.routes |= {broken: lambda _: failure}
        await _locate_with(source, rig, items[:5], failure)


def is_about(raised: Failure, failure: Failure) -> bool:
    return "tile" in raised.title or (raised.kind is failure.kind and raised.title.endswith(f": {failure.title}"))


def tells_of_tiles(answer: object) -> bool:
    """Return whether an answer says that it is not whole; a look shows whatever it can."""
    if isinstance(answer, Survey):
        return not answer.is_exact
    pages = answer if isinstance(answer, list) else []
    return all(isinstance(one, Look) for one in pages) or any(page.failure is not None for page in pages)


async def _locate_with(source, rig: Rig, items: list[Listed], failure: Failure) -> None:
    """A failure while locating is raised, or it is the failure of single images; no image is lost."""
    try:
        found = await source.locate(rig.spec, items, rig.network)
    except FailedError as error:
        failed = error.failure
        assert failed is failure
        return
    assert [one.key for one in found] == [item.key for item in items]
    assert all(one.failure in (None, failure) for one in found)


async def test_cancelling_leaves_nothing_running(key):
    for number in range(len(questions(*make(key)))):
        source, rig = make(key)
        rig.network.gate = asyncio.Event()
        ask = questions(source, rig)[number]
        await cancel_while_it_waits(ask, rig)
    source, rig = make(key)
    items = listed(await listing(source, rig))
    rig.network.gate = asyncio.Event()
    await cancel_while_it_waits(lambda: source.locate(rig.spec, items, rig.network), rig)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def cancel_while_it_waits(ask, rig: Rig) -> None:
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        task = group.create_task(ask())
        while rig.network.in_flight == 0 and not task.done():
            await asyncio.sleep(0)
        asks_nothing = task.done()
        task.cancel()
    assert task.cancelled() or (asks_nothing and not rig.network.calls)
    assert rig.network.in_flight == 0


async def test_a_listing_that_nobody_reads_on_leaves_nothing_running(key):
    source, rig = make(key)
    pages = source.items(rig.spec, rig.network)

    await anext(pages)
    await pages.aclose()

    assert rig.network.in_flight == 0
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_no_request_carries_a_credential_or_leaves_the_server(key):
    """The network adds credentials by origin; a source never sees a token."""
    source, rig = make(key)
    rules = REGISTRY[key].rules(Account("a", key, ORIGIN, "A"), "secret", fake_kit())
    secret = {name for credential in rules.credentials for name, _ in credential.headers}

    items = listed(await listing(source, rig))
    found = await source.locate(rig.spec, items, rig.network)
    await source.looks(rig.spec, 2, rig.network)
    parcels = source.parcels(rig.spec, items)
    calls: list[Call] = [*rig.network.calls, *(p.call for p in parcels), *(one.call for one in found if one.call)]

    assert all(call.url.startswith(tuple(f"{origin}/" for origin in rig.origins)) for call in calls)
    assert all("token" not in call.url and "secret" not in call.url for call in calls)
    assert all(name not in {*secret, "authorization", "cookie"} for call in calls for name, _ in call.headers)
    assert all(call.route and call.max_bytes > 0 and call.items > 0 for call in calls)


async def test_the_tree_opens_from_the_top_to_the_bottom(key):
    source, rig = make(key)
    network: Network = rig.network
    floor = await source.children(None, None, network)

    while floor:
        assert len({node.id for node in floor}) == len(floor)
        opened = next((node for node in floor if node.has_children), None)
        floor = [] if opened is None else await source.children(opened.kind, opened.id, network)
        assert opened is None or floor


async def test_a_page_and_a_first_look_show_the_project(key):
    source, rig = make(key)
    if not rig.has_tree:
        for ask in (source.project(1, rig.network), source.first_look(1, (), 3, rig.network)):
            with pytest.raises(FailedError):
                await ask
        return

    page = await source.project(rig.project_id, rig.network)
    looks = await source.first_look(rig.project_id, (rig.dataset_id,), 3, rig.network)

    assert page.project.id == rig.project_id
    assert rig.dataset_id in {node.id for node in page.datasets}
    assert 0 < len(looks) <= 3
    assert all(look.image and look.name for look in looks)


async def test_a_look_at_a_selection_shows_some_of_its_images(key):
    source, rig = make(key)
    names = {item.name for item in listed(await listing(source, rig))}

    looks = await source.looks(rig.spec, 3, rig.network)

    assert 0 < len(looks) <= 3
    assert {look.name for look in looks} <= names
    assert all(look.image for look in looks)


async def test_every_tile_is_ended_once_and_those_passed_over_are_not_mentioned(key):
    source, rig = make(key)
    tiles = source.tiles(rig.spec)

    pages = await listing(source, rig)
    others = [page async for page in source.items(rig.spec, rig.network, frozenset(tiles))]

    assert [page.tile for page in pages if page.ends_tile] == list(tiles)
    assert {page.tile for page in pages} == (set(tiles) or {""})
    assert [page.tile for page in others if page.tile] == []


async def test_a_map_shows_tiles_or_says_that_there_is_none(key):
    source, rig = make(key)
    if not source.tiles(rig.spec):
        with pytest.raises(FailedError):
            await source.coverage(14, 0, 0, rig.network, only_cached=False)
        return
    z, x, y = map(int, source.tiles(rig.spec)[0].split("/"))

    before = await source.coverage(z, x, y, rig.network, only_cached=True)
    shown = await source.coverage(z, x, y, rig.network, only_cached=False)
    after = await source.coverage(z, x, y, rig.network, only_cached=True)

    assert before is None
    assert shown is not None
    assert len(shown.xy) == 4 * shown.count > 0
    assert after is not None
    assert after.ids == shown.ids
    assert after.is_cached


async def test_a_check_tells_about_the_account(key):
    source, rig = make(key)
    account = Account(f"{key}@server.test", key, ORIGIN, "Test")

    found = await source.check(account, rig.network)

    assert found.account == account
    assert found.round_trip >= 0


async def test_a_spec_of_another_source_is_a_fault_of_our_own(key):
    source, rig = make(key)
    other = Spec()
    other.source = "another"

    with pytest.raises(TypeError):
        await source.survey(other, rig.network)
