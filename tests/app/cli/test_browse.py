"""Looking around at a service, with an engine that says what a test wrote down."""

from contextlib import asynccontextmanager

import pytest

from app.cli import browse
from app.cli import session as cli_session
from app.model.commands import UseAccount
from app.model.failure import FailedError
from app.model.queries import ListChildren, ShowProject
from app.model.tree import NodeKind, ProjectPage, TreeNode
from tests.fakes.host import FakeHost
from tests.fakes.jobs import Table

TOKEN = "a" * 64
KEY = "supervisely@127.0.0.1:9"
TEAM = TreeNode(NodeKind.TEAM, 1, None, None, "Red")
WORKSPACE = TreeNode(NodeKind.WORKSPACE, 2, 1, None, "First")
EMPTY = TreeNode(NodeKind.WORKSPACE, 3, 1, None, "Empty", has_children=False)
PROJECT = TreeNode(NodeKind.PROJECT, 7, 2, None, "Town", "images", 240)
DATASET = TreeNode(NodeKind.DATASET, 11, None, 7, "day", "images", 3)


@pytest.fixture
def host(monkeypatch):
    host = FakeHost(
        {
            ListChildren(KEY, None, None): (TEAM,),
            ListChildren(KEY, NodeKind.TEAM, 1): (WORKSPACE, EMPTY),
            ListChildren(KEY, NodeKind.WORKSPACE, 2): (PROJECT,),
            ShowProject: ProjectPage(PROJECT, "", (DATASET,), (), (), ()),
        }
    )

    @asynccontextmanager
    async def session(desk, *, allow_http=False):
        yield host

    monkeypatch.setattr(cli_session, "engine_session", session)
    return host


@pytest.fixture
def table(private_home):
    return Table(
        environ={
            "WINDROW_HOME": str(private_home / "windrow"),
            "SERVER_ADDRESS": "http://127.0.0.1:9",
            "API_TOKEN": TOKEN,
        }
    )


async def test_teams_workspaces_and_projects_are_read_down_to_the_projects(host, table):
    (team,) = await browse.read_projects(table.desk, None, allow_http=False)

    assert [branch.node.name for branch in team.children] == ["First", "Empty"]
    assert team.children[0].children[0].node == PROJECT
    assert [type(order) for order in host.submitted] == [UseAccount]


async def test_datasets_of_a_project_are_read(host, table):
    (branch,) = await browse.read_datasets(table.desk, None, 7, None, allow_http=False)

    assert branch.node == DATASET


async def test_an_unknown_parent_is_named(host, table):
    with pytest.raises(FailedError, match="Project 7 has no dataset 99"):
        await browse.read_datasets(table.desk, None, 7, 99, allow_http=False)


async def test_without_a_token_nothing_is_asked(host, private_home):
    bare = Table(environ={"HOME": str(private_home)})

    with pytest.raises(FailedError, match="No Supervisely token was found"):
        await browse.read_project(bare.desk, None, 7, allow_http=False)
    assert host.asked == []
