import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.model.failure import Failure, FailureKind
from app.model.queries import ListChildren
from tests.fakes import tree
from tests.fakes.waiting import turns
from ui.projects.shelf import Shelf
from ui.projects.sidebar import ProjectsSidebar


@pytest.fixture
def sidebar(desk, qtbot):
    sidebar = ProjectsSidebar(desk, Shelf(desk.ask))
    qtbot.addWidget(sidebar)
    sidebar.resize(284, 573)
    sidebar.show()
    return sidebar


async def connected(sidebar):
    sidebar.show_accounts([tree.ACCOUNT])
    await turns()


async def test_account_and_workspace_are_chosen_and_the_first_project_opens(sidebar):
    opened = []
    sidebar.opened.connect(opened.append)

    await connected(sidebar)

    assert sidebar.accounts.currentText() == "app.supervisely.com"
    assert [sidebar.workspaces.itemText(n) for n in range(2)] == ["City Vision › Road assets", "City Vision › Archive"]
    assert opened[-1].tree is tree.SIGNS


async def test_the_last_workspace_is_remembered(sidebar, desk, qtbot):
    await connected(sidebar)
    sidebar.workspaces.setCurrentIndex(1)
    await turns()

    again = ProjectsSidebar(desk, Shelf(desk.ask))
    qtbot.addWidget(again)
    await connected(again)

    assert again.workspaces.currentText() == "City Vision › Archive"


async def test_filter_arrow_and_space_choose_without_a_mouse(sidebar, qtbot):
    await connected(sidebar)
    sidebar.filter.setFocus()

    qtbot.keyClicks(sidebar.filter, "crack")
    qtbot.keyClick(sidebar.filter, Qt.Key.Key_Down)
    qtbot.keyClick(sidebar.tree, Qt.Key.Key_Space)

    assert [choice.name for choice in sidebar.model.choices()] == ["cracks-2025"]


async def test_escape_empties_the_filter(sidebar, qtbot):
    qtbot.keyClicks(sidebar.filter, "x")

    qtbot.keyClick(sidebar.filter, Qt.Key.Key_Escape)

    assert sidebar.filter.text() == ""


async def test_a_silent_server_is_said_with_a_way_to_try_again(sidebar, desk, host):
    children = host.answers[ListChildren]
    host.answers[ListChildren] = Failure(FailureKind.SERVER, "app.supervisely.com does not answer.")
    await connected(sidebar)
    message = desk.messages.top
    assert message.text == "app.supervisely.com does not answer."

    host.answers[ListChildren] = children
    message.buttons[0].act()
    await turns()

    assert sidebar.workspaces.count() == 2
    assert desk.messages.top is None


async def test_landing_on_a_project_makes_it_current(sidebar):
    await connected(sidebar)

    sidebar.go_to(101)

    assert sidebar.tree.currentIndex().data() == "cracks-2025"


async def test_a_workspace_wanted_early_is_shown_once_it_is_there(sidebar):
    sidebar.show_accounts([tree.ACCOUNT])
    sidebar.select_workspace(12)
    await turns()

    assert sidebar.workspaces.currentData() == 12


def test_both_buttons_say_what_they_want(sidebar, qtbot):
    with qtbot.waitSignal(sidebar.account_wanted):
        sidebar.findChild(QPushButton, "projects.add-account").click()
    with qtbot.waitSignal(sidebar.link_wanted):
        sidebar.findChild(QPushButton, "projects.add-link").click()


@pytest.fixture
async def returning(sidebar, desk, host, qtbot):
    """A sidebar of the next start, while the server is down."""
    await connected(sidebar)
    host.answers[ListChildren] = Failure(FailureKind.NETWORK, "sly.example.org does not answer.")
    again = ProjectsSidebar(desk, Shelf(desk.ask))
    qtbot.addWidget(again)
    again.show()
    await connected(again)
    return again


def names(sidebar):
    return [node.name for node in sidebar.model.projects()]


async def test_a_server_that_is_down_leaves_the_tree_of_last_time(returning, desk):
    assert returning.workspaces.currentText() == "City Vision › Road assets"
    assert names(returning) == [node.name for node in tree.PROJECTS]
    assert returning.model.is_stale
    assert [button.text for button in desk.messages.top.buttons] == ["Retry", "Work offline"]


async def test_work_offline_closes_the_strip_and_keeps_the_tree(returning, desk):
    desk.messages.top.buttons[1].act()
    desk.messages.close("tree")

    assert desk.messages.top is None
    assert names(returning)


async def test_retry_brings_the_tree_of_now(returning, desk, host):
    host.answers[ListChildren] = tree.children

    desk.messages.top.buttons[0].act()
    await turns()

    assert not returning.model.is_stale
    assert desk.messages.top is None
    assert returning.workspaces.count() == 2


async def test_another_account_does_not_get_the_tree_of_this_one(returning, desk):
    other = dataclasses.replace(tree.ACCOUNT, key="other", label="other")

    returning.show_accounts([tree.ACCOUNT, other], "other")
    await turns()

    assert names(returning) == []
    assert [button.text for button in desk.messages.top.buttons] == ["Retry"]


async def test_a_refused_token_shows_no_old_tree(sidebar, desk, host, qtbot):
    await connected(sidebar)
    host.answers[ListChildren] = Failure(FailureKind.AUTH, "The token is refused.")

    again = ProjectsSidebar(desk, Shelf(desk.ask))
    qtbot.addWidget(again)
    await connected(again)

    assert names(again) == []


async def test_a_server_that_is_down_is_told_from_the_first_question_on(sidebar, host):
    told = []
    sidebar.troubled.connect(told.append)
    host.answers[ListChildren] = Failure(FailureKind.NETWORK, "sly.example.org does not answer.")

    await connected(sidebar)

    assert [failure.kind for failure in told] == [FailureKind.NETWORK]
