import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from app.model.answers import DestinationCheck
from app.model.commands import AddJob, RemoveJob
from app.model.failure import Failure, FailureKind
from app.model.harvest import MapillarySpec, Pick, ThumbSize
from app.model.queries import CheckDestination, LookAround, MakeSurvey
from app.model.region_text import parse_regions
from tests.fakes import street
from tests.fakes.street import ACCOUNT, HUGE, SMALL
from tests.fakes.waiting import turns
from tests.ui.map.making import LYON
from ui.map.harvest_inspector import HarvestInspector

NONE = MapillarySpec()
DEMO = replace(ACCOUNT, is_demo=True)


@pytest.fixture
def plan(street_desk, qtbot):
    plan = HarvestInspector(street_desk)
    qtbot.addWidget(plan)
    plan.resize(328, 700)
    plan.show()
    return plan


async def counted(plan):
    plan.counting._timer.stop()
    plan.counting._start()
    await turns()


async def planned(plan, regions=(SMALL,), filters=NONE, account=ACCOUNT):
    plan.show_plan(account, regions, filters, bool(regions))
    await counted(plan)


def line(plan, name):
    return plan.findChild(QLabel, f"plan.{name}").text()


async def test_the_card_says_what_the_harvest_brings_and_costs(plan):
    await planned(plan)

    assert plan.primary.text() == "Harvest 1,124 images"
    assert line(plan, "fetch") == "1,124"
    assert line(plan, "quota") == "2 of 50,000 tile calls today"
    assert line(plan, "licence") == "CC BY-SA 4.0, credits written"
    assert line(plan, "download") == "≈ 281 MB (140 – 562 MB)"
    assert plan.can_start


async def test_what_is_missing_stands_on_the_button(plan):
    assert plan.primary.text() == "Harvest — draw a region"
    plan.show_plan(ACCOUNT, (), NONE, has_regions=True)

    assert plan.primary.text() == "Harvest — tick a region"
    assert not plan.primary.isEnabled()


async def test_without_an_account_the_button_leads_to_one(plan, qtbot):
    plan.show_plan(None, (SMALL,), NONE, has_regions=True)

    assert plan.primary.text() == "Harvest — connect Mapillary"
    with qtbot.waitSignal(plan.account_wanted):
        plan.primary.click()


async def test_a_press_adds_one_job_with_all_regions_and_can_be_taken_back(plan, street_host, street_desk):
    await planned(plan, (SMALL, LYON))
    plan.resolution.set_field("size", "2048")
    await counted(plan)

    plan.primary.click()
    (job,) = street_host.submitted_of(AddJob)
    plan.starting._ids.append(7)
    plan.primary.click()

    assert job.spec.regions == (SMALL, LYON)
    assert job.spec.size is ThumbSize.LARGE
    assert job.title == "Small and 1 more"
    assert job.destination == str(street_desk.backend.default_folder / "Small")
    assert street_host.submitted_of(RemoveJob) == [RemoveJob(7)]


async def test_a_sample_comes_from_everywhere_and_lies_beside(plan, street_host):
    await planned(plan)

    plan.findChild(QPushButton, "plan.sample").click()

    (job,) = street_host.submitted_of(AddJob)
    assert (job.spec.pick, job.spec.max_images) == (Pick.SPREAD, 50)
    assert job.destination.endswith("Small-sample")


async def test_a_second_harvest_that_overlaps_stays_in_the_folder_and_sees_what_is_here(plan, street_host):
    street_host.answers[MakeSurvey] = street.here(300)
    await planned(plan, (SMALL,))
    plan.press()
    plan.starting.settle()

    await planned(plan, (SMALL, LYON))
    await planned(plan, (LYON,))

    assert plan.folder.folder().endswith("/Small")
    assert "(300 already here)" in line(plan, "fetch")


async def test_a_name_moves_the_folder_until_something_was_harvested(plan):
    await planned(plan, (SMALL,))
    await planned(plan, (replace(SMALL, name="Old town"),))
    assert plan.folder.folder().endswith("/Old town")
    plan.press()
    plan.starting.settle()

    await planned(plan, (replace(SMALL, name="New town"),))

    assert plan.folder.folder().endswith("/Old town")


async def test_too_many_are_never_refused_and_made_smaller_with_one_click(plan):
    told = []
    plan.suggested.connect(told.append)
    await planned(plan, (HUGE,))

    assert plan.primary.isEnabled()
    words = [plan.findChild(QPushButton, f"plan.suggestion.{number}").text() for number in range(3)]
    assert words[0].startswith("Thin to 1 per 5 m (")
    assert words[1:] == ["Newest 1,000", "Sample 1,000"]
    plan.findChild(QPushButton, "plan.suggestion.1").click()
    assert told[0].pick is Pick.NEWEST

    await planned(plan, (HUGE,), told[0].applied(NONE))

    assert plan.primary.text() == "Harvest 1,000 images"


async def test_a_disk_that_is_too_small_is_said_and_mended(plan, street_host):
    street_host.answers[CheckDestination] = DestinationCheck(True, "", "", False, 10_000_000, 10**9)
    await planned(plan)

    assert plan.primary.text() == "Harvest — not enough space"
    assert plan.can_sample
    assert plan.lacks_space
    assert plan.findChild(QPushButton, "plan.change-folder").isVisible()


async def test_filters_that_leave_nothing_are_told_from_no_coverage(plan, street_host):
    await planned(plan, filters=MapillarySpec(creator="nobody"))
    filtered = plan.primary.text()
    street_host.answers[MakeSurvey] = lambda query: replace(street.survey(query), items=0)

    await planned(plan, (LYON,))

    assert filtered == "Harvest — the filters leave nothing"
    assert plan.primary.text() == "Harvest — no images here"


async def test_a_refused_token_is_one_click_from_a_new_one(plan, street_host, qtbot):
    street_host.answers[MakeSurvey] = Failure(FailureKind.AUTH, "Mapillary does not accept this token.", "Paste one.")
    await planned(plan)

    assert "does not accept this token" in line(plan, "problem")
    with qtbot.waitSignal(plan.account_wanted):
        plan.findChild(QPushButton, "plan.token").click()


async def test_a_rough_number_is_shown_while_it_is_counted(plan):
    plan.show_plan(ACCOUNT, (SMALL,), NONE, has_regions=True)

    plan.show_rough(street.survey(MakeSurvey(MapillarySpec(regions=(SMALL,)), "a", "")))

    assert line(plan, "fetch") == "1,124"
    assert not plan.primary.isEnabled()


async def test_pictures_are_asked_for_only_when_somebody_wants_them(plan, street_host):
    await planned(plan)
    assert not any(isinstance(query, LookAround) for query in street_host.asked)

    plan.findChild(QPushButton, "plan.show-sample").click()
    await turns()

    assert [query.count for query in street_host.asked if isinstance(query, LookAround)] == [4]


async def test_the_demo_shows_its_pictures_by_itself(plan, street_host):
    await planned(plan, account=DEMO)

    assert any(isinstance(query, LookAround) for query in street_host.asked)


async def test_the_command_goes_to_the_clipboard_with_its_file(plan, street_desk):
    await planned(plan, (SMALL, LYON))

    plan.findChild(QPushButton, "plan.copy").click()

    words = shlex.split(QGuiApplication.clipboard().text())
    assert words[:3] == ["windrow", "harvest", "--region"]
    assert parse_regions(Path(words[3]).read_text()).regions == (SMALL, LYON)
