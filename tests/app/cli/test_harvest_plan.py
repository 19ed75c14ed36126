"""What the plan of a harvest tells."""

import argparse
import json

import pytest

from app.cli.desk import Exit
from app.cli.harvest_plan import filter_words, tell_plan, what_lines
from app.model.answers import DestinationCheck
from app.model.harvest import MapillarySpec, Pano, Pick, ThumbSize
from app.model.queries import ListJobs, MakeSurvey
from app.model.region import box
from app.model.survey import ByteRange, Survey
from tests.fakes.host import FakeHost
from tests.fakes.jobs import Table

DISK = DestinationCheck(True, "", "", False, 10_000_000, 20_000_000)
SPEC = MapillarySpec(regions=(box(4.80, 45.73, 4.85, 45.77),))
GOOD = Survey(240, 40, ByteRange(1, 2, 3), {"tile": 3}, "CC BY-SA 4.0", tiles=3, tiles_read=3)
TORN = Survey(240, 40, ByteRange(1, 2, 3), {"tile": 3}, tiles=3, tiles_read=2, tiles_failed=1)


async def told(survey: Survey, tmp_path, **chosen: bool) -> tuple[Exit, Table]:
    host, table = FakeHost({MakeSurvey: survey, ListJobs: ()}), Table()
    options = argparse.Namespace(**({"json": False, "quiet": False} | chosen))
    return await tell_plan(host, options, table.desk, SPEC, "mapillary", tmp_path, DISK), table


async def test_people_read_area_tiles_and_licence(tmp_path):
    code, table = await told(GOOD, tmp_path)

    assert code is Exit.COMPLETE
    assert table.out.getvalue().splitlines()[:4] == [
        "4.8,45.73,4.85,45.77",
        "  area        1 region, 17.30 km²",
        "  fetch       pictures, 1024 px",
        "  tiles       3",
    ]


async def test_scripts_read_one_object(tmp_path):
    code, table = await told(GOOD, tmp_path, json=True)

    assert code is Exit.COMPLETE
    assert json.loads(table.out.getvalue())["tiles"] == 3


async def test_a_tile_that_could_not_be_counted_is_a_problem(tmp_path):
    code, table = await told(TORN, tmp_path, json=True)

    assert code is Exit.PROBLEMS
    assert "1 tile could not be read" in table.err.getvalue()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, []),
        ({"captured_from": "2023-01-01"}, ["from 2023-01-01 on"]),
        ({"captured_until": "2023-01-01"}, ["until 2023-01-01"]),
        ({"captured_from": "2023-01-01", "captured_until": "2024"}, ["from 2023-01-01 until 2024"]),
        ({"pano": Pano.YES}, ["panoramas"]),
        ({"pano": Pano.NO, "creator": "me"}, ["no panoramas", "by me"]),
        ({"organization": "7", "min_quality": 0.5}, ["of organisation 7", "quality 0.5 or better"]),
        ({"spacing": 10.0}, ["one within 10 m"]),
        ({"max_images": 5_000, "pick": Pick.NEWEST}, ["at most 5,000, the newest"]),
        ({"max_images": 50}, ["at most 50"]),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)
def test_every_filter_has_its_words(changes, words):
    assert filter_words(MapillarySpec(regions=SPEC.regions, **changes)) == words


def test_lists_have_no_area():
    spec = MapillarySpec(image_ids=("1",), size=ThumbSize.ORIGINAL, detections=True)

    assert what_lines(spec) == ["  fetch       pictures, original, with detections as labels"]
