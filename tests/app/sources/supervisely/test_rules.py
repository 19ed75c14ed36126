"""Rules as filters of the server, and looked at once more here."""

import msgspec
import pytest

from app.model.failure import FailedError, FailureKind
from app.model.spec import SuperviselySpec
from app.sources.supervisely.client import Client
from app.sources.supervisely.rules import Rules, rules_of
from app.sources.supervisely.wire import ImageEntity
from tests.fakes.network import FakeNetwork

CLIENT = Client("https://server.test")
META = {
    "classes": [{"id": 1, "title": "car"}, {"id": 2, "title": "sign"}],
    "tags": [{"id": 5, "name": "weather"}, {"id": 6, "name": "seen"}],
}


def network() -> FakeNetwork:
    return FakeNetwork({"projects.meta": lambda _: META})


async def rules(*where: str, labelled_only: bool = False) -> Rules:
    return await rules_of(SuperviselySpec(project_id=1, where=where, labelled_only=labelled_only), CLIENT, network())


def entity(name: str = "a.jpg", labels: int | None = 1, when: str = "2026-05-01T00:00:00Z", *tags: dict) -> ImageEntity:
    body = {"id": 1, "name": name, "mime": "image/jpeg", "labelsCount": labels, "updatedAt": when, "tags": list(tags)}
    return msgspec.json.decode(msgspec.json.encode(body), type=ImageEntity)


async def test_no_rule_asks_for_nothing():
    asked = network()

    found = await rules_of(SuperviselySpec(project_id=1), CLIENT, asked)

    assert (bool(found), found.filter, found.filters, asked.calls) == (False, [], [], [])
    assert found.passes(entity(labels=0))


async def test_labelled_and_classes_become_filters_of_the_server():
    found = await rules("class:sign", labelled_only=True)

    assert found.filters == [
        {"type": "objects_class", "data": {"from": 1, "to": 9999, "include": True, "classId": 2}},
        {"type": "objects_class", "data": {"from": 1, "to": 9999, "include": True, "classId": None}},
    ]
    assert [found.passes(entity(labels=count)) for count in (0, 1, None)] == [False, True, True]


@pytest.mark.parametrize(
    ("rule", "tags", "passes"),
    [
        ("tag:weather", [], False),
        ("tag:weather", [{"tagId": 5, "value": "rain"}], True),
        ("tag:weather=rain", [{"tagId": 5, "value": "rain"}], True),
        ("tag:weather=rain", [{"tagId": 5, "value": "sun"}], False),
        ("tag:weather=rain", [{"tagId": 6, "value": "rain"}], False),
        ("tag:weather=3", [{"tagId": 5, "value": 3.0}], True),
        ("tag:weather=rain", [{"tagId": 5, "value": "sun"}, {"tagId": 5, "value": "rain"}], True),
    ],
)
async def test_tags_and_their_values_are_looked_at(rule, tags, passes):
    found = await rules(rule)

    assert found.filters == [{"type": "images_tag", "data": {"tagId": 5, "include": True}}]
    assert found.passes(entity("a.jpg", 1, "2026-05-01T00:00:00Z", *tags)) is passes


async def test_the_same_day_written_in_another_zone_is_the_same_day():
    found = await rules("since:2026-05-01T02:00:00+02:00")

    assert found.filter == [{"field": "updatedAt", "operator": ">=", "value": "2026-05-01T00:00:00.000Z"}]
    assert [found.passes(entity(when=when)) for when in ("2026-04-30T23:59:59Z", "2026-05-01T00:00:00Z")] == [
        False,
        True,
    ]


async def test_names_are_looked_at_as_they_are_here_and_there():
    """On disk the name has an ending that the server may not have."""
    found = await rules("name:*.jpeg")

    assert (found.filter, found.filters) == ([], [])
    assert found.passes(entity("no ending"))
    assert not found.passes(entity("a.jpg"))


@pytest.mark.parametrize(
    ("where", "kind", "words"),
    [
        ("class:cat", FailureKind.NOT_FOUND, "no class “cat”. Did you mean “car”?"),
        ("tag:weather2", FailureKind.NOT_FOUND, "Did you mean “weather”?"),
        ("tag:zzz", FailureKind.NOT_FOUND, "Look at its classes and tags"),
        ("colour:red", FailureKind.REFUSED, "A rule cannot be read"),
    ],
)
async def test_what_the_project_lacks_is_said(where, kind, words):
    with pytest.raises(FailedError) as stopped:
        await rules(where)

    assert stopped.value.failure.kind is kind
    assert words in stopped.value.failure.sentence()
