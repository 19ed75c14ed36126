from PySide6.QtGui import QStandardItem, QStandardItemModel

from ui.projects.tree_filter import TreeFilter


def test_matches_keep_their_parents_and_children(qapp):
    source = QStandardItemModel()
    for name in ("signs", "other"):
        top = QStandardItem(name)
        top.appendRow(QStandardItem(f"{name}-train"))
        source.appendRow(top)
    shown = TreeFilter()
    shown.setSourceModel(source)

    shown.set_text("  SIGNS ")

    assert shown.rowCount() == 1
    assert shown.rowCount(shown.index(0, 0)) == 1
    shown.set_text("")
    assert shown.rowCount() == 2
