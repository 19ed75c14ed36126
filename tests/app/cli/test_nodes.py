"""The tree as text and as JSON."""

from app.cli import nodes
from app.model.tree import NodeKind, TreeNode


def dataset(node_id: int, parent: int | None, name: str) -> TreeNode:
    return TreeNode(NodeKind.DATASET, node_id, parent, 7, name, "images", 10 * node_id, 1000 * node_id)


DATASETS = (dataset(1, None, "day"), dataset(2, 1, "north"), dataset(3, 2, "deep"), dataset(4, None, "night"))


def test_nested_datasets_grow_into_a_tree():
    text = nodes.tree_lines(nodes.grow(DATASETS))

    assert text == [
        "├─ day  [dataset 1]  10 items · 1.0 kB",
        "│  └─ north  [dataset 2]  20 items · 2.0 kB",
        "│     └─ deep  [dataset 3]  30 items · 3.0 kB",
        "└─ night  [dataset 4]  40 items · 4.0 kB",
    ]


def test_under_shows_only_what_lies_below():
    rows = nodes.as_flat(nodes.grow(DATASETS, under=1))

    assert [(row["id"], row["path"]) for row in rows] == [(2, ["north"]), (3, ["north", "deep"])]


def test_an_unknown_parent_has_nothing_below():
    assert nodes.grow(DATASETS, under=99) == []


def test_the_dictionary_is_keyed_by_id():
    tree = nodes.as_dict(nodes.grow(DATASETS))

    assert list(tree) == ["1", "4"]
    assert tree["1"]["children"]["2"]["children"]["3"]["name"] == "deep"


def test_the_json_tree_carries_children_as_lists():
    tree = nodes.as_tree(nodes.grow(DATASETS))

    assert [child["name"] for child in tree[0]["children"]] == ["north"]


def test_flat_lists_parents_first_with_their_path():
    rows = nodes.as_flat(nodes.grow(DATASETS))

    assert [row["id"] for row in rows] == [1, 2, 3, 4]
    assert rows[2]["path"] == ["day", "north", "deep"]
    assert rows[2]["project_id"] == 7


def test_flat_lines_say_id_kind_path_and_counts():
    assert nodes.flat_lines(nodes.grow(DATASETS))[1] == "         2  dataset    day / north  20 items · 2.0 kB"


def test_other_kinds_of_projects_say_so():
    project = TreeNode(NodeKind.PROJECT, 5, 1, None, "clips", "videos", 3, None)

    assert nodes.node_text(project) == "clips  [project 5]  videos  3 items"
    assert nodes.node_json(project)["modality"] == "videos"


def test_teams_carry_no_counts():
    team = TreeNode(NodeKind.TEAM, 1, None, None, "Red")

    assert nodes.node_json(team) == {"kind": "team", "id": 1, "parent_id": None, "name": "Red"}
