"""The token goes where it belongs, in the form that is wanted there, and nowhere else."""

import pytest

from app.model.account import Account
from app.model.door import DoorRules
from app.sources.mapillary.door import rules
from tests.fakes.kit import fake_kit

TOKEN = "MLY|1234567890|abcdef0123456789"


def given_to(found: DoorRules, origin: str, path: str) -> tuple[object, object]:
    """Return headers and query that an address gets: the longest path that fits wins."""
    fitting = [c for c in found.credentials if c.origin == origin and path.startswith(c.path)]
    best = max(fitting, key=lambda one: len(one.path), default=None)
    return (best.headers, best.query) if best else ((), ())


@pytest.mark.parametrize(
    "account",
    [
        Account("m", "mapillary", "", "M"),
        Account("m", "mapillary", "http://127.0.0.1:9", "M", tile_address="http://127.0.0.1:9"),
    ],
    ids=["public", "one server for all"],
)
def test_graph_gets_the_header_tiles_get_the_query_pictures_get_nothing(account):
    """Trap 41 of the reference: a token in the wrong place leaks."""
    found = rules(account, f" {TOKEN}\n", fake_kit())
    graph = account.address or "https://graph.mapillary.com"
    tiles = account.tile_address or "https://tiles.mapillary.com"

    assert found.credentials[0].origin == graph
    assert given_to(found, graph, "/images") == ((("authorization", f"OAuth {TOKEN}"),), ())
    assert given_to(found, tiles, "/maps/vtp/mly1_public/2/14/1/2") == ((), (("access_token", TOKEN),))
    assert given_to(found, graph, "/m1/v/t6/An8aaa") == ((), ())
    assert given_to(found, "https://scontent-abc1-1.xx.fbcdn.net", "/m1/v/t6/An8aaa") == ((), ())


def test_the_rules_print_without_the_token():
    assert TOKEN not in repr(rules(Account("m", "mapillary", "", "M"), TOKEN, fake_kit()))
