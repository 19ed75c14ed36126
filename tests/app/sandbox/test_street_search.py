"""The image search: boxes, places, users with pages."""

from urllib.parse import quote

import msgspec
import pytest

from app.sandbox.server import Sandbox, SandboxSettings
from app.sandbox.street_dense import TUTORIAL_BOX
from app.sandbox.street_settings import StreetSettings, Unknown
from app.sandbox.street_town import town_roll
from tests.fakes.sandbox import ask_graph, ask_street, running_sandbox

ROLL = town_roll()
PLAIN = SandboxSettings(street=StreetSettings(dense=0))
BOX = "4.8120,45.7520,4.8145,45.7545"


async def ids_of(sandbox: Sandbox, path: str) -> list[str]:
    return [one["id"] for one in (await ask_graph(sandbox, path))["data"]]


async def test_box_holds_what_lies_in_it():
    async with running_sandbox(PLAIN) as sandbox:
        found = await ids_of(sandbox, f"/images?bbox={BOX}&fields=id")

    west, south, east, north = (float(part) for part in BOX.split(","))
    inside = (ROLL.lon >= west) & (ROLL.lon <= east) & (ROLL.lat >= south) & (ROLL.lat <= north)
    assert sorted(found) == sorted(str(one) for one in ROLL.ids[inside].tolist())
    assert len(found) > 50


async def test_limit_cuts_without_a_word():
    async with running_sandbox(PLAIN) as sandbox:
        found = await ask_graph(sandbox, f"/images?bbox={BOX}&fields=id&limit=7")

    assert len(found["data"]) == 7
    assert set(found) == {"data"}


@pytest.mark.parametrize(
    ("most", "message"),
    [(100, "Please reduce the amount of data"), (10, "An unknown error occurred")],
    ids=["plain", "other spelling"],
)
async def test_dense_box_asks_for_less_whatever_the_limit(most, message):
    async with running_sandbox(SandboxSettings(street=StreetSettings(dense=0, dense_most=most))) as sandbox:
        heard = await ask_street(sandbox, f"/images?bbox={BOX}&limit=1")

    error = msgspec.json.decode(heard.body)["error"]
    assert (heard.status, error["code"]) == (500, 1)
    assert error["message"].startswith(message)
    assert "Please reduce the amount of data" in error["message"] + error.get("error_user_msg", "")


@pytest.mark.slow
async def test_box_of_the_tutorial_can_be_searched_and_a_bigger_one_cannot():
    async with running_sandbox() as sandbox:
        found = await ids_of(sandbox, f"/images?bbox={','.join(map(str, TUTORIAL_BOX))}&fields=id")
        heard = await ask_street(sandbox, "/images?bbox=139.690,35.658,139.699,35.667")

    assert len(found) > 200
    assert heard.status == 500


async def test_radius_is_refused_as_a_string():
    async with running_sandbox(PLAIN) as sandbox:
        heard = await ask_street(sandbox, "/images?lat=45.7531&lng=4.8134&radius=50.5")
        good = await ids_of(sandbox, "/images?lat=45.7531&lng=4.8134&radius=50")

    assert (heard.status, heard.body) == (200, b'{"error":"Param radius must be a number less than or equal to 50"}')
    assert good


@pytest.mark.parametrize("name", ["R&D <b>Mapping</b>", "サイクリスト"])
async def test_user_is_read_page_by_page_newest_first(name):
    number = [one.username for one in ROLL.creators].index(name)
    times = dict(zip(map(str, ROLL.ids.tolist()), ROLL.at_ms.tolist(), strict=True))
    found: list[str] = []
    async with running_sandbox(PLAIN) as sandbox:
        path = f"/images?creator_username={quote(name)}&fields=id&limit=100"
        while path:
            page = await ask_graph(sandbox, path)
            found += [one["id"] for one in page["data"]]
            path = page.get("paging", {}).get("next", "")
            assert sandbox.street_token not in path
            assert "access_token" not in path

    assert len(found) == len(set(found)) == int((ROLL.creator == number).sum())
    assert [times[one] for one in found] == sorted((times[one] for one in found), reverse=True)


async def test_full_last_page_is_followed_by_an_empty_one():
    count = int((ROLL.creator == 2).sum())
    name = quote("R&D <b>Mapping</b>")
    async with running_sandbox(PLAIN) as sandbox:
        page = await ask_graph(sandbox, f"/images?creator_username={name}&fields=id&limit={count}")
        last = await ask_graph(sandbox, page["paging"]["next"])

    assert len(page["data"]) == count
    assert last == {"data": []}


async def test_token_of_the_query_does_not_go_into_the_next_link():
    async with running_sandbox(PLAIN) as sandbox:
        path = f"/images?creator_username=walker_one&limit=5&access_token={quote(sandbox.street_token)}"
        page = msgspec.json.decode((await ask_street(sandbox, path, token=None)).body)

    assert "access_token" not in page["paging"]["next"]


@pytest.mark.parametrize(
    ("query", "mask"),
    [
        (f"sequence_ids={ROLL.keys[3]},{ROLL.keys[4]}", (ROLL.sequence == 3) | (ROLL.sequence == 4)),
        ("organization_id=700000000000002", ROLL.organization == 1),
        (f"sequence_ids={ROLL.keys[3]}&is_pano=true", ROLL.sequence < 0),
    ],
    ids=["sequences", "organisation", "sequence that is flat"],
)
async def test_search_without_a_box(query, mask):
    async with running_sandbox(PLAIN) as sandbox:
        found = await ids_of(sandbox, f"/images?{query}&fields=id")

    assert sorted(found) == sorted(str(one) for one in ROLL.ids[mask].tolist())


@pytest.mark.parametrize(
    ("unknown", "status"), [(Unknown.FAILS, 400), (Unknown.LEFT_OUT, 200)], ids=["fails", "left out"]
)
async def test_list_of_ids_with_an_unknown_one(unknown, status):
    first = ROLL.ids[0]
    async with running_sandbox(SandboxSettings(street=StreetSettings(dense=0, unknown=unknown))) as sandbox:
        heard = await ask_street(sandbox, f"/images?image_ids={first},99&fields=id")

    assert heard.status == status
    assert status == 400 or heard.body == b'{"data":[{"id":"%d"}]}' % first


@pytest.mark.parametrize("query", ["", "make=Acme", "after=x&creator_username=a"])
async def test_search_for_nothing_is_refused(query):
    async with running_sandbox(PLAIN) as sandbox:
        heard = await ask_street(sandbox, f"/images?{query}")

    assert heard.status == 400
    assert b'"code":100' in heard.body


async def test_searches_have_a_quota_of_their_own():
    async with running_sandbox(SandboxSettings(street=StreetSettings(dense=0, search_per_minute=1))) as sandbox:
        heard = [await ask_street(sandbox, f"/images?bbox={BOX}") for _ in range(2)]
        entity = await ask_street(sandbox, f"/{ROLL.ids[0]}")

    assert [one.status for one in heard] == [200, 403]
    assert entity.status == 200
