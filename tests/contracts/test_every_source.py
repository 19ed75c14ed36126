"""What every source owes to the engine, run over the registry.

Each source brings a small service of its own behind a fake network; nothing here knows which source it is.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.model.account import Account
from app.model.call import Call, Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.item import ItemPage
from app.model.source import Listed
from app.model.spec import SPECS, Spec, SuperviselySpec
from app.sources import REGISTRY
from tests.fakes.kit import fake_kit
from tests.fakes.network import FakeNetwork
from tests.fakes.small_server import PROJECT, ROOT, SmallServer

ORIGIN = "https://server.test"
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
    """A service with images and the spec that asks for all of them."""

    network: FakeNetwork
    spec: Spec
    project_id: int
    dataset_id: int


def supervisely() -> Rig:
    return Rig(SmallServer(40).network, SuperviselySpec(project_id=PROJECT), PROJECT, ROOT)


RIGS: dict[str, Callable[[], Rig]] = {"supervisely": supervisely}
pytestmark = pytest.mark.parametrize("key", sorted(REGISTRY))


def make(key: str):
    account = Account(f"{key}@server.test", key, ORIGIN, "Test")
    return REGISTRY[key].factory(account, fake_kit()), RIGS[key]()


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
    parcel = source.parcels(rig.spec, listed(await listing(source, rig)))[0]
    answer = await rig.network.ask(parcel.call)
    splitter = source.splitter(answer.headers["content-type"])

    with pytest.raises(FailedError):
        source.splitter("text/html")
    list(splitter.feed(answer.body[: len(answer.body) // 2]))
    with pytest.raises(FailedError):
        list(splitter.finish())


@pytest.mark.parametrize("kind", SOME_KINDS)
async def test_a_failure_of_any_request_comes_out_as_it_is(key, kind):
    """Whatever is asked first, second or third: a failure stays the failure it was."""
    source, rig = make(key)
    honest = rig.network.routes
    items = listed(await listing(source, rig))
    failure = Failure(kind, "Said by the test.", retry_after=3.0)

    for broken in honest:
        rig.network.routes = {**honest, broken: lambda _: failure}
        for ask in (
            lambda: source.survey(rig.spec, rig.network),
            lambda: source.project_files(rig.spec, rig.network),
            lambda: listing(source, rig),
            lambda: source.probe(rig.network),
            lambda: source.project(rig.project_id, rig.network),
            lambda: source.children(None, None, rig.network),
        ):
            count = len(rig.network.calls)
            try:
                await ask()
            except FailedError as error:
                failed = error.failure
                assert failed is failure
                continue
            assert all(call.route != broken for call in rig.network.calls[count:])
        await _locate_with(source, rig, items[:5], failure)


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
    source, rig = make(key)
    items = listed(await listing(source, rig))
    rig.network.gate = asyncio.Event()

    for ask in (
        lambda: source.survey(rig.spec, rig.network),
        lambda: listing(source, rig),
        lambda: source.locate(rig.spec, items, rig.network),
        lambda: source.project(rig.project_id, rig.network),
        lambda: source.first_look(rig.project_id, (), 4, rig.network),
    ):
        async with asyncio.TaskGroup() as group:
            task = group.create_task(ask())
            for _ in range(5):
                await asyncio.sleep(0)
            assert rig.network.in_flight > 0
            task.cancel()
        assert task.cancelled()
        assert rig.network.in_flight == 0
    assert asyncio.all_tasks() == {asyncio.current_task()}


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
    await source.first_look(rig.project_id, (), 2, rig.network)
    parcels = source.parcels(rig.spec, items)
    calls: list[Call] = [*rig.network.calls, *(p.call for p in parcels), *(one.call for one in found if one.call)]

    assert all(call.url.startswith(f"{ORIGIN}/") for call in calls)
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

    page = await source.project(rig.project_id, rig.network)
    looks = await source.first_look(rig.project_id, (rig.dataset_id,), 3, rig.network)

    assert page.project.id == rig.project_id
    assert rig.dataset_id in {node.id for node in page.datasets}
    assert 0 < len(looks) <= 3
    assert all(look.image and look.name for look in looks)


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
