"""What is said when a harvest is over."""

import pytest

from app.cli.harvest_end import NOTHING_LISTED, HarvestEnd, look_back, unread_lines
from app.model.coverage import TileStanding, TileState
from app.model.failure import Failure, FailureKind
from app.model.harvest import MapillarySpec, Pano
from app.model.job import JobCounts, JobState
from app.model.queries import ListTiles, MakeSurvey
from app.model.region import box
from app.model.survey import ByteRange, Survey
from app.sources.mapillary.errors import BLOCKED
from tests.fakes.host import FakeHost
from tests.fakes.jobs import a_job

SPEC = MapillarySpec(regions=(box(4.80, 45.73, 4.85, 45.77),))
TORN = "A coverage tile cannot be read. Retry it later."


def harvest(**counts: int):
    return a_job(5, JobState.DONE, spec=SPEC, source="mapillary", counts=JobCounts(**counts))


def unread(title: str, *keys: str) -> tuple[TileStanding, ...]:
    return tuple(TileStanding(5, key, TileState.PROBLEM, title=title) for key in keys)


def empty(note: str) -> Survey:
    return Survey(0, 0, ByteRange(0, 0, 0), {}, notes=(note,), tiles=1, tiles_read=1)


async def test_a_harvest_without_problems_needs_no_more_words():
    assert await look_back(FakeHost(), harvest(listed=3, done=3)) == HarvestEnd()


async def test_downloads_of_projects_are_left_alone():
    assert await look_back(FakeHost(), a_job(counts=JobCounts())) == HarvestEnd()


@pytest.mark.parametrize("note", ["Mapillary has no pictures here.", "All 12 pictures here were filtered out."])
async def test_nothing_there_and_all_filtered_out_are_told_apart(note):
    host = FakeHost({MakeSurvey: empty(note)})

    end = await look_back(host, harvest())

    assert end == HarvestEnd(sentence=note)
    assert host.asked == [MakeSurvey(SPEC, "supervisely@here", "", most_requests=0)]


async def test_an_empty_harvest_says_so_even_when_the_reason_cannot_be_had():
    end = await look_back(FakeHost({MakeSurvey: Failure(FailureKind.SERVER, "Down.")}), harvest())

    assert end.sentence == NOTHING_LISTED


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (MapillarySpec(creator="nobody"), "Mapillary has nothing to bring for images of nobody."),
        (
            MapillarySpec(sequences=("aB3",), pano=Pano.NO),
            "Mapillary has nothing to bring for sequence aB3 (no panoramas).",
        ),
    ],
    ids=["creator", "sequence with a filter"],
)
async def test_lists_without_images_are_named(spec, words):
    host = FakeHost()

    end = await look_back(host, a_job(5, JobState.DONE, spec=spec, source="mapillary", counts=JobCounts()))

    assert (end.sentence, host.asked) == (words, [])


async def test_tiles_that_could_not_be_read_are_named_with_what_to_do():
    tiles = (*unread(TORN, "14/1/2"), TileStanding(5, "14/1/3", TileState.DONE, 3, 3))

    end = await look_back(FakeHost({ListTiles: tiles}), harvest(listed=3, done=3, tiles_failed=1))

    assert end.complaints == (
        f"1 coverage tile not read, so images are missing (14/1/2). {TORN}",
        "Read these again with: windrow jobs retry 5",
    )
    assert not end.is_shut_out


async def test_images_that_failed_are_no_unread_tile():
    failed_image = TileStanding(5, "14/1/3", TileState.PROBLEM, 3, 3, 1)

    end = await look_back(
        FakeHost({ListTiles: (*unread(TORN, "14/1/2"), failed_image)}), harvest(listed=3, tiles_failed=1)
    )

    assert "14/1/3" not in "".join(end.complaints)


async def test_a_shut_door_before_the_first_image_is_a_stop():
    tiles = unread(BLOCKED.sentence(), "14/1/2", "14/1/3")

    end = await look_back(FakeHost({ListTiles: tiles}), harvest(tiles_failed=2))

    assert end.is_shut_out
    assert end.complaints == (f"{BLOCKED.sentence()} What is finished stays; a day later: windrow jobs retry 5",)


async def test_a_shut_door_after_some_images_is_a_problem_with_its_tiles():
    tiles = unread(BLOCKED.sentence(), "14/1/2")

    end = await look_back(FakeHost({ListTiles: tiles}), harvest(listed=3, done=3, tiles_failed=1))

    assert not end.is_shut_out
    assert "14/1/2" in end.complaints[0]
    assert "a day later" in end.complaints[-1]


def test_many_tiles_and_causes_are_summed_up():
    tiles = unread("Away.", *(f"14/1/{number}" for number in range(7)))
    for number in range(6):
        tiles += unread(f"Cause {number}.", f"14/2/{number}")

    lines = unread_lines(tiles)

    assert lines[0] == (
        "7 coverage tiles not read, so images are missing (14/1/0, 14/1/1, 14/1/2, 14/1/3, 14/1/4, …). Away."
    )
    assert lines[-1] == "… and 2 further causes"
