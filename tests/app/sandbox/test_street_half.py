"""Tiles, pictures, map: quotas, blocks, expiry, and what the journal saw."""

import gzip
import io

import msgspec
import pytest
from PIL import Image

from app.sandbox.faults import Fault, Rule
from app.sandbox.server import SandboxSettings
from app.sandbox.street_access import BlockRule
from app.sandbox.street_dense import DENSE_TILE
from app.sandbox.street_settings import StreetSettings
from app.sandbox.street_town import town_roll
from tests.fakes.clock import FakeClock
from tests.fakes.sandbox import ask_graph, ask_street, running_sandbox

ROLL = town_roll()
TILE = "/maps/vtp/mly1_public/2/14/8411/5844"
EMPTY = "/maps/vtp/mly1_public/2/14/1/1"


def settings(*rules: Rule, **values: object) -> SandboxSettings:
    return SandboxSettings(street=StreetSettings(**{"dense": 0, **values}), faults=rules)  # type: ignore[arg-type]


async def test_tile_is_bare_protobuf():
    async with running_sandbox(settings()) as sandbox:
        heard = await ask_street(sandbox, TILE)

    assert (heard.status, heard.headers["content-type"], heard.body[:1]) == (200, "application/x-protobuf", b"\x1a")


@pytest.mark.parametrize("status", [200, 204, 404])
async def test_empty_tile_is_answered_in_one_of_three_ways(status):
    async with running_sandbox(settings(empty_tile=status)) as sandbox:
        heard = await ask_street(sandbox, EMPTY)

    assert (heard.status, heard.body) == (status, b"")


@pytest.mark.parametrize(
    "path",
    ["/maps/vtp/mly1_public/2/15/1/1", "/maps/vtp/mly1_public/2/3/9/0", "/maps/vtp/other/2/3/0/0"],
    ids=["too near", "outside", "no such set"],
)
async def test_tile_that_is_none_is_404(path):
    async with running_sandbox(settings()) as sandbox:
        heard = await ask_street(sandbox, path)

    assert heard.status == 404


async def test_tile_wants_the_token_in_the_query():
    async with running_sandbox(settings()) as sandbox:
        header = f"Authorization: OAuth {sandbox.street_token}\r\n"
        refused = await ask_street(sandbox, TILE, token=None, headers=header)
        silent = await ask_street(sandbox, TILE, token=None)
        entries = sandbox.journal.of("street.tile")

    assert (refused.status, silent.status) == (403, 403)
    assert [one.token for one in entries] == ["header", ""]


async def test_tiles_of_a_day_come_to_an_end():
    async with running_sandbox(settings(tiles_per_day=2)) as sandbox:
        heard = [await ask_street(sandbox, EMPTY) for _ in range(3)]

    assert [one.status for one in heard] == [200, 200, 429]
    assert b"<html>" in heard[2].body


@pytest.mark.parametrize(("as_page", "status"), [(False, 302), (True, 200)], ids=["redirect", "page"])
async def test_tile_host_shuts_after_too_many_and_opens_after_silence(as_page, status):
    clock = FakeClock()
    rule = BlockRule(after=2, window=60, lasts=100, as_page=as_page)
    async with running_sandbox(settings(block=rule), clock) as sandbox:
        before = [await ask_street(sandbox, EMPTY) for _ in range(3)]
        await clock.advance(101)
        after = await ask_street(sandbox, EMPTY)

    assert [one.status for one in before] == [200, 200, status]
    assert "text/html" in before[2].headers["content-type"]
    assert after.headers["content-type"] == "application/x-protobuf"


async def test_redirect_of_a_block_leads_to_a_login_page():
    async with running_sandbox(settings(block=BlockRule(after=1))) as sandbox:
        await ask_street(sandbox, EMPTY)
        heard = await ask_street(sandbox, EMPTY)
        page = await ask_street(sandbox, heard.headers["location"], token=None)

    assert heard.headers["location"] == "/login/"
    assert b"You must log in" in page.body


async def address(sandbox, row: int = 0, size: str = "256") -> str:
    one = await ask_graph(sandbox, f"/{ROLL.ids[row]}?fields=thumb_{size}_url")
    found = one[f"thumb_{size}_url"]
    assert isinstance(found, str)
    return found


async def test_picture_is_served_without_a_token_and_the_journal_says_so():
    async with running_sandbox(settings()) as sandbox:
        heard = await ask_street(sandbox, await address(sandbox))
        (entry,) = sandbox.journal.of("street.thumb")

    assert Image.open(io.BytesIO(heard.body)).width == 256
    assert (entry.ids, entry.token, entry.credentials) == ((str(ROLL.ids[0]),), "", ())


