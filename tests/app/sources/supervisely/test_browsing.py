"""The account, the tree and the page of a project."""

import pytest

from app.model.account import Account
from app.model.failure import Failure, FailureKind
from app.model.tree import NodeKind
from app.sources.supervisely.browsing import check, children, project_page
from app.sources.supervisely.client import Client
from tests.fakes.clock import FakeClock
from tests.fakes.small_server import CHILD, EMPTY, PROJECT, ROOT, SmallServer

CLIENT = Client("https://server.test")
ACCOUNT = Account("supervisely@server.test", "supervisely", "https://server.test", "Test")


async def test_a_check_tells_teams_version_and_round_trip():
    small, clock = SmallServer(), FakeClock()
    version = small.network.routes["instance.version"]

    def slow(body: dict[str, object]) -> object:
        clock._now += 0.25
        return version(body)

    small.network.routes["instance.version"] = slow

    found = await check(ACCOUNT, CLIENT, small.network, clock)

    assert (found.account, found.teams, found.server_version) == (ACCOUNT, ("team",), "6.18.3")
    assert found.round_trip == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("kind", "key", "names", "are_parents"),
    [
        (None, None, ["team"], [True]),
        (NodeKind.TEAM, 1, ["work"], [True]),
        (NodeKind.WORKSPACE, 2, ["Small town"], [True]),
        (NodeKind.PROJECT, PROJECT, ["town", "empty"], [True, False]),
        (NodeKind.DATASET, ROOT, ["night"], [False]),
        (NodeKind.DATASET, CHILD, [], []),
    ],
)
async def test_each_floor_of_the_tree_opens_into_the_next(kind, key, names, are_parents):
    nodes = await children(kind, key, CLIENT, SmallServer().network)

    assert [node.name for node in nodes] == names
    assert [node.has_children for node in nodes] == are_parents


async def test_projects_and_datasets_show_counts_and_sizes():
    network = SmallServer().network

    project = (await children(NodeKind.WORKSPACE, 2, CLIENT, network))[0]
    dataset = (await children(NodeKind.PROJECT, PROJECT, CLIENT, network))[0]

    assert (project.items_count, project.size, project.modality, project.parent_id) == (7, 123, "images", 2)
    assert (dataset.items_count, dataset.size, dataset.project_id, dataset.id) == (5, 10_000, PROJECT, ROOT)


async def test_an_older_server_still_shows_its_projects():
    """One that refuses a field it does not know is asked again without."""
    small = SmallServer()
    plain = small.network.routes["projects.list"]
    small.network.routes["projects.list"] = lambda b: (
        Failure(FailureKind.REFUSED, "Validation error.") if b["fields"] else plain(b)
    )

    assert len(await children(NodeKind.WORKSPACE, 2, CLIENT, small.network)) == 1


async def test_a_project_page_holds_all_there_is_to_choose():
    page = await project_page(PROJECT, CLIENT, SmallServer().network)

    assert [node.id for node in page.datasets] == [ROOT, CHILD, EMPTY]
    assert [one.name for one in page.classes] == ["car", "matte"]
    assert [one.name for one in page.tags] == ["weather", "seen"]
    assert page.settings == (("groupImages", "false"), ("labelingInterface", "default"))
    assert page.project.parent_id == 2
