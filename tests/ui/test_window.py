import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QMenu

from app.model.commands import AddJob, PauseJob
from app.model.events import EngineStarted
from app.model.job import JobState
from app.model.queries import CheckDestination, ListJobs
from tests.fakes import tree
from tests.fakes.waiting import at_rest
from tests.ui.queue.making import a_job
from ui.actions import MENUS
from ui.window import MainWindow


@pytest.fixture
def window(desk, qtbot):
    window = MainWindow(desk)
    # The loop of the test is gone by then: nobody could wait for the engine.
    qtbot.addWidget(window, before_close_func=lambda window: setattr(window, "_is_stopped", True))
    window.resize(1440, 900)
    window.show()
    return window


async def begun(window, desk):
    await window.begin()
    for _ in range(3):
        await at_rest(desk.tasks)
    counting = window.projects.inspector.counting
    counting._timer.stop()
    counting._start()
    await at_rest(desk.tasks)


@pytest.mark.slow
async def test_two_clicks_from_a_known_account_to_a_job(window, desk, host):
    await begun(window, desk)
    assert window.projects.inspector.primary.text() == "Download 240 items"

    window.actions_["download"].trigger()

    (job,) = host.submitted_of(AddJob)
    assert (job.account, job.spec.project_id) == (tree.ACCOUNT.key, 100)


@pytest.mark.slow
async def test_a_new_person_sees_three_cards_and_nothing_is_contacted(window, desk, backend, host):
    backend.known = []

    await begun(window, desk)

    assert window.projects.centre.currentWidget() is window.projects.welcome
    assert not window.projects.sidebar.isVisible()
    assert {type(query) for query in host.asked} <= {ListJobs, CheckDestination}


@pytest.mark.slow
async def test_the_demo_is_one_click(window, desk, backend):
    backend.known = []
    await begun(window, desk)

    window.projects.welcome.demo.button.click()
    await at_rest(desk.tasks)

    assert window.projects.sidebar.account == "demo"
    assert desk.messages.top.buttons[0].text == "Remove demo"
    desk.messages.top.buttons[0].act()
    await at_rest(desk.tasks)
    assert backend.known == []


@pytest.mark.slow
async def test_the_map_is_made_when_it_is_first_shown(window, desk):
    await begun(window, desk)
    assert not window.workspaces.has_map

    window.actions_["show-map"].trigger()
    made = window.workspaces.map
    assert window.pages.currentWidget() is made.centre
    assert made.sidebar.isVisible()
    assert not window.projects.sidebar.isVisible()
    window.actions_["show-projects"].trigger()

    assert window.projects.sidebar.isVisible()
    assert window.workspaces.map is made


@pytest.mark.slow
async def test_the_preview_says_honestly_that_it_is_empty(window, desk):
    await begun(window, desk)

    window.actions_["show-preview"].trigger()

    assert window.pages.currentWidget() is window.workspaces.preview.centre
    assert not window.projects.sidebar.isVisible()
    assert window.workspaces.preview.centre.nothing.isVisible()
    assert not window.actions_["download"].isEnabled()


@pytest.mark.slow
async def test_every_action_has_something_to_do(window):
    assert {row.name for rows in MENUS.values() for row in rows} == set(window._handlers)


@pytest.mark.slow
async def test_a_narrow_window_has_the_plan_in_a_drawer(window, desk):
    await begun(window, desk)

    window.resize(1024, 640)
    window.body.open_drawer()
    assert window.projects.inspector.primary.isVisible()
    assert not window.throughput.isVisible()
    window.body.toggle_inspector()
    assert not window.projects.inspector.isVisible()
    window.resize(1440, 900)

    assert window.projects.inspector.isVisible()


@pytest.mark.slow
async def test_everything_a_person_uses_has_a_name(window, desk):
    await begun(window, desk)

    nameless = [
        type(widget).__name__
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for widget in window.findChildren(kind)
        if widget.isVisible()
        and widget.objectName() != "qt_spinbox_lineedit"
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]

    assert nameless == []


@pytest.mark.slow
async def test_closing_stops_the_engine_first_and_keeps_the_sizes(window, desk, host):
    await begun(window, desk)
    ended = []
    window.ended.connect(lambda: ended.append(host.is_running))

    window.close()
    assert window.isVisible()
    await at_rest(desk.tasks)

    assert ended == [False]
    assert not window.isVisible()
    assert desk.state.value("window/geometry") is not None


