from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.bootstrap.demo import DEMO_REGION
from app.model.commands import RetryTile
from app.model.coverage import TileStanding, TileState
from app.model.events import JobMoved
from app.model.failure import Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.job import JobState
from app.model.queries import ListTiles, MakeSurvey, ShowBasemap, ShowCoverage
from app.model.region import box
from tests.fakes.backend import DEMO, DEMO_STREET
from tests.fakes.street import ACCOUNT, HUGE, SMALL
from tests.fakes.waiting import turns
from tests.ui.map.making import LYON
from tests.ui.queue.making import a_job, counts
from ui.map.workspace import MapWorkspace
from ui.queue.job_model import JobModel

pytestmark = pytest.mark.slow
JOB = a_job(4, spec=MapillarySpec(regions=(LYON,)), source="mapillary", account=ACCOUNT.key)


@pytest.fixture
def space(street_desk, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(760, 600)
    jobs = JobModel(street_desk.clock.utc, parent)
    space = MapWorkspace(street_desk, jobs, parent)
    space.jobs, space.parent_ = jobs, parent
    space.centre.resize(760, 600)
    return space


async def opened(space, accounts=(ACCOUNT,)):
    space.show_accounts(list(accounts))
    space.parent_.show()
    space.centre.show()
    await turns()


async def counted(space):
    space.counts._settle.stop()
    space.counts._go_on()
    space.inspector.counting._timer.stop()
    space.inspector.counting._start()
    await turns()


async def test_a_region_is_listed_counted_and_planned(space):
    await opened(space)
    space.edits.add((SMALL,))
    await counted(space)

    (row,) = space.sidebar.regions.model.rows
    assert (row.shown.title, row.count) == ("Small", "1,124")
    assert space.inspector.primary.text() == "Harvest 1,124 images"
    assert space.strip.numbers.edit.text() == SMALL.bbox_text


async def test_unticked_regions_are_not_harvested(space):
    await opened(space)
    space.edits.add((SMALL,))
    model = space.sidebar.regions.model

    model.setData(model.index(0, 0), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    await turns()

    assert space.inspector.primary.text() == "Harvest — tick a region"


async def test_a_suggestion_changes_the_filters_and_the_numbers_follow(space):
    await opened(space)
    space.edits.add((HUGE,))
    await counted(space)

    space.inspector.findChild(QPushButton, "plan.suggestion.1").click()
    await counted(space)

    assert space.inspector.primary.text() == "Harvest 1,000 images"
    assert space.sidebar.regions.model.rows[0].count == "1,000"


async def test_edits_can_be_undone(space):
    await opened(space)
    told = []
    space.undoable.connect(lambda can_undo, can_redo: told.append((can_undo, can_redo)))

    space.edits.add((SMALL,))
    space.view.undo()
    await turns()

    assert told[-1] == (False, True)
    assert space.sidebar.regions.model.rows == ()


async def test_without_an_account_one_can_draw_and_is_led_to_one(space, qtbot):
    await opened(space, ())
    space.edits.add((SMALL,))
    await turns()

    assert space.inspector.primary.text() == "Harvest — connect Mapillary"
    assert not space.strip.coverage.isEnabled()
    assert space.view._chip.text.words.endswith("tiles")
    with qtbot.waitSignal(space.account_wanted):
        space.inspector.primary.click()


async def test_the_demo_begins_over_its_town_and_offers_it(space):
    await opened(space)
    space.show_accounts([ACCOUNT, DEMO, DEMO_STREET], DEMO_STREET.key)
    west, south, east, north = space.view.view.bounds()
    assert west <= DEMO_REGION[0] < DEMO_REGION[2] <= east
    assert south <= DEMO_REGION[1] < DEMO_REGION[3] <= north

    space.sidebar.regions.findChild(QPushButton, "map.regions.demo").click()
    await turns()

    assert space.view.regions[0].region == box(*DEMO_REGION, "Demo town")


async def test_the_demo_has_its_own_basemap(space, street_host):
    await opened(space, (DEMO_STREET,))

    asked = [query for query in street_host.asked if isinstance(query, ShowBasemap)]
    assert {query.account for query in asked} == {DEMO_STREET.key}


async def test_coverage_can_be_hidden_and_stays_so(space, street_desk):
    await opened(space)
    space.strip.findChild(QToolButton, "map.coverage").click()

    assert not space.view._canvas.coverage.is_on
    assert street_desk.state.value("map/coverage") in (False, "false")
    space.show_coverage(True)
    assert space.view._canvas.coverage.is_on
    await turns()


async def test_regions_come_back_at_the_next_start(space, street_desk, qtbot):
    await opened(space)
    space.edits.add((SMALL,))
    space.save()

    again = MapWorkspace(street_desk, space.jobs, space.parent_)
    qtbot.addWidget(again.view)
    await turns()

    assert [shown.region for shown in again.view.regions] == [SMALL]
    again._save_timer.stop()


async def test_the_tiles_of_a_running_harvest_reach_the_map(space, street_desk, street_host):
    await opened(space)
    street_host.answers[ListTiles] = (TileStanding(4, "14/8410/5843", TileState.ACTIVE, 10, 3),)
    street_host.publish(JobMoved(JOB, JobState.QUEUED))
    street_desk.bridge.drain()
    await turns()

    space.standings._tell.timeout.emit()

    assert space.view._canvas.standings.states == (TileState.ACTIVE,)


async def test_a_problem_tile_is_tried_again_with_one_click(space, street_host, street_desk):
    await opened(space)
    space.view.tile_activated.emit(4, "14/8410/5843")

    assert street_host.submitted_of(RetryTile) == [RetryTile(4, "14/8410/5843")]
    assert street_desk.messages.top.text == "The tile is tried again."


async def test_a_harvest_is_shown_with_its_regions(space, street_host):
    await opened(space)
    space.show_job(JOB)
    await turns()

    assert [replace(shown.region, name="") for shown in space.view.regions] == [replace(LYON, name="")]
    assert not space.view.regions[0].is_checked
    assert ListTiles(4) in street_host.asked


async def test_the_ring_in_the_list_follows_the_queue(space, street_host, street_desk):
    await opened(space)
    space.edits.add((LYON,))
    space.jobs.reset([JOB])
    street_host.publish(JobMoved(JOB, JobState.QUEUED))
    street_desk.bridge.drain()

    space._rows_timer.timeout.emit()

    assert space.sidebar.regions.model.rows[0].state.words == "Downloading"
    await turns()


async def test_how_the_account_stands_is_told(space, street_host):
    await opened(space)
    told = []
    space.troubled.connect(lambda key, failure: told.append((key, failure)))
    refused = Failure(FailureKind.AUTH, "Mapillary does not accept this token.")
    street_host.answers[MakeSurvey] = refused

    space.edits.add((SMALL,))
    await counted(space)

    assert (ACCOUNT.key, refused) in told


async def test_an_image_of_the_coverage_can_be_opened(space, street_desk):
    await opened(space)
    space.view.point_picked.emit("123", 4.8, 45.7)

    assert street_desk.messages.top.text == "Image 123."
    assert street_desk.messages.top.buttons[0].text == "Open in Mapillary"


async def test_numbers_go_from_the_map_to_the_field_and_back(space):
    await opened(space)
    space.parent_.activateWindow()
    space.view.setFocus()
    QTest.keyClick(space.view, Qt.Key.Key_E)
    assert space.strip.numbers.edit.hasFocus()

    QTest.keyClicks(space.strip.numbers.edit, "4.80,45.73,4.85,45.77")
    QTest.keyClick(space.strip.numbers.edit, Qt.Key.Key_Return)
    await turns()

    assert space.view.hasFocus()
    assert space.view.regions[0].region.bbox_text == "4.8,45.73,4.85,45.77"


async def test_no_coverage_is_asked_for_while_it_is_off(space, street_host):
    await opened(space)
    space.show_coverage(False)
    street_host.asked.clear()

    space.view.go_to(5.0, 46.0, 14.0)
    space.view._canvas.coverage._rest.timeout.emit()
    await turns()

    assert not [query for query in street_host.asked if isinstance(query, ShowCoverage)]


async def test_an_image_that_was_harvested_leads_to_the_preview(space, street_desk):
    await opened(space)
    done = replace(JOB, counts=counts(listed=3, done=3))
    space.jobs.reset([JOB, replace(done, id=5), replace(done, id=6)])
    wanted = []
    space.preview_wanted.connect(lambda *args: wanted.append(args))
    west, south, east, north = (float(part) for part in LYON.bbox_text.split(","))
    space._on_point("123", (west + east) / 2, (south + north) / 2)
    street_desk.messages.top.buttons[0].act()
    space._on_point("124", 100.0, 10.0)

    assert wanted == [(replace(done, id=6), "name:mly_123*")]
    assert "Show in preview" not in [button.text for button in street_desk.messages.top.buttons]


async def test_a_place_is_pinned_and_named(space, street_desk):
    await opened(space)
    space.show_place("mly_123.jpg", 4.8, 45.7)

    assert space.view._canvas.marked == (4.8, 45.7)
    assert street_desk.messages.top.text == "mly_123.jpg was taken here."


async def test_the_places_of_a_folder_are_dotted_and_shown_whole(space, street_desk):
    await opened(space)
    space.show_places("Lyon", ((4.80, 45.70), (4.90, 45.80)))
    west, south, east, north = space.view.view.bounds()

    assert west < 4.80 < 4.90 < east
    assert south < 45.70 < 45.80 < north
    assert street_desk.messages.top.text == "2 pictures of Lyon were taken here."
    street_desk.messages.top.buttons[0].act()
    assert space.view._canvas._places == ()
    space.show_places("Lyon", ((4.80, 45.70),))
    assert space.view._canvas._places == ((4.80, 45.70),)
