"""Entities one by one, in batches, and the images of a sequence: over the wire."""

import msgspec
import pytest

from app.sandbox.server import SandboxSettings
from app.sandbox.street_access import EXPIRED_USER_TOKEN, STREET_TOKEN
from app.sandbox.street_dense import FIRST_ID, STEP
from app.sandbox.street_settings import StreetSettings, Unknown
from app.sandbox.street_town import town_roll
from tests.fakes.sandbox import ask_graph, ask_street, running_sandbox

ROLL = town_roll()
IDS = [str(one) for one in ROLL.ids[:60].tolist()]
SMALL = StreetSettings(dense=500)


def settings(**values: object) -> SandboxSettings:
    return SandboxSettings(street=StreetSettings(dense=500, **values))  # type: ignore[arg-type]


async def test_image_is_found_by_id():
    async with running_sandbox(settings()) as sandbox:
        one = await ask_graph(sandbox, f"/{IDS[3]}?fields=id,geometry,captured_at")

    assert one["id"] == IDS[3]
    assert one["geometry"]["coordinates"] == [ROLL.lon[3], ROLL.lat[3]]


async def test_image_of_the_dense_tile_is_found_by_id():
    async with running_sandbox(settings()) as sandbox:
        one = await ask_graph(sandbox, f"/{FIRST_ID + 499 * STEP}?fields=geometry,sequence,thumb_1024_url")
        heard = await ask_street(sandbox, one["thumb_1024_url"])

    assert one["geometry"]["coordinates"][0] == pytest.approx(139.69, abs=0.02)
    assert heard.body.startswith(b"\xff\xd8")


async def test_batch_is_an_object_keyed_by_id():
    async with running_sandbox(settings()) as sandbox:
        found = await ask_graph(sandbox, f"/?ids={','.join(IDS[:50])}&fields=id,captured_at")

    assert list(found) == IDS[:50]
    assert all(found[one]["id"] == one for one in found)


@pytest.mark.parametrize(
    ("unknown", "status", "keys"),
    [(Unknown.FAILS, 400, None), (Unknown.LEFT_OUT, 200, {IDS[0], IDS[1]})],
    ids=["fails", "left out"],
)
async def test_batch_with_an_unknown_id_does_one_of_two_things(unknown, status, keys):
    async with running_sandbox(settings(unknown=unknown)) as sandbox:
        heard = await ask_street(sandbox, f"/?ids={IDS[0]},12345,{IDS[1]}&fields=id")

    found = msgspec.json.decode(heard.body)
    assert heard.status == status
    if keys is None:
        assert (found["error"]["code"], found["error"]["error_subcode"]) == (100, 33)
        assert "'12345'" in found["error"]["message"]
    else:
        assert set(found) == keys


async def test_deleted_image_is_gone():
    async with running_sandbox(settings()) as sandbox:
        sandbox.street.world.gone.add(int(IDS[5]))
        heard = await ask_street(sandbox, f"/{IDS[5]}?fields=id")
        sequence = await ask_graph(sandbox, f"/image_ids?sequence_id={ROLL.keys[0]}")

    assert heard.status == 400
    assert {"id": IDS[5]} not in sequence["data"]
    assert {"id": IDS[6]} in sequence["data"]


async def test_too_many_ids_are_refused():
    ids = ",".join(str(one) for one in ROLL.ids[:101].tolist())
    async with running_sandbox(settings()) as sandbox:
        heard = await ask_street(sandbox, f"/?ids={ids}")

    assert heard.status == 400
    assert b"Too many IDs. Maximum: 100" in heard.body


async def test_unknown_field_fails_the_request():
    async with running_sandbox(settings()) as sandbox:
        heard = await ask_street(sandbox, f"/?ids={IDS[0]}&fields=id,foo")

    error = msgspec.json.decode(heard.body)["error"]
    assert (heard.status, error["code"]) == (400, 100)
    assert "error_subcode" not in error


async def test_sequence_lists_ids_in_the_order_of_capture():
    async with running_sandbox(settings()) as sandbox:
        found = await ask_graph(sandbox, f"/image_ids?sequence_id={ROLL.keys[11]}")

    expected = ROLL.ids[ROLL.sequence == 11].tolist()
    assert [one["id"] for one in found["data"]] == [str(one) for one in expected]
    assert len(expected) > 499
    assert "paging" not in found


@pytest.mark.parametrize(("unknown", "status"), [(Unknown.FAILS, 400), (Unknown.LEFT_OUT, 200)], ids=["fails", "empty"])
async def test_unknown_sequence_does_one_of_two_things(unknown, status):
    async with running_sandbox(settings(unknown=unknown)) as sandbox:
        heard = await ask_street(sandbox, "/image_ids?sequence_id=nothing")

    assert heard.status == status
    assert unknown is Unknown.FAILS or heard.body == b'{"data":[]}'


@pytest.mark.parametrize(
    ("token", "query", "status"),
    [
        (None, "", 500),
        ("nonsense", "", 401),
        ("MLY|1|a", "", 401),
        (None, "MLY%7C1%7Ca", 400),
        (EXPIRED_USER_TOKEN, "", 400),
        (None, STREET_TOKEN.replace("|", "%7C"), 200),
        (None, STREET_TOKEN, 200),
        ("", "", 200),
    ],
    ids=["none", "malformed", "unknown", "unknown in query", "expired", "query", "raw bar", "header"],
)
async def test_token_decides(token, query, status):
    path = f"/{IDS[0]}?fields=id" + (f"&access_token={query}" if query else "")
    async with running_sandbox(settings()) as sandbox:
        heard = await ask_street(sandbox, path, token=token)

    assert heard.status == status
    assert status == 200 or msgspec.json.decode(heard.body)["error"]["code"] == 190


async def test_detections_come_with_a_batch():
    async with running_sandbox(settings()) as sandbox:
        found = await ask_graph(sandbox, f"/?ids={','.join(IDS[:3])}&fields=id,detections.value")

    assert any("detections" in one for one in found.values())


async def test_spent_quota_is_code_4():
    async with running_sandbox(settings(entity_per_minute=1)) as sandbox:
        heard = [await ask_street(sandbox, f"/{IDS[0]}") for _ in range(2)]

    assert [one.status for one in heard] == [200, 403]
    assert b'"code":4' in heard[1].body