@pytest.mark.slow
async def test_the_palette_finds_projects_jobs_and_actions(window, desk):
    await begun(window, desk)

    kinds = {offer.kind for offer in window._offers()}
    project = next(offer for offer in window._offers() if offer.words == "cracks-2025")
    project.act()
    await at_rest(desk.tasks)

    assert kinds == {"Project", "Action"}
    assert window.projects.page.title.text() == "cracks-2025"


@pytest.mark.slow
async def test_a_limit_is_kept_and_shown(window, desk, backend):
    await begun(window, desk)

    window.tools.limit_picked.emit(5_000_000)

    assert backend.current.rate_limit_kb == 5000
    assert window.tools._limit.text() == "Limit: 5.0 MB/s"


@pytest.mark.slow
async def test_settings_that_cannot_be_kept_are_said(window, desk, backend):
    await begun(window, desk)
    backend.unwritable = True

    window.actions_["theme-dark"].trigger()

    assert desk.theme.tokens.is_dark
    assert desk.messages.top.text == "Settings cannot be kept."


@pytest.mark.slow
async def test_a_fault_of_our_own_leaves_the_window(window, desk, host):
    await begun(window, desk)

    window.say_broken("trace")
    host.publish(EngineStarted(0, False))
    desk.bridge.drain()

    assert desk.messages.top.text == "Something went wrong in the app itself. Your transfers continue."


@pytest.mark.slow
async def test_lifting_the_limit_is_kept_and_shown_everywhere(window, desk, backend):
    await begun(window, desk)
    window.tools.limit_picked.emit(3_000_000)
    assert window.status._labels["limit"].text() == "Limit 3.0 MB/s"

    window.throughput.limit_lifted.emit()

    assert backend.current.rate_limit_kb == 0
    assert window.tools._limit.text() == "Limit: off"
    assert window.status._labels["limit"].text() == "Limit off"


@pytest.mark.slow
async def test_a_narrow_window_has_a_small_graph_that_opens_the_large_one(window, desk):
    await begun(window, desk)
    assert not window.sparkline.isVisible()

    window.resize(1024, 640)
    assert window.sparkline.isVisible()
    window.sparkline.clicked.emit()
    assert window.throughput.isVisible()
    assert not window.sparkline.isVisible()

    window.actions_["focus-queue"].trigger()
    assert window.queue.isVisible()
    assert not window.throughput.isVisible()


@pytest.mark.slow
async def test_after_an_engine_died_the_list_is_that_of_its_successor(window, desk, host):
    host.answers[ListJobs] = (a_job(1),)
    await begun(window, desk)
    host.answers[ListJobs] = (a_job(1, JobState.DONE),)

    host.publish(EngineStarted(0, True))
    desk.bridge.drain()
    await at_rest(desk.tasks)

    assert window.queue.jobs.rows()[0].job.state is JobState.DONE
    assert window.status.active_count == 0
    assert window.actions_["clear-finished"].isEnabled()


@pytest.mark.slow
async def test_the_queue_menu_knows_the_chosen_job(window, desk, host):
    host.answers[ListJobs] = (a_job(1),)
    await begun(window, desk)
    menu = window.findChild(QMenu, "menu.queue")

    window.queue.select(1)
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.objectName() == "queue.pause").trigger()

    assert host.submitted_of(PauseJob) == [PauseJob(1)]


@pytest.mark.slow
async def test_a_job_is_ordered_without_a_mouse(window, desk, host, qtbot):
    await begun(window, desk)
    window.activateWindow()
    ctrl = Qt.KeyboardModifier.ControlModifier

    qtbot.keyClick(window, Qt.Key.Key_2, ctrl)
    qtbot.keyClick(window, Qt.Key.Key_1, ctrl)
    qtbot.keyClick(window, Qt.Key.Key_F, ctrl)
    qtbot.keyClicks(window.focusWidget(), "crack")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    window.projects.inspector.counting._start()
    await at_rest(desk.tasks)
    qtbot.keyClick(window, Qt.Key.Key_D, ctrl)

    (job,) = host.submitted_of(AddJob)
    assert job.spec.project_id == 101
    qtbot.keyClick(window, Qt.Key.Key_J, ctrl)
    assert not window.bottom.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_4, ctrl)
    assert window.focusWidget() is window.queue.table
