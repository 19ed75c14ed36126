"""Detections and map features over the wire."""

import base64

import mapbox_vector_tile
import msgspec
import pytest

from app.sandbox.server import SandboxSettings
from app.sandbox.street_access import USER_TOKEN
from app.sandbox.street_settings import StreetSettings
from app.sandbox.street_town import town_roll
from tests.fakes.sandbox import ask_graph, ask_street, running_sandbox

ROLL = town_roll()
PLAIN = SandboxSettings(street=StreetSettings(dense=0))
BOX = "4.8132,45.7529,4.8136,45.7533"


async def test_detections_of_an_image_can_be_decoded():
    async with running_sandbox(PLAIN) as sandbox:
        found = await ask_graph(sandbox, f"/{ROLL.ids[5]}/detections?fields=id,value,geometry,image,created_at")

    for one in found["data"]:
        (layer,) = mapbox_vector_tile.decode(base64.b64decode(one["geometry"])).values()
        assert layer["features"][0]["geometry"]["type"] in {"Polygon", "MultiPolygon"}
        assert one["image"]["id"] == str(ROLL.ids[5])
    assert len(found["data"]) >= 4


async def test_detection_is_an_entity_too():
    async with running_sandbox(PLAIN) as sandbox:
        found = await ask_graph(sandbox, f"/{ROLL.ids[5]}/detections?fields=value")
        first = found["data"][0]
        alone = await ask_graph(sandbox, f"/{first['id']}?fields=value")

    assert alone == first


@pytest.mark.parametrize("path", ["/12/detections", "/12", f"/{ROLL.ids[5]}/detections?fields=foo"])
async def test_what_is_not_there_is_code_100(path):
    async with running_sandbox(PLAIN) as sandbox:
        heard = await ask_street(sandbox, path)

    assert (heard.status, b'"code":100' in heard.body) == (400, True)


async def test_image_without_detections_has_an_empty_list():
    async with running_sandbox(PLAIN) as sandbox:
        found = await ask_graph(sandbox, f"/{ROLL.specials['no-detections']}/detections")

    assert found == {"data": []}


@pytest.mark.slow
async def test_detections_of_a_box_can_be_chosen_by_value():
    async with running_sandbox(PLAIN) as sandbox:
        every = await ask_graph(sandbox, f"/detections?bbox={BOX}&fields=value,image")
        signs = await ask_graph(sandbox, f"/detections?bbox={BOX}&fields=value&values=regulatory--*,warning--*")
        old = await ask_graph(sandbox, f"/detections?bbox={BOX}&end_captured_at=1999-01-01")

    assert {one["value"].split("--")[0] for one in signs["data"]} == {"regulatory"}
    assert 0 < len(signs["data"]) < len(every["data"])
    assert old == {"data": []}


@pytest.mark.slow
async def test_map_features_of_a_box_and_their_detections():
    async with running_sandbox(PLAIN) as sandbox:
        found = await ask_graph(
            sandbox, f"/map_features?bbox={BOX}&fields=id,object_value,images&object_values=regulatory--*"
        )
        one = found["data"][0]
        alone = await ask_graph(sandbox, f"/{one['id']}?fields=object_value,images")
        seen = await ask_graph(sandbox, f"/{one['id']}/detections?fields=value,image")
        never = await ask_graph(sandbox, f"/map_features?bbox={BOX}&end_first_seen_at=1999-01-01")
        tile = await ask_street(sandbox, "/maps/vtp/mly_map_feature_traffic_sign/2/14/8411/5844")

    assert alone == one
    assert {two["value"] for two in seen["data"]} == {one["object_value"]}
    assert [two["image"]["id"] for two in seen["data"]] == [two["id"] for two in one["images"]["data"]]
    assert never == {"data": []}
    assert "traffic_sign" in mapbox_vector_tile.decode(tile.body)


@pytest.mark.parametrize("path", ["/detections", "/map_features", "/map_features?bbox=4,45,5,46"])
async def test_box_is_needed_and_small(path):
    async with running_sandbox(PLAIN) as sandbox:
        heard = await ask_street(sandbox, path)

    assert heard.status == 400


async def test_me_is_somebody_for_a_user_token_only():
    async with running_sandbox(PLAIN) as sandbox:
        user = await ask_street(sandbox, "/me?fields=username", token=USER_TOKEN)
        client = await ask_street(sandbox, "/me?fields=username")

    assert msgspec.json.decode(user.body)["username"] == "walker_one"
    assert client.status == 400
