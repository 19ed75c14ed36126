"""All figures of a dataset come in the order of the server, and a page that fails ends the listing."""

import asyncio

import pytest

from app.engine.figure_pages import IMAGES_AT_ONCE, groups_of, pages_of
from app.model.failure import FailedError, Failure, FailureKind
from app.model.figure import FigurePage
from app.model.queries import ListFigures
from tests.fakes.host import FakeHost


@pytest.mark.parametrize(
    ("ids", "groups"),
    [
        pytest.param((), [()], id="every image"),
        pytest.param((3, 1, 3), [(1, 3)], id="each once"),
        pytest.param(range(1, IMAGES_AT_ONCE + 2), [tuple(range(1, 201)), (201,)], id="one more than fits"),
    ],
)
def test_ids_are_grouped(ids, groups):
    assert groups_of(ids) == groups


def numbers(host: FakeHost) -> list[int]:
    async def read() -> list[int]:
        return [page.total async for page in pages_of(host, "a", 7, (1, 2), has_geometry=True)]

    return asyncio.run(read())


def test_every_page_is_asked_for_once_and_comes_in_order():
    host = FakeHost({ListFigures: lambda query: FigurePage((), 11, query.page)})

    assert numbers(host) == list(range(1, 12))
    assert sorted(query.page for query in host.asked) == list(range(1, 12))


def test_a_page_that_fails_ends_the_listing_with_its_sentence():
    def answer(query: ListFigures) -> object:
        return Failure(FailureKind.SERVER, "No.", "Wait.") if query.page == 6 else FigurePage((), 9, query.page)

    with pytest.raises(FailedError, match="No"):
        numbers(FakeHost({ListFigures: answer}))
