"""User names and ids are looked up once."""

import pytest

from app.model.account import Account
from app.model.failure import FailedError, FailureKind
from app.sources.mapillary.client import Client
from app.sources.mapillary.creators import Creators
from tests.fakes.small_street import SmallStreet

ACCOUNT = Account("m", "mapillary", "https://graph.test", "M")


async def test_a_name_is_found_through_one_of_the_pictures_and_kept():
    street, creators = SmallStreet(), Creators(Client(ACCOUNT))

    found = [await creators.id_of(" walker_one ", street.network) for _ in range(2)]

    assert found == [101_234_567_890_123] * 2
    assert street.routes_asked() == ["search"]
    assert "limit=1" in street.network.calls[0].url
    assert creators.known_id("walker_one") == 101_234_567_890_123


async def test_digits_are_an_id_already():
    street, creators = SmallStreet(), Creators(Client(ACCOUNT))

    assert await creators.id_of("77", street.network) == 77
    assert street.network.calls == []


async def test_a_name_that_nobody_has_is_said():
    """Trap 48 of the reference: capitals count."""
    with pytest.raises(FailedError, match="no pictures by “Walker_One”") as caught:
        await Creators(Client(ACCOUNT)).id_of("Walker_One", SmallStreet().network)

    failed = caught.value.failure
    assert failed.kind is FailureKind.REFUSED


async def test_the_name_of_an_id_is_asked_for_once():
    street, creators = SmallStreet(), Creators(Client(ACCOUNT))

    names = [await creators.name_of("101234567890123", street.network) for _ in range(2)]

    assert names == ["walker_one"] * 2
    assert street.routes_asked() == ["entity"]
    assert await creators.name_of("somebody", street.network) == "somebody"
