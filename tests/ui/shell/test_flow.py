from PySide6.QtWidgets import QLabel, QWidget

from ui.shell.flow import FlowLayout


def test_widgets_go_on_in_the_next_line(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    flow = FlowLayout(parent, 10)
    for _ in range(4):
        label = QLabel(parent)
        label.setFixedSize(50, 20)
        flow.addWidget(label)

    assert flow.heightForWidth(1000) == 20
    assert flow.heightForWidth(120) == 46
    parent.resize(120, 100)
    parent.show()
    assert flow.itemAt(2).geometry().top() == 26


def test_items_can_be_taken_away(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    flow = FlowLayout(parent)
    flow.addWidget(QLabel("a", parent))

    assert flow.takeAt(0) is not None
    assert flow.takeAt(0) is None
    assert flow.itemAt(0) is None
    assert flow.count() == 0
