import pytest

from tests.fakes import tree
from ui.projects.tree_memory import MOST_ROWS, TreeMemory

KEY = "supervisely@sly.example.org/x"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "trees"


def test_what_was_seen_is_there_after_a_new_start(folder):
    memory = TreeMemory(folder)
    memory.keep(KEY, None, (tree.TEAM,))
    memory.keep(KEY, tree.WORKSPACE, tree.PROJECTS)

    again = TreeMemory(folder)

    assert again.recall(KEY) == (tree.TEAM,)
    assert again.recall(KEY, tree.WORKSPACE) == tree.PROJECTS
    assert again.recall(KEY, tree.OTHER_WORKSPACE) == ()
    assert again.recall("another") == ()


def test_the_newest_answer_wins_and_the_same_one_is_not_written_again(folder):
    memory = TreeMemory(folder)
    memory.keep(KEY, tree.WORKSPACE, tree.PROJECTS)
    memory.keep(KEY, tree.WORKSPACE, tree.PROJECTS[:1])
    (file,) = folder.glob("*.json")
    before = file.stat().st_mtime_ns

    memory.keep(KEY, tree.WORKSPACE, tree.PROJECTS[:1])

    assert file.stat().st_mtime_ns == before
    assert TreeMemory(folder).recall(KEY, tree.WORKSPACE) == tree.PROJECTS[:1]


def test_an_endless_list_is_kept_in_part(folder):
    memory = TreeMemory(folder)

    memory.keep(KEY, tree.WORKSPACE, [tree.SIGNS] * (MOST_ROWS + 1))

    assert len(memory.recall(KEY, tree.WORKSPACE)) == MOST_ROWS


def test_accounts_that_are_gone_are_forgotten(folder):
    memory = TreeMemory(folder)
    memory.keep(KEY, None, (tree.TEAM,))
    memory.keep("other", None, (tree.TEAM,))

    memory.forget_others({"other"})

    assert memory.recall(KEY) == ()
    assert TreeMemory(folder).recall("other") == (tree.TEAM,)


DAMAGE = {
    "torn": '{"version": 1, "rows": {"": [',
    "of another version": '{"version": 99, "rows": {}}',
    "no record": "[1]",
    "of another shape": '{"version": 1, "rows": {"": [{"kind": "team", "colour": "red"}]}}',
    "of an unknown kind": '{"version": 1, "rows": {"": [{"kind": "galaxy", "id": 1, "parent_id": null, '
    '"project_id": null, "name": "x"}]}}',
}


@pytest.mark.parametrize("text", DAMAGE.values(), ids=DAMAGE)
def test_a_file_that_cannot_be_used_is_nothing_remembered(folder, text):
    TreeMemory(folder).keep(KEY, None, (tree.TEAM,))
    (file,) = folder.glob("*.json")
    file.write_text(text)

    assert TreeMemory(folder).recall(KEY) == ()


def test_a_folder_that_cannot_be_made_is_no_trouble(tmp_path):
    (tmp_path / "trees").write_text("a file in the way")
    memory = TreeMemory(tmp_path / "trees")

    memory.keep(KEY, None, (tree.TEAM,))
    memory.forget_others(set())

    assert memory.recall("another") == ()