async def test_address_expires_and_a_new_one_works():
    clock = FakeClock()
    async with running_sandbox(settings(thumb_seconds=60), clock) as sandbox:
        old = await address(sandbox)
        young = await ask_street(sandbox, old)
        await clock.advance(61)
        expired = await ask_street(sandbox, old)
        renewed = await ask_street(sandbox, await address(sandbox))

    assert [young.status, expired.status, renewed.status] == [200, 403, 200]
    assert expired.body == b"URL signature expired"
    assert "text/plain" in expired.headers["content-type"]
    assert renewed.body == young.body


async def test_address_differs_at_each_asking():
    async with running_sandbox(settings()) as sandbox:
        first, second = await address(sandbox), await address(sandbox)

    assert first.partition("?")[0] != second.partition("?")[0]


async def test_part_of_a_picture_can_be_asked_for():
    async with running_sandbox(settings()) as sandbox:
        url = await address(sandbox)
        whole = await ask_street(sandbox, url)
        part = await ask_street(sandbox, url, headers="Range: bytes=100-199\r\n")

    assert (part.status, part.body) == (206, whole.body[100:200])


async def test_deleted_image_has_no_picture():
    async with running_sandbox(settings()) as sandbox:
        url = await address(sandbox)
        sandbox.street.world.gone.add(int(ROLL.ids[0]))
        heard = await ask_street(sandbox, url)

    assert heard.status == 404


async def test_journal_tells_kinds_and_tiles_apart():
    async with running_sandbox(settings()) as sandbox:
        await ask_street(sandbox, TILE)
        await ask_street(sandbox, EMPTY)
        await ask_graph(sandbox, f"/?ids={ROLL.ids[0]},{ROLL.ids[1]}&fields=id")
        page = await ask_street(sandbox, "/sandbox/log", token=None)

    log = msgspec.json.decode(page.body)
    tiles = [one["ids"] for one in log["entries"] if one["route"] == "street.tile"]
    (batch,) = [one for one in log["entries"] if one["route"] == "street.entities"]
    assert tiles == [["14/8411/5844"], ["14/1/1"]]
    assert (batch["ids"], batch["token"]) == ([str(ROLL.ids[0]), str(ROLL.ids[1])], "header")
    assert sandbox.street_token not in page.body.decode()


async def test_rule_can_meet_one_tile_or_one_image():
    rules = (
        Rule(Fault("tile_block"), "street.tile", ids=("14/1/1",)),
        Rule(Fault("graph", row="gone"), "street.entity", ids=(int(ROLL.ids[1]),)),
        Rule(Fault("graph", row="temporary"), "street.thumb", times=1),
    )
    async with running_sandbox(settings(*rules)) as sandbox:
        good, bad = await ask_street(sandbox, TILE), await ask_street(sandbox, EMPTY)
        kept, gone = [await ask_street(sandbox, f"/{ROLL.ids[row]}") for row in (0, 1)]
        url = await address(sandbox)
        thumbs = [await ask_street(sandbox, url) for _ in range(2)]

    assert (good.status, bad.status, kept.status, gone.status) == (200, 302, 200, 400)
    assert [one.status for one in thumbs] == [500, 200]


async def test_tile_may_come_compressed():
    rules = (Rule(Fault("gzip"), "street.tile", nth=1), Rule(Fault("gzip", wrapped=True), "street.tile", nth=2))
    async with running_sandbox(settings(*rules)) as sandbox:
        announced, wrapped, plain = [await ask_street(sandbox, TILE) for _ in range(3)]

    assert announced.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in wrapped.headers
    assert gzip.decompress(announced.body) == gzip.decompress(wrapped.body) == plain.body


async def test_map_needs_no_token():
    async with running_sandbox(settings()) as sandbox:
        town = await ask_street(sandbox, "/basemap/14/8411/5844.png", token=None)
        far = await ask_street(sandbox, "/basemap/14/1/1.png", token=None)

    assert (town.status, town.headers["content-type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(far.body)).size == (256, 256)
    assert len(town.body) > len(far.body)


@pytest.mark.slow
async def test_dense_tile_arrives_whole():
    async with running_sandbox(settings(dense=83_737)) as sandbox:
        heard = await ask_street(sandbox, f"/maps/vtp/mly1_public/2/14/{DENSE_TILE[0]}/{DENSE_TILE[1]}")

    assert heard.is_whole
    assert len(heard.body) > 5e6
