import pytest
from PySide6.QtWidgets import QWidget

from app.model.failure import Failure, FailureKind
from app.model.queries import ShowProject
from tests.fakes import tree
from tests.fakes.waiting import at_rest
from ui.dialogs.paste import Pasted
from ui.projects.workspace import ProjectsWorkspace


@pytest.fixture
def workspace(desk, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    yield ProjectsWorkspace(desk, parent)
    del parent


async def connected(workspace, desk):
    workspace.show_accounts([tree.ACCOUNT])
    await at_rest(desk.tasks)
    await at_rest(desk.tasks)


def ids(workspace):
    return [choice.dataset_ids for choice in workspace.inspector._choices]


async def test_a_click_on_a_project_plans_all_of_it(workspace, desk):
    await connected(workspace, desk)

    assert workspace.page.title.text() == "street-signs-v7"
    assert ids(workspace) == [()]


async def test_unticking_a_dataset_leaves_the_others(workspace, desk):
    await connected(workspace, desk)

    workspace.page.dataset_toggled.emit(1003, False)

    assert ids(workspace) == [(1001, 1002)]
    assert workspace.page.datasets.index(2, 1).data() == "Not selected"


async def test_check_marks_in_tree_and_table_are_the_same(workspace, desk):
    await connected(workspace, desk)

    workspace.sidebar.model.set_dataset(1001, True)

    assert workspace.page.datasets.index(0, 1).data() == "Selected"
    assert workspace.page.datasets.index(1, 1).data() == "Not selected"


@pytest.mark.parametrize("before", [(), (1003,), (1001, 1002, 1003)], ids=["nothing", "another", "all"])
async def test_the_bar_of_a_dataset_plans_that_one_alone(workspace, desk, before):
    await connected(workspace, desk)
    for dataset in before:
        workspace.sidebar.model.set_dataset(dataset, True)

    workspace.page.statistics.dataset_picked.emit(1002)

    assert ids(workspace) == [(1002,)]
    assert workspace.page.datasets.index(2, 1).data() == "Not selected", "what lies below it has its own bar"


async def test_without_an_account_the_welcome_page_is_shown(workspace, desk, qtbot):
    with qtbot.waitSignal(workspace.emptied) as told:
        workspace.show_accounts([])

    assert told.args == [True]
    assert workspace.centre.currentWidget() is workspace.welcome


async def test_a_link_lands_in_the_right_workspace(workspace, desk):
    await connected(workspace, desk)
    workspace.sidebar.workspaces.setCurrentIndex(1)
    await at_rest(desk.tasks)

    workspace.go_to(Pasted(tree.ACCOUNT.address, "", 101))
    await at_rest(desk.tasks)
    await at_rest(desk.tasks)

    assert workspace.sidebar.workspaces.currentData() == 11
    assert workspace.page.title.text() == "cracks-2025"


async def test_a_link_to_an_unknown_server_says_what_to_do(workspace, desk):
    await connected(workspace, desk)

    workspace.go_to(Pasted("https://other.example", "", 5))

    assert desk.messages.top.sentence() == (
        "No account here belongs to this link. Connect https://other.example first."
    )


async def test_no_rights_are_said_on_the_page(workspace, desk, host):
    host.answers[ShowProject] = Failure(FailureKind.FORBIDDEN, "You may not read this project.")

    await connected(workspace, desk)

    assert workspace.page.problem.text() == "You may not read this project."


async def test_a_refresh_reads_the_tree_again(workspace, desk, host):
    await connected(workspace, desk)
    host.asked.clear()

    workspace.refresh()
    await at_rest(desk.tasks)

    assert host.asked
    assert workspace.offers()[0] == (100, "street-signs-v7")
