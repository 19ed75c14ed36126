import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.model.failure import Failure, FailureKind
from app.model.queries import ListChildren, ShowProject
from app.model.tree import NodeKind, ProjectPage
from tests.fakes import tree as records
from tests.fakes.host import FakeHost
from tests.fakes.waiting import turns
from ui.ask import Ask
from ui.plan.choice import Choice
from ui.projects.shelf import Shelf
from ui.projects.tree_filter import TreeFilter
from ui.projects.tree_model import TreeModel
from ui.tasks import TaskOwner
from ui.theme.theme import Theme

CHECK = Qt.ItemDataRole.CheckStateRole
KEY = records.ACCOUNT.key
DOWN = Failure(FailureKind.SERVER, "The server does not answer.")


@pytest.fixture
def host():
    return FakeHost(records.answers())


@pytest.fixture
def untested(host, qapp):
    ask = Ask(host, TaskOwner())
    shelf = Shelf(ask)
    shelf.use(KEY)
    return TreeModel(ask, shelf, Theme())


@pytest.fixture
def model(untested):
    """Be checked by Qt at every change; its tester opens every row that can be opened."""
    untested.tester = QAbstractItemModelTester(untested, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return untested


async def opened(model):
    model.show_workspace(KEY, records.WORKSPACE.id)
    await turns()
    model.fetchMore(model.index(0, 0))
    await turns()
    return model


def names(model, parent=None):
    parent = parent if parent is not None else model.index(-1, -1)
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]


async def test_skeleton_rows_stand_until_the_projects_are_here(model):
    model.show_workspace(KEY, records.WORKSPACE.id)

    before = names(model)
    await turns()

    assert before == ["Loading…"] * 6
    assert names(model) == ["street-signs-v7", "cracks-2025", "dashcam-clips"]


async def test_datasets_are_asked_for_when_a_project_is_opened(untested, host):
    model = untested
    model.show_workspace(KEY, records.WORKSPACE.id)
    await turns()
    assert not [query for query in host.asked if isinstance(query, ShowProject)]

    model.fetchMore(model.index(0, 0))
    host.hold()
    await turns()
    waiting = names(model, model.index(0, 0))
    host.release()
    await turns()

    assert waiting == ["Loading…"]
    assert names(model, model.index(0, 0)) == ["train", "val"]
    assert names(model, model.index_of(NodeKind.DATASET, 1002)) == ["night"]


async def test_checking_some_datasets_leaves_the_project_partly_checked(model):
    await opened(model)

    model.set_dataset(1001, True)

    assert Qt.CheckState(model.index(0, 0).data(CHECK)) == Qt.CheckState.PartiallyChecked
    assert model.choices() == (Choice(KEY, 100, "street-signs-v7", (1001,), ("train",)),)


async def test_checking_every_dataset_means_the_whole_project(model):
    await opened(model)

    model.set_dataset(1001, True)
    model.set_dataset(1002, True)

    assert Qt.CheckState(model.index(0, 0).data(CHECK)) == Qt.CheckState.Checked
    assert model.choices() == (Choice(KEY, 100, "street-signs-v7"),)


async def test_a_dataset_takes_those_below_it_along(model):
    await opened(model)

    model.set_dataset(1002, True)

    assert model.choices()[0].dataset_ids == (1002, 1003)


async def test_a_project_checked_before_it_is_opened_stays_whole(model):
    model.show_workspace(KEY, records.WORKSPACE.id)
    await turns()

    model.setData(model.index(0, 0), Qt.CheckState.Checked, CHECK)
    model.fetchMore(model.index(0, 0))
    await turns()

    assert model.choices() == (Choice(KEY, 100, "street-signs-v7"),)
    assert Qt.CheckState(model.index_of(NodeKind.DATASET, 1003).data(CHECK)) == Qt.CheckState.Checked


async def test_videos_have_no_check_box_and_say_why(model):
    await opened(model)
    clips = model.index(2, 0)

    assert clips.data(CHECK) is None
    assert not model.setData(clips, Qt.CheckState.Checked, CHECK)
    assert "videos" in clips.data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(2, 1).data() == "88 videos"


async def test_a_refresh_keeps_rows_and_checks_where_they_are(model, host):
    await opened(model)
    model.set_dataset(1003, True)
    kept = QPersistentModelIndex(model.index_of(NodeKind.DATASET, 1003))
    extra = records.project(99, "another", 7)
    host.answers[ListChildren] = lambda query: (extra, records.CRACKS, records.SIGNS)

    model.refresh()
    await turns()

    assert names(model) == ["another", "cracks-2025", "street-signs-v7"]
    assert kept.isValid()
    assert kept.data() == "night"
    assert model.choices()[0].dataset_ids == (1003,)


async def test_a_dataset_that_is_gone_leaves_the_tree_on_refresh(model, host):
    await opened(model)
    host.answers[ShowProject] = ProjectPage(records.SIGNS, "", (records.TRAIN,), (), (), ())

    model.refresh()
    await turns()

    assert names(model, model.index(0, 0)) == ["train"]


async def test_a_server_that_is_down_shows_an_error_row_and_says_so(model, host, qtbot):
    host.answers[ListChildren] = DOWN
    heard = []
    model.troubled.connect(heard.append)

    model.show_workspace(KEY, records.WORKSPACE.id)
    await turns()

    assert names(model) == ["Could not be read. Press Enter to try again."]
    assert heard == [DOWN]


async def test_the_last_known_tree_stays_dimmed_when_a_refresh_fails(model, host):
    await opened(model)
    host.answers[ListChildren] = DOWN

    model.refresh()
    await turns()

    assert names(model) == ["street-signs-v7", "cracks-2025", "dashcam-clips"]
    assert model.is_stale


async def test_an_error_row_can_be_tried_again(model, host):
    page = host.answers[ShowProject]
    host.answers[ShowProject] = DOWN
    await opened(model)
    error = model.index(0, 0, model.index(0, 0))

    host.answers[ShowProject] = page
    model.retry(error)
    await turns()

    assert names(model, model.index(0, 0)) == ["train", "val"]


async def test_an_empty_workspace_says_so(model):
    model.show_workspace(KEY, records.OTHER_WORKSPACE.id)
    await turns()

    assert names(model) == ["No projects here"]


async def test_a_filter_keeps_the_parents_of_what_it_finds(model):
    await opened(model)
    shown = TreeFilter()
    shown.setSourceModel(model)
    tester = QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Fatal)

    shown.set_text("NIGHT")

    assert names(shown) == ["street-signs-v7"]
    assert names(shown, shown.index(0, 0)) == ["val"]
    assert tester.model() is shown
