"""Every image once, in order, whatever the pages do; a short list is never called complete."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.failure import FailedError, FailureKind
from app.model.item import ItemPage
from app.model.spec import SuperviselySpec
from app.sources.supervisely import listing
from app.sources.supervisely.client import Client
from app.sources.supervisely.listing import AT_ONCE, Listing
from app.sources.supervisely.tree import Branch
from tests.fakes.network import FakeNetwork, Reply, page

CLIENT = Client("https://server.test")


def branch(key: int, count: int | None) -> Branch:
    return Branch(key, None, ((key, f"ds {key}"),), count, None, "", has_children=False)


def image(key: int) -> dict[str, object]:
    return {"id": key, "name": f"{key}.jpg", "mime": "image/jpeg", "size": 1, "updatedAt": "now"}


async def walk(network: FakeNetwork, *branches: Branch, **options: object) -> list[ItemPage]:
    spec = SuperviselySpec(project_id=1, **options)  # type: ignore[arg-type]
    return [one async for one in Listing(CLIENT, network, spec, branches, {}).pages()]


def keys(pages: list[ItemPage]) -> list[int]:
    return [int(item.key) for one in pages for item in one.items]


def honest(images: dict[int, list[int]]) -> FakeNetwork:
    return FakeNetwork({"images.list": lambda b: page([image(k) for k in images[b["datasetId"]]], b)})


async def test_pages_are_asked_for_a_few_at_once_and_come_in_order(monkeypatch):
    monkeypatch.setattr(listing, "PER_PAGE", 10)
    network = honest({1: list(range(95)), 2: list(range(200, 215)), 3: []})

    pages = await walk(network, branch(1, 95), branch(2, 15), branch(3, 0))

    assert keys(pages) == [*range(95), *range(200, 215)]
    assert network.most_in_flight == AT_ONCE
    assert [one.dataset.key for one in pages][-1] == "3"


@pytest.mark.parametrize("count", [None, 0, 5, 1000], ids=["unknown", "none", "too few", "too many"])
async def test_the_count_of_a_dataset_is_only_a_guess(monkeypatch, count):
    """The pages say how many there are."""
    monkeypatch.setattr(listing, "PER_PAGE", 10)

    assert keys(await walk(honest({1: list(range(35))}), branch(1, count))) == list(range(35))


async def test_a_smaller_page_than_asked_for_is_fine():
    """The server has the last word about its pages."""

    def reply(body: dict[str, object]) -> Reply:
        return page([image(k) for k in range(25)], {**body, "per_page": 7})

    assert keys(await walk(FakeNetwork({"images.list": reply}), branch(1, 25))) == list(range(25))


async def test_an_image_that_moved_between_datasets_comes_once():
    assert keys(await walk(honest({1: [1, 2, 3], 2: [3, 4]}), branch(1, 3), branch(2, 2))) == [1, 2, 3, 4]


async def test_an_image_that_slipped_through_is_found_on_a_second_walk(monkeypatch):
    """While page 2 was asked for, an image of page 1 was deleted: one moved up and was on neither page."""
    monkeypatch.setattr(listing, "PER_PAGE", 3)
    images = [1, 2, 3, 4, 5, 6]
    asked: list[int] = []

    def reply(body: dict[str, object]) -> Reply:
        asked.append(int(str(body["page"])))
        if asked == [1, 2]:
            images.remove(1)
        return page([image(k) for k in images], body)

    pages = await walk(FakeNetwork({"images.list": reply}), branch(1, 6))

    assert keys(pages) == [1, 2, 3, 5, 6, 4] or keys(pages) == [1, 2, 3, 5, 6]
    assert len(set(keys(pages))) == len(keys(pages))


async def test_a_list_that_stays_short_fails():
    """The total says four, the pages bring three, twice."""

    def reply(body: dict[str, object]) -> Reply:
        return {**page([image(k) for k in range(3)], body), "total": 4}

    with pytest.raises(FailedError) as caught:
        await walk(FakeNetwork({"images.list": reply}), branch(1, 4))

    assert caught.value.failure.kind is FailureKind.DATA
    assert "announced 4" in caught.value.failure.title


async def test_a_server_that_repeats_itself_is_not_asked_for_ever():
    network = FakeNetwork(
        {"images.list": lambda _: {"total": 10**9, "pagesCount": 10**6, "entities": [image(1), image(2)]}}
    )

    with pytest.raises(FailedError):
        await walk(network, branch(1, 10**9))

    assert len(network.calls) < 40


async def test_an_image_without_an_id_is_a_failure():
    with pytest.raises(FailedError) as caught:
        await walk(FakeNetwork({"images.list": lambda _: {"entities": [{"name": "x"}]}}), branch(1, 1))

    assert caught.value.failure.kind is FailureKind.DATA


async def test_a_limit_asks_for_no_more_than_it_needs():
    network = honest({1: list(range(500)), 2: [900]})

    pages = await walk(network, branch(1, 500), branch(2, 1), limit=3)

    assert keys(pages) == [0, 1, 2]
    assert {body["per_page"] for body in network.asked("images.list")} == {3}


async def test_a_server_without_filters_cannot_slip_in_other_images():
    network = honest({1: list(range(10))})

    assert keys(await walk(network, branch(1, 10), image_ids=(3, 5))) == [3, 5]


async def test_a_failed_page_leaves_no_request_behind():
    async def settle() -> None:
        await asyncio.sleep(0)

    network = FakeNetwork({})

    with pytest.raises(FailedError):
        await walk(network, branch(1, 5000))
    await settle()

    assert network.in_flight == 0


LISTS = st.lists(st.integers(0, 400), unique=True, max_size=60).map(sorted)


@settings(max_examples=80, deadline=None)
@given(LISTS, st.integers(1, 9), st.integers(0, 5), st.randoms(use_true_random=False))
def test_whatever_the_pages_do_the_list_is_whole_or_fails(images, size, lies, random):
    """Pages repeat, overlap, come empty and lie about totals; each image is listed once, or the walk fails."""
    wrong = {random.randrange(1, 12) for _ in range(lies)}
    count = 0

    def reply(body: dict[str, object]) -> Reply:
        nonlocal count
        count += 1
        honest_page = page([image(k) for k in images], {**body, "per_page": size})
        if count not in wrong:
            return honest_page
        entities = honest_page["entities"]
        lie = random.randrange(4)
        if lie == 0:
            return {**honest_page, "entities": []}
        if lie == 1:
            return {**honest_page, "entities": entities + entities}
        if lie == 2:
            return {**honest_page, "total": len(images) + 3}
        return {
            **honest_page,
            "entities": [image(k) for k in images[:size]],
            "pagesCount": honest_page["pagesCount"] + 1,
        }

    async def run() -> list[int]:
        return keys(await walk(FakeNetwork({"images.list": reply}), branch(1, len(images))))

    try:
        found = asyncio.run(run())
    except FailedError:
        return
    assert sorted(found) == images
