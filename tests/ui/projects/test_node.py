import pytest

from tests.fakes import tree
from ui.plan.choice import Choice
from ui.projects.node import Check, Node, Row, choices, whole


@pytest.fixture
def project():
    root = Node(Row.TREE)
    project = Node(Row.TREE, tree.SIGNS, root)
    root.children.append(project)
    train, val = (Node(Row.TREE, node, project) for node in (tree.TRAIN, tree.VAL))
    project.children += [train, val]
    val.children.append(Node(Row.TREE, tree.NIGHT, val))
    return project


def test_a_parent_keeps_its_own_images_when_a_child_is_taken_out(project):
    val = project.children[1]
    val.set_check(True)

    val.children[0].set_check(False)

    assert val.check() is Check.PART
    assert choices("a", [project])[0].dataset_ids == (1002,)


def test_an_unopened_project_is_chosen_whole():
    node = Node(Row.TREE, tree.CRACKS)

    node.set_check(True)

    assert node.check() is Check.ON
    assert choices("a", [node]) == (Choice("a", 101, "cracks-2025"),)


def test_nothing_checked_chooses_nothing(project):
    assert project.check() is Check.OFF
    assert choices("a", [project]) == ()


def test_videos_are_never_chosen():
    node = Node(Row.TREE, tree.CLIPS, own=True)

    assert not node.can_check
    assert choices("a", [node]) == ()
    assert whole("a", node) is None


def test_a_row_alone_stands_for_itself_and_all_below(project):
    assert whole("a", project) == Choice("a", 100, "street-signs-v7")
    assert whole("a", project.children[1]) == Choice("a", 100, "street-signs-v7", (1002, 1003), ("val", "night"))
    assert whole("a", Node(Row.LOADING)) is None


def test_every_row_has_a_number_of_its_own():
    assert len({Node(Row.LOADING).number for _ in range(5)}) == 5
