import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.shell.body import INSPECTOR, SIDEBAR, Body


@pytest.fixture
def body(desk, qtbot):
    body = Body(desk.theme, QWidget())
    body.add_sides(QWidget(), QWidget())
    qtbot.addWidget(body)
    body.resize(1368, 573)
    body.show()
    return body


def test_the_sides_keep_their_widths(body):
    assert body.splitter.sizes()[0] == pytest.approx(SIDEBAR, abs=4)
    assert body.splitter.sizes()[2] == pytest.approx(INSPECTOR, abs=4)


def test_sides_can_be_hidden_and_come_back(body):
    body.toggle_sidebar()
    body.toggle_inspector()
    assert body.sidebar.isHidden()
    assert body.inspector.isHidden()
    body.toggle_sidebar()
    body.toggle_inspector()

    assert not body.sidebar.isHidden()
    assert not body.inspector.isHidden()


def test_a_narrow_body_has_a_drawer(body, qtbot):
    body.set_narrow(True)
    assert not body.inspector.isVisible()
    assert body._handle.isVisible()

    body.toggle_inspector()
    assert body.inspector.isVisible()
    qtbot.keyClick(body._drawer, Qt.Key.Key_Escape)
    assert not body.inspector.isVisible()
    body.set_narrow(False)

    assert body.inspector.isVisible()


def test_useless_sides_are_not_shown(body):
    body.show_sides(False)

    assert body.sidebar.isHidden()
    assert body.inspector.isHidden()


def test_each_workspace_has_its_own_sides(body):
    sidebar, inspector = QWidget(), QWidget()
    body.add_sides(sidebar, inspector)
    assert not sidebar.isVisible()

    body.turn_to(sidebar, inspector)

    assert sidebar.isVisible()
    assert inspector.isVisible()


def test_the_drawer_has_a_cross(body):
    body.set_narrow(True)
    body.open_drawer()

    body._close.click()

    assert not body.inspector.isVisible()
    assert body._handle.isVisible()
