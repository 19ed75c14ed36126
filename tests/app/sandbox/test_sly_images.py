"""Images over the line: listing, bytes, bulk, archives."""

import pytest

from app.sandbox.multipart import BOUNDARY
from app.sandbox.server import SandboxSettings
from app.sandbox.shelves import sha256_of
from tests.fakes.sandbox import ask, ask_json, running_sandbox, small_project

MANY = SandboxSettings(scale=25, per_page=10)
LIST = {"datasetId": 2900}


@pytest.mark.parametrize("mode", ["page", "token"])
async def test_both_ways_of_paging_see_every_image_once(mode):
    seen: list[int] = []
    async with running_sandbox(MANY) as sandbox:
        found = await ask_json(sandbox, "images.list", {**LIST, "pagination_mode": mode})
        seen += [one["id"] for one in found["entities"]]
        number = 1
        while len(seen) < found["total"]:
            number += 1
            more = {"page": number} if mode == "page" else {"after": found["after"]}
            found = await ask_json(sandbox, "images.list", {**LIST, "pagination_mode": mode, **more})
            seen += [one["id"] for one in found["entities"]]

    assert seen == list(range(100_001, 100_026))
    assert (found["perPage"], found["pagesCount"]) == (10, 3)
    assert mode == "page" or found["after"] is None


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        ({"filter": [{"field": "id", "operator": "in", "value": [100_003, 100_001, 5]}]}, [100_001, 100_003]),
        ({"filter": [{"field": "id", "operator": "=", "value": 1}]}, []),
        ({"sort": "name", "sort_order": "desc", "per_page": 2}, [100_025, 100_024]),
        ({"filters": [{"type": "objects_class", "data": {"from": 2, "to": 9, "include": True, "classId": None}}]}, []),
        ({"filters": [{"type": "images_filename", "data": {"value": "00000004"}}]}, [100_005]),
    ],
)
async def test_filters_and_order(values, ids):
    async with running_sandbox(MANY) as sandbox:
        found = await ask_json(sandbox, "images.list", {**LIST, **values})

    assert [one["id"] for one in found["entities"]] == ids


async def test_bytes_are_those_of_the_listing():
    async with running_sandbox(MANY) as sandbox:
        info = await ask_json(sandbox, "images.info", {"id": 100_004})
        heard = await ask(sandbox, "images.download", {"id": 100_004})
        head = await ask(sandbox, "images.download", {"id": 100_004}, verb="HEAD")

    assert (len(heard.body), sha256_of(heard.body)) == (info["size"], info["hash"])
    assert heard.headers["x-content-checksum-sha256"] == info["hash"]
    assert head.headers["content-length"] == str(info["size"])
    assert head.body == b""


async def test_range_gives_the_part_and_says_which():
    async with running_sandbox(MANY) as sandbox:
        whole = await ask(sandbox, "images.download", {"id": 100_004})
        part = await ask(sandbox, "images.download", {"id": 100_004}, headers="Range: bytes=100-199\r\n")
        beyond = await ask(sandbox, "images.download", {"id": 100_004}, headers="Range: bytes=999999-\r\n")

    assert (part.status, part.body) == (206, whole.body[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole.body)}"
    assert beyond.status == 416


async def test_bulk_answer_holds_a_part_for_each_image_that_is_there():
    async with running_sandbox(MANY) as sandbox:
        one = await ask(sandbox, "images.download", {"id": 100_002})
        bulk = await ask(sandbox, "images.bulk.download", {"datasetId": 2900, "imageIds": [100_002, 100_001, 7]})
        by_hash = await ask(sandbox, "images.bulk.download-by-hash", {"hashes": [sha256_of(one.body), "none"]})

    assert bulk.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert bulk.body.count(b"--" + BOUNDARY + b"\r\n") == 2
    assert b'name="100002"\r\n\r\n' + one.body + b"\r\n" in bulk.body
    assert by_hash.body.count(b"--" + BOUNDARY + b"\r\n") == 1


@pytest.mark.parametrize(
    ("method", "values", "status"),
    [
        ("images.info", {"id": 7}, 404),
        ("images.download", {"id": 7}, 404),
        ("images.list", {}, 400),
        ("images.list", {"datasetId": 2900, "page": 0}, 200),
        ("images.list", {"datasetId": 2900, "page": -1}, 400),
        ("images.list", {"datasetId": 2900, "filters": [{"type": "job", "data": {}}]}, 400),
        ("images.bulk.download", {"datasetId": 2900}, 400),
        ("images.data.download", {"projectId": 1900, "downloadId": "blob-1"}, 404),
    ],
)
async def test_wrong_requests_have_documented_answers(method, values, status):
    async with running_sandbox(MANY) as sandbox:
        heard = await ask(sandbox, method, values)

    assert heard.status == status


async def test_an_image_can_change_while_the_server_runs(tmp_path):
    async with running_sandbox(SandboxSettings(projects=(small_project(tmp_path / "p"),))) as sandbox:
        (dataset,) = sandbox.world.datasets.values()
        before = await ask_json(sandbox, "images.info", {"id": 100_001})
        dataset.shelf.replace_body(100_001, b"new bytes")
        dataset.shelf.remove(100_002)
        after = await ask_json(sandbox, "images.info", {"id": 100_001})
        listed = await ask_json(sandbox, "images.list", {"datasetId": dataset.id})

    assert after["hash"] != before["hash"]
    assert after["updatedAt"] > before["updatedAt"]
    assert listed["total"] == 4
