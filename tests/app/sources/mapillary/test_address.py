"""Public servers by default; an account may name others."""

from app.model.account import Account
from app.sources.mapillary.address import (
    graph_address,
    is_public_tile_host,
    origin_of,
    tile_address,
    tile_host,
)

PUBLIC = Account("m", "mapillary", "", "M")
OWN = Account("m", "mapillary", "http://127.0.0.1:8080/", "M", tile_address="http://127.0.0.1:8081/mirror/")


def test_the_public_servers_are_the_default():
    assert graph_address(PUBLIC) == "https://graph.mapillary.com"
    assert tile_address(PUBLIC) == "https://tiles.mapillary.com"
    assert tile_host(PUBLIC) == "tiles.mapillary.com"
    assert is_public_tile_host(PUBLIC)


def test_other_servers_are_taken_as_named():
    assert graph_address(OWN) == "http://127.0.0.1:8080"
    assert tile_address(OWN) == "http://127.0.0.1:8081/mirror"
    assert tile_host(OWN) == "127.0.0.1:8081"
    assert not is_public_tile_host(OWN)
    assert origin_of(tile_address(OWN)) == "http://127.0.0.1:8081"
