from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.model.harvest import MapillarySpec
from app.model.job import JobState
from tests.ui.map.making import LYON, TRIANGLE
from tests.ui.queue.making import a_job, a_rate, counts
from ui.map.region_model import RegionColumn, RegionModel, RegionRole, RegionRow, RegionState, state_of, swatch
from ui.map.shapes import ShownRegion
from ui.queue.row import JobRow

RUNNING = RegionState(1, "Downloading", "progress-clock", "accent", 46)
ROWS = (RegionRow(ShownRegion(LYON), "8,214", RUNNING), RegionRow(ShownRegion(TRIANGLE, is_checked=False), "≈ 1,900"))


@pytest.fixture
def model(qapp):
    model = RegionModel()
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(ROWS)
    return model


def harvest(job_id, state, regions, **changes):
    job = a_job(job_id, state, spec=MapillarySpec(regions=regions), source="mapillary", **changes)
    return JobRow(job, a_rate(job_id))


def test_a_row_says_name_count_and_state(model):
    assert model.index(0, RegionColumn.NAME).data() == "Lyon centre"
    assert model.index(0, RegionColumn.COUNT).data() == "8,214"
    assert model.index(0, RegionColumn.STATE).data(RegionRole.PERCENT) == 46
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Lyon centre, 8,214 images, Downloading"
    assert model.index(1, 0).data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked


def test_ticks_and_names_are_wishes(model):
    told = []
    model.ticked.connect(lambda row, is_on: told.append((row, is_on)))
    model.renamed.connect(lambda row, name: told.append((row, name)))

    model.setData(model.index(1, 0), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    model.setData(model.index(0, 0), " Old town ")
    model.setData(model.index(0, 0), "  ")

    assert told == [(1, True), (0, "Old town")]


def test_a_row_that_goes_is_the_one_that_went(model):
    third = RegionRow(ShownRegion(replace(LYON, name="Third")))
    model.show((*ROWS, third))
    gone = []
    model.rowsRemoved.connect(lambda _parent, first, last: gone.append((first, last)))

    model.show((ROWS[0], third))

    assert gone == [(1, 1)]
    assert model.rows == (ROWS[0], third)


def test_the_state_is_that_of_the_newest_harvest_of_this_very_area():
    done = harvest(1, JobState.DONE, (LYON,), counts=counts(listed=5, done=5))
    running = harvest(2, JobState.RUNNING, (replace(LYON, name="x"), TRIANGLE), counts=counts(listed=10, done=4))

    state = state_of(LYON, [running, done], 0.0)

    assert (state.job_id, state.icon, state.percent) == (2, "progress-clock", 40)
    assert state_of(replace(LYON, north=46.0), [running, done], 0.0) is None
    assert state_of(LYON, [done], 0.0).percent is None


def test_boxes_and_polygons_look_different_and_hidden_ones_are_hollow(qapp):
    shown = ShownRegion(LYON)

    pictures = [swatch(shown), swatch(ShownRegion(TRIANGLE)), swatch(replace(shown, is_visible=False))]

    images = [picture.toImage() for picture in pictures]
    assert images[0] != images[1]
    assert images[0] != images[2]
