import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.model.commands import AddJob
from app.model.gallery import OpenFolder
from app.model.harvest import MapillarySpec
from app.model.job import JobState
from app.model.queries import ListJobs, MakeSurvey, ShowBasemap
from app.model.spec import SuperviselySpec
from tests.fakes import street, tree
from tests.fakes.waiting import at_rest
from tests.ui.map.making import LYON
from tests.ui.queue.making import a_job
from ui.window import MainWindow
from ui.workspaces import MAP, PREVIEW, PROJECTS

pytestmark = pytest.mark.slow
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(desk, backend, host, qtbot):
    host.answers = {**tree.answers(), **street.answers(), MakeSurvey: survey}
    backend.known = [tree.ACCOUNT, street.ACCOUNT]
    window = MainWindow(desk)
    # The loop of the test is gone by then: nobody could wait for the engine.
    qtbot.addWidget(window, before_close_func=lambda window: setattr(window, "_is_stopped", True))
    window.resize(1440, 900)
    window.show()
    return window


def survey(query):
    return street.survey(query) if isinstance(query.spec, MapillarySpec) else tree.survey(query)


async def planned(window, desk):
    plan = window.workspaces.map.inspector
    plan.counting._timer.stop()
    plan.counting._start()
    await at_rest(desk.tasks)


async def begun(window, desk):
    await window.begin()
    for _ in range(3):
        await at_rest(desk.tasks)


async def test_nobody_is_asked_for_map_pictures_before_the_map_is_shown(window, desk, host):
    await begun(window, desk)
    assert not window.workspaces.has_map
    assert not any(isinstance(query, ShowBasemap) for query in host.asked)

    window.workspaces.show(MAP)
    await at_rest(desk.tasks)

    assert any(isinstance(query, ShowBasemap) for query in host.asked)


async def test_each_workspace_has_its_own_sides(window, desk):
    await begun(window, desk)
    body = window.workspaces.body

    window.workspaces.show(MAP)
    made = window.workspaces.map
    assert (body.sidebar.currentWidget(), body.inspector.currentWidget()) == (made.sidebar, made.inspector)
    window.workspaces.show(PREVIEW)
    preview = window.workspaces.preview
    assert (body.sidebar.currentWidget(), body.inspector.currentWidget()) == (preview.sidebar, preview.inspector)
    window.workspaces.show(PROJECTS)

    assert body.inspector.currentWidget() is window.projects.inspector
    await at_rest(desk.tasks)


async def test_the_keys_start_the_plan_of_the_workspace_that_is_shown(window, desk, host):
    await begun(window, desk)
    window.workspaces.show(MAP)
    window.workspaces.map.edits.add((street.SMALL,))
    await planned(window, desk)

    QTest.keyClick(window, Qt.Key.Key_D, CTRL)

    (job,) = host.submitted_of(AddJob)
    assert job.spec.regions == (street.SMALL,)
    assert not isinstance(job.spec, SuperviselySpec)


async def test_undo_takes_a_region_back_on_the_map_alone(window, desk):
    await begun(window, desk)
    window.workspaces.show(MAP)
    made = window.workspaces.map
    made.edits.add((street.SMALL,))
    window.workspaces.show(PROJECTS)
    assert not window.actions_["undo"].isEnabled()
    window.workspaces.show(MAP)

    window.actions_["undo"].trigger()

    assert made.view.regions == ()
    assert window.actions_["redo"].isEnabled()
    await at_rest(desk.tasks)


async def test_an_action_of_the_map_brings_the_map(window, desk):
    await begun(window, desk)

    window.actions_["map-rectangle"].trigger()
    await at_rest(desk.tasks)

    assert window.workspaces.number == MAP


async def test_a_job_goes_back_to_the_workspace_it_was_opened_over(window, desk, host):
    host.answers[ListJobs] = (a_job(1, spec=MapillarySpec(regions=(LYON,)), source="mapillary"),)
    await begun(window, desk)
    window.workspaces.show(MAP)
    window.open_job(1)
    assert window.pages.currentWidget() is window.detail

    window.detail.closed.emit()
    await at_rest(desk.tasks)

    assert window.pages.currentWidget() is window.workspaces.map.centre


async def test_a_harvest_of_the_queue_is_shown_on_the_map(window, desk, host):
    job = a_job(1, spec=MapillarySpec(regions=(LYON,)), source="mapillary")
    host.answers[ListJobs] = (job,)
    await begun(window, desk)

    window.queue.map_wanted.emit(job)
    await at_rest(desk.tasks)

    assert window.workspaces.number == MAP
    assert window.workspaces.map.view.regions[0].region.bbox_text == LYON.bbox_text


async def test_regions_are_found_by_the_palette(window, desk):
    await begun(window, desk)
    window.workspaces.show(MAP)
    window.workspaces.map.edits.add((street.SMALL,))
    window.workspaces.show(PROJECTS)

    offer = next(offer for offer in window._offers() if offer.kind == "Region")
    offer.act()
    await at_rest(desk.tasks)

    assert offer.words == "Small"
    assert window.workspaces.number == MAP


async def test_a_map_area_without_a_token_asks_for_one(window, desk, backend):
    backend.known = []
    await begun(window, desk)

    window.projects.welcome.street.button.click()
    await at_rest(desk.tasks)

    assert window.workspaces.number == MAP
    dialog = window.findChild(object, "connect-street")
    assert dialog.isVisible()
    dialog.reject()


async def test_a_job_of_the_queue_is_looked_at_in_the_preview(window, desk, host):
    job = a_job(1, JobState.DONE, destination="/data/town")
    await begun(window, desk)

    window.queue.preview_wanted.emit(job)
    await at_rest(desk.tasks)

    assert window.workspaces.number == PREVIEW
    assert [query.path for query in host.asked if isinstance(query, OpenFolder)] == ["/data/town"]


async def test_a_picture_of_the_preview_is_pinned_on_the_map(window, desk):
    await begun(window, desk)
    window.workspaces.show(PREVIEW)

    window.workspaces.preview.map_wanted.emit("mly_1.jpg", (4.8, 45.7))
    await at_rest(desk.tasks)

    assert window.workspaces.number == MAP
    assert window.workspaces.map.view._canvas.marked == (4.8, 45.7)


async def test_the_places_of_a_folder_are_shown_on_the_map(window, desk):
    await begun(window, desk)
    window.workspaces.show(PREVIEW)

    window.workspaces.preview.places_wanted.emit("Lyon", ((4.8, 45.7), (4.9, 45.8)))
    await at_rest(desk.tasks)

    assert window.workspaces.number == MAP
    assert len(window.workspaces.map.view._canvas._places) == 2
