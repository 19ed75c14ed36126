from PySide6.QtCore import Qt

from app.model.failure import Failure, FailureKind
from tests.fakes import tree
from ui.projects.node import Node, Row
from ui.projects.tree_cells import count_cell, count_words, name_cell, name_text, tip_text


def node(record, parent=None):
    return Node(Row.TREE, record, parent)


def test_counts_of_other_kinds_say_what_they_count():
    assert count_words(node(tree.SIGNS)) == "240"
    assert count_words(node(tree.CLIPS)) == "88 videos"
    assert count_words(node(tree.project(1, "x", 640, "point_clouds"))) == "640 clouds"
    assert count_words(Node(Row.LOADING)) == ""


def test_the_tooltip_holds_the_whole_path():
    train = node(tree.TRAIN, node(tree.SIGNS))

    assert tip_text(train) == "street-signs-v7 › train"


def test_an_error_row_says_what_to_do_and_why():
    error = Node(Row.ERROR, failure=Failure(FailureKind.SERVER, "Down.", "Wait."))

    assert "Enter" in name_text(error)
    assert tip_text(error) == "Down. Wait."


def test_an_empty_place_says_of_what():
    assert name_text(Node(Row.EMPTY)) == "No projects here"
    assert name_text(Node(Row.EMPTY, parent=node(tree.SIGNS))) == "No datasets"


def test_stale_and_closed_rows_are_muted(theme):
    role = Qt.ItemDataRole.ForegroundRole

    assert name_cell(node(tree.SIGNS), role, theme, False) is None
    assert name_cell(node(tree.SIGNS), role, theme, True) == theme.color("muted")
    assert name_cell(node(tree.CLIPS), role, theme, False) == theme.color("muted")


def test_counts_stand_on_the_right(theme):
    alignment = count_cell(node(tree.SIGNS), Qt.ItemDataRole.TextAlignmentRole, theme)

    assert alignment & int(Qt.AlignmentFlag.AlignRight)
