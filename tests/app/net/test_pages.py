"""Listings are walked to their end, and what is missing is noticed."""

import pytest

from app.model.failure import FailedError, FailureKind
from app.net.pages import Page, walk_pages, walk_tokens


async def walked(generator):
    return [entity async for page in generator async for entity in over(page)]


async def over(page):
    for entity in page:
        yield entity


async def test_all_pages_are_asked_with_the_size_of_the_first():
    asked = []

    async def ask(number, per_page):
        asked.append((number, per_page))
        return Page([1, 2] if number == 1 else [number * 10], total=4, per_page=2, pages_count=3)

    assert await walked(walk_pages(ask)) == [1, 2, 20, 30]
    assert asked == [(1, None), (2, 2), (3, 2)]


@pytest.mark.parametrize("pages", [[[1, 2], [3]], [[1, 2], [1, 2]]], ids=["one missing", "the same page again"])
async def test_a_listing_that_lies_is_incomplete(pages):
    async def ask(number, per_page):
        return Page(pages[number - 1], total=4, per_page=2, pages_count=2)

    with pytest.raises(FailedError) as caught:
        await walked(walk_pages(ask, route="images.list"))

    assert caught.value.failure.kind is FailureKind.DATA
    assert caught.value.failure.title == "The listing is incomplete."
    assert caught.value.failure.detail.startswith("images.list")


async def test_tokens_lead_from_page_to_page():
    pages = {None: Page([1], 3, 1, after="a"), "a": Page([2], 3, 1, after="b"), "b": Page([3], 3, 1)}

    async def ask(after):
        return pages[after]

    assert await walked(walk_tokens(ask)) == [1, 2, 3]


async def test_a_token_that_comes_again_ends_the_walk():
    async def ask(after):
        return Page([1], 9, 1, after="a")

    with pytest.raises(FailedError):
        await walked(walk_tokens(ask))


async def test_missing_entities_are_noticed_in_token_mode():
    async def ask(after):
        return Page([1], 9, 1)

    with pytest.raises(FailedError):
        await walked(walk_tokens(ask))
