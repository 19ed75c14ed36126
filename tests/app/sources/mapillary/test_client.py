"""Requests as the service wants them, without a token."""

import pytest

from app.model.account import Account
from app.model.call import Accept, Call
from app.model.harvest import ThumbSize
from app.model.mercator import Tile
from app.sources.mapillary.client import Client

CLIENT = Client(Account("m", "mapillary", "", "M"))
GRAPH = "https://graph.mapillary.com"

CALLS: dict[str, tuple[Call, str, str]] = {
    "tile": (
        CLIENT.tile(Tile(14, 14549, 6452)),
        "tile",
        "https://tiles.mapillary.com/maps/vtp/mly1_public/2/14/14549/6452",
    ),
    "batch": (CLIENT.entities(["1", "2"], ["id", "a.b"]), "entity", f"{GRAPH}/?ids=1,2&fields=id,a.b"),
    "single": (CLIENT.entity("1", ["id"]), "entity", f"{GRAPH}/1?fields=id"),
    "sequence": (CLIENT.sequence("aB-_9"), "search", f"{GRAPH}/image_ids?sequence_id=aB-_9"),
    "search": (
        CLIENT.search((1, 2, 1.009, 2.009), ["id"], {"is_pano": "true"}, limit=7),
        "search",
        f"{GRAPH}/images?bbox=1.0000000,2.0000000,1.0090000,2.0090000&fields=id&is_pano=true&limit=7",
    ),
    "creator": (
        CLIENT.by_creator("R&D <b>", ["id"], after="Q=="),
        "search",
        f"{GRAPH}/images?creator_username=R%26D%20%3Cb%3E&fields=id&limit=2000&after=Q%3D%3D",
    ),
    "detections": (
        CLIENT.detections("1"),
        "entity",
        f"{GRAPH}/1/detections?fields=id,value,geometry,created_at",
    ),
}


@pytest.mark.parametrize(("call", "route", "url"), CALLS.values(), ids=CALLS.keys())
def test_an_address_is_complete_and_carries_no_token(call, route, url):
    """Traps 1, 41 and 48 of the reference: lon before lat, no token, names percent-encoded."""
    assert (call.method, call.route, call.url) == ("GET", route, url)


def test_a_tile_is_not_followed_to_a_login_page():
    """Trap 8 of the reference."""
    call = CLIENT.tile(Tile(14, 1, 2))

    assert not call.follows_redirects
    assert call.gives_up
    assert call.waits_apart
    assert call.accept is Accept.PACKED


def test_a_signed_address_is_sent_as_it_came():
    url = "https://cdn.test/m1/v/t6/An8?stp=s1024x768&oh=00_A%2Bb&oe=67A1B2C3"

    assert CLIENT.image(url, ThumbSize.MEDIUM).url == url
    assert CLIENT.image(url, ThumbSize.ORIGINAL).max_bytes > CLIENT.image(url, ThumbSize.SMALL).max_bytes


def test_a_batch_weighs_its_images():
    assert CLIENT.entities(["1", "2", "3"], ["id"]).items == 3


def test_the_smallest_question_is_small():
    assert CLIENT.smallest().url.endswith("limit=1")
