"""Teams to datasets over the line."""

import pytest

from app.sandbox.server import SandboxSettings
from tests.fakes.sandbox import ask, ask_json, running_sandbox, small_project


@pytest.fixture
def settings(tmp_path) -> SandboxSettings:
    return SandboxSettings(projects=(small_project(tmp_path / "p"),), scale=10)


@pytest.mark.parametrize(
    ("method", "values", "names"),
    [
        ("teams.list", {}, ["Windrow demo"]),
        ("workspaces.list", {"teamId": 1}, ["Small town"]),
        ("projects.list", {"workspaceId": 1}, ["p", "Scale 10"]),
        ("projects.list", {"groupId": 1, "filter": [{"field": "name", "operator": "=", "value": "p"}]}, ["p"]),
        ("datasets.list", {"projectId": 1101}, ["ds"]),
        ("advanced.object_classes.list", {"projectId": 1900}, ["box"]),
        ("tags.list", {"projectId": 1900}, []),
    ],
)
async def test_lists_hold_what_is_there(settings, method, values, names):
    async with running_sandbox(settings) as sandbox:
        found = await ask_json(sandbox, method, values)

    assert [one["name"] for one in found["entities"]] == names
    assert found["total"] == len(names)


@pytest.mark.parametrize(
    ("method", "values", "status"),
    [
        ("projects.info", {"id": 5}, 404),
        ("projects.meta", {"id": 5}, 404),
        ("datasets.info", {"id": 5}, 404),
        ("datasets.list", {"projectId": 5}, 404),
        ("workspaces.list", {"teamId": 5}, 404),
        ("teams.info", {"id": 5}, 404),
        ("projects.info", {}, 400),
        ("projects.list", {}, 400),
    ],
)
async def test_unknown_and_unnamed_things_have_documented_errors(settings, method, values, status):
    async with running_sandbox(settings) as sandbox:
        heard = await ask(sandbox, method, values)

    assert heard.status == status
    assert b'"error"' in heard.body
    assert b'"details"' in heard.body


async def test_custom_data_stays_out_of_dataset_lists_unless_asked_for(settings):
    async with running_sandbox(settings) as sandbox:
        plain = await ask_json(sandbox, "datasets.list", {"projectId": 1101, "recursive": True})
        more = await ask_json(sandbox, "datasets.list", {"projectId": 1101, "extraFields": ["customData"]})
        info = await ask_json(sandbox, "datasets.info", {"id": plain["entities"][0]["id"]})
        me = await ask_json(sandbox, "users.me")

    assert "customData" not in plain["entities"][0]
    assert more["entities"][0]["customData"] == info["customData"] == {}
    assert me["login"] == "demo"


async def test_project_states_size_as_text_and_settings_as_object(settings):
    async with running_sandbox(settings) as sandbox:
        project = await ask_json(sandbox, "projects.info", {"id": 1101})
        listed = await ask_json(sandbox, "projects.list", {"workspaceId": 1})
        sized = await ask_json(sandbox, "projects.list", {"workspaceId": 1, "fields": ["size"]})

    assert "size" not in listed["entities"][0]
    assert sized["entities"][0]["size"] == project["size"]
    assert project["size"].isdigit()
    assert project["itemsCount"] == 5
    assert isinstance(project["settings"], dict)
    assert "settings" not in listed["entities"][0]
