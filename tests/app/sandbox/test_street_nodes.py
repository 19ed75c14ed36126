"""What ids stand for that are no images."""

import msgspec
import pytest

from app.sandbox.street_errors import StreetRefusalError
from app.sandbox.street_nodes import find_node, known, user_node
from app.sandbox.street_settings import StreetSettings
from app.sandbox.street_town import CREATORS, ORGANIZATIONS
from app.sandbox.street_world import StreetWorld


def world() -> StreetWorld:
    made = StreetWorld(StreetSettings(dense=0))
    for stand in made.stands:
        stand.prepare()
    return made


@pytest.mark.parametrize(
    ("number", "kind", "fields", "expected"),
    [
        (CREATORS[1].id, "User", "username", {"id": str(CREATORS[1].id), "username": "Anaïs Brünet"}),
        (CREATORS[1].id, "User", "", {"id": str(CREATORS[1].id)}),
        (ORGANIZATIONS[0].id, "Organization", "slug,name", {
            "id": str(ORGANIZATIONS[0].id), "slug": "city-lab", "name": "City Lab"}),
    ],
    ids=["user", "user without fields", "organisation"],
)  # fmt: skip
def test_node_says_what_was_asked(number, kind, fields, expected):
    node = find_node(world(), number)

    assert node is not None
    assert node.kind == kind
    assert msgspec.json.decode(node.write(fields)) == expected


def test_nobody_is_nothing():
    assert find_node(world(), 7) is None


def test_unknown_field_of_a_user_is_refused():
    with pytest.raises(StreetRefusalError):
        user_node(CREATORS[0]).write("username,slug")
    assert known(("a",), ("a", "b")) == ("a",)
