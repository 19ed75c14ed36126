"""The search splits until it has everything, and says what it could not get."""

import pytest

from app.model.account import Account
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import MapillarySpec, Pano
from app.model.region import box, polygon_region
from app.sources.mapillary import searching
from app.sources.mapillary.client import Client
from app.sources.mapillary.clipping import Clip
from app.sources.mapillary.filters import Filters
from app.sources.mapillary.searching import SIDE_DEG, Search
from tests.fakes.small_street import TILE, Shot, SmallStreet, in_tile, region_of

ACCOUNT = Account("m", "mapillary", "https://graph.test", "M")


def search(
    street: SmallStreet, region=None, spec: MapillarySpec | None = None, filters: Filters | None = None
) -> Search:
    return Search(
        Clip(region or region_of(TILE)), spec or MapillarySpec(), filters or Filters(), Client(ACCOUNT), street.network
    )


async def ids(found: Search) -> set[int]:
    return {key async for images in found.images() for key in images.ids.tolist()}


async def test_boxes_are_smaller_than_a_hundredth_of_a_degree():
    """Search answers for nothing larger; a region of any size is cut."""
    street = SmallStreet(30)
    found = search(street)

    assert await ids(found) == {shot.id for shot in street.shots}
    assert all(e - w < 0.01 and n - s < 0.01 for w, s, e, n in found.boxes())
    assert found.asked == len(found.boxes()) > 1


async def test_a_full_answer_is_split(monkeypatch):
    """Trap 12 of the reference: exactly `limit` results were cut off."""
    monkeypatch.setattr(searching, "SEARCH_LIMIT", 5)
    street = SmallStreet(60)
    street.most_results = 5
    street.network.routes["search"] = limited(street, 5)
    found = search(street)

    assert await ids(found) == {shot.id for shot in street.shots}
    assert found.missed == []


def limited(street: SmallStreet, most: int):
    """Return an honest search that brings no more than so many."""

    def reply(asked):
        whole = street._search(asked)
        return whole if isinstance(whole, Failure) else {**whole, "data": whole["data"][:most]}

    return reply


async def test_a_box_that_is_too_dense_is_never_repeated():
    """Trap 13 of the reference: "reduce the amount of data" means smaller boxes, at once."""
    street = SmallStreet(30)
    street.too_dense = 0.003
    found = search(street)

    assert await ids(found) == {shot.id for shot in street.shots}
    urls = [call.url for call in street.network.calls]
    assert len(urls) == len(set(urls))


async def test_what_cannot_be_split_further_is_told_at_the_end(monkeypatch):
    """Trap 12 of the reference: the rest is handed out, the place is named."""
    monkeypatch.setattr(searching, "SEARCH_LIMIT", 5)
    lon, lat = 139.69, 35.66
    street = SmallStreet(shots=[Shot(number + 1, lon, lat) for number in range(9)])
    street.network.routes["search"] = limited(street, 5)
    found = search(street, box(lon - 0.002, lat - 0.002, lon + 0.001, lat + 0.001))

    assert len(await ids(found)) == 5
    with pytest.raises(FailedError, match=r"The place 139\.6\d+,.* more pictures than a search can list"):
        found.refuse_missed()


async def test_any_other_failure_comes_out_as_it_is():
    street = SmallStreet()
    failure = Failure(FailureKind.AUTH, "No.")
    street.network.routes["search"] = lambda _: failure

    with pytest.raises(FailedError) as caught:
        await ids(search(street))

    failed = caught.value.failure
    assert failed is failure


async def test_filters_narrow_the_question():
    """Trap 30 of the reference: times are sent in UTC, the end to the last millisecond."""
    street = SmallStreet(2)
    spec, filters = MapillarySpec(pano=Pano.NO), Filters(from_ms=1_700_000_000_000, until_ms=1_700_006_399_999)

    await ids(search(street, spec=spec, filters=filters))

    assert "start_captured_at=2023-11-14T22%3A13%3A20.000Z" in street.network.calls[0].url
    assert "end_captured_at=2023-11-14T23%3A59%3A59.999Z" in street.network.calls[0].url
    assert "is_pano=false" in street.network.calls[0].url


async def test_boxes_cross_the_antimeridian_and_follow_a_polygon():
    """Trap 2 of the reference."""
    street = SmallStreet(shots=[Shot(1, 179.999, 0.001), Shot(2, -179.999, 0.001)])
    corner = polygon_region([[[(0, 0), (0.05, 0), (0, 0.05)]]])

    assert await ids(search(street, box(179.99, 0, -179.99, 0.005))) == {1, 2}
    assert len(search(street, corner).boxes()) < len(search(street, box(0, 0, 0.05, 0.05)).boxes())


async def test_edges_are_shared_exactly():
    """Trap 5 of the reference: neighbours share their edge, nothing lies between them."""
    shots = in_tile(TILE, 1)
    boxes = search(SmallStreet(shots=shots), box(10, 50, 10 + 3 * SIDE_DEG, 50.005)).boxes()

    assert [round(e, 9) for _, _, e, _ in boxes[:-1]] == [round(w, 9) for w, _, _, _ in boxes[1:]]


def test_a_country_is_not_searched():
    with pytest.raises(FailedError, match="too large to be searched"):
        search(SmallStreet(), box(0, 0, 10, 10)).boxes()
