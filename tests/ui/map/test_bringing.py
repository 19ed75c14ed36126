import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from app.model.failure import Failure, FailureKind
from app.model.queries import ReadRegions
from app.model.region import box
from tests.fakes.street import SMALL
from tests.fakes.waiting import turns
from ui.map.bringing import MOST_REGIONS, Bringing


@pytest.fixture
def bringing(street_desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    bringing = Bringing(street_desk, window)
    bringing.window = window
    bringing.came = []
    bringing.brought.connect(bringing.came.append)
    return bringing


async def test_areas_of_every_file_come(bringing, street_host):
    bringing.read_files(("/a/one.geojson", "/a/two.gpkg"))
    await turns()

    assert bringing.came == [(SMALL,), (SMALL,)]
    assert ReadRegions("/a/two.gpkg") in street_host.asked


async def test_a_file_without_areas_and_one_that_cannot_be_read_are_said(bringing, street_host, street_desk):
    street_host.answers[ReadRegions] = ()
    bringing.read_files(("/a/points.geojson",))
    await turns()
    empty = street_desk.messages.top.text
    street_host.answers[ReadRegions] = Failure(FailureKind.DATA, "The file is damaged.", "Save it again.")
    bringing.read_files(("/a/broken.kml",))
    await turns()

    assert empty == "There are no areas in points.geojson."
    assert street_desk.messages.top.text == "The file is damaged."
    assert bringing.came == []


async def test_text_of_any_form_comes_or_is_explained(bringing, street_desk):
    bringing.read_text("4.8,45.73,4.85,45.77")
    bringing.read_text("somewhere nice")

    assert [regions[0].bbox_text for regions in bringing.came] == ["4.8,45.73,4.85,45.77"]
    assert "is no number" in street_desk.messages.top.hint


async def test_a_file_with_too_many_areas_says_what_was_left_out(bringing, street_host, street_desk):
    street_host.answers[ReadRegions] = tuple(box(n / 10, 1, n / 10 + 0.05, 2) for n in range(MOST_REGIONS + 5))

    bringing.read_files(("/a/many.geojson",))
    await turns()

    assert len(bringing.came[0]) == MOST_REGIONS
    assert street_desk.messages.top.hint.startswith("5 more were left out")


async def test_the_picker_is_opened_and_not_executed(bringing):
    bringing.choose_file()

    dialog = bringing.window.findChild(QFileDialog)
    dialog.filesSelected.emit(["/a/one.geojson"])
    dialog.close()
    await turns()

    assert bringing.came == [(SMALL,)]
