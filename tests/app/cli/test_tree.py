"""The forms of the tree."""

import json

import pytest

from app.cli.desk import Exit
from app.cli.nodes import Branch
from app.cli.parser import build_parser
from app.cli.program import carry_out
from app.model.tree import NodeKind, TreeNode
from tests.fakes.jobs import Table

BRANCH = Branch(
    TreeNode(NodeKind.DATASET, 1, None, 7, "day", "images", 3),
    [Branch(TreeNode(NodeKind.DATASET, 2, 1, 7, "north", "images", 2))],
)


def shown(monkeypatch, *words: str, branches: list[Branch] | None = None) -> Table:
    async def read(*arguments, **options):
        return [BRANCH] if branches is None else branches

    monkeypatch.setattr("app.cli.browse.read_datasets", read)
    table = Table()
    assert carry_out(build_parser().parse_args(["tree", "7", *words]), table.desk) == Exit.COMPLETE
    return table


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "└─ day  [dataset 1]  3 items\n   └─ north  [dataset 2]  2 items\n"),
        (("--format", "flat"), "         1  dataset    day  3 items\n         2  dataset    day / north  2 items\n"),
    ],
    ids=["tree", "flat"],
)
def test_people_see_lines(monkeypatch, words, expected):
    assert shown(monkeypatch, *words).out.getvalue() == expected


def test_scripts_get_one_node_per_line(monkeypatch):
    lines = shown(monkeypatch, "--json").out.getvalue().splitlines()

    assert [json.loads(line)["id"] for line in lines] == [1, 2]


def test_the_tree_as_json_is_one_root_per_line(monkeypatch):
    (line,) = shown(monkeypatch, "--json", "--format", "tree").out.getvalue().splitlines()

    assert json.loads(line)["children"][0]["id"] == 2


@pytest.mark.parametrize("words", [("--format", "dict"), ("--format", "dict", "--json")], ids=["people", "scripts"])
def test_the_dictionary_is_one_object(monkeypatch, words):
    assert json.loads(shown(monkeypatch, *words).out.getvalue())["1"]["children"]["2"]["name"] == "north"


def test_an_empty_project_is_said(monkeypatch):
    assert shown(monkeypatch, branches=[]).out.getvalue() == "Nothing in here.\n"


def test_under_needs_a_project():
    table = Table()

    assert carry_out(build_parser().parse_args(["tree", "--under", "3"]), table.desk) == Exit.USAGE
    assert "--under needs a project" in table.err.getvalue()
