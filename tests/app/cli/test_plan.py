"""The numbers of a plan."""

from dataclasses import replace

import pytest

from app.cli.plan import known_rate, plan_json, plan_lines
from app.model.answers import DestinationCheck
from app.model.job import Job, JobState
from app.model.spec import SuperviselySpec
from app.model.survey import ByteRange, Difference, Survey

DISK = DestinationCheck(True, "", "", False, 10_000_000, 20_000_000)
SURVEY = Survey(240, 40, ByteRange(1_000_000, 2_000_000, 3_000_000), {"list": 3, "image": 8}, "CC BY 4.0", ("A note.",))


def test_the_plan_object_has_the_keys_of_the_contract():
    plan = plan_json(SURVEY, DISK)

    assert list(plan) == [
        "images",
        "items",
        "already_here",
        "tiles",
        "requests",
        "bytes",
        "seconds",
        "quota_share",
        "disk_free_after",
        "licence",
    ]
    assert plan["requests"] == {"tile": 0, "entity": 0, "search": 0, "image": 8, "list": 3}
    assert plan["bytes"] == {"low": 1_000_000, "likely": 2_000_000, "high": 3_000_000}
    assert plan["disk_free_after"] == 8_000_000
    assert plan["seconds"] is None


def test_a_known_rate_gives_the_time():
    assert plan_json(SURVEY, DISK, rate=1_000_000.0)["seconds"] == 2.0


def test_an_unknown_disk_is_not_invented():
    unknown = DestinationCheck(True, "", "", False, 0, 0)

    assert plan_json(SURVEY, unknown)["disk_free_after"] is None


def test_people_read_what_is_here_and_what_is_short():
    short = DestinationCheck(True, "", "", False, 500_000, 20_000_000)

    text = "\n".join(plan_lines(SURVEY, short, "Town"))

    assert "240 (40 already here)" in text
    assert "not enough: 1.5 MB short" in text
    assert "A note." in text


def test_nothing_to_fetch_is_said():
    here = Survey(3, 3, ByteRange(0, 0, 0), {})

    assert plan_lines(here, DISK, "Town")[-1] == "  Nothing to fetch: 3 images already here."


def job(number: int, size: int, seconds: float, account: str = "ours") -> Job:
    spec = SuperviselySpec(project_id=1)
    return Job(
        number,
        "Town",
        "supervisely",
        account,
        "/data",
        spec,
        JobState.DONE,
        number,
        bytes_done=size,
        started_at=float(number),
        active_seconds=seconds,
    )


@pytest.mark.parametrize(
    ("jobs", "rate"),
    [
        ([], None),
        ([job(1, 10_000, 0.1)], None),
        ([job(1, 8_000_000, 2.0)], 4_000_000.0),
        ([job(1, 8_000_000, 2.0), job(2, 2_000_000, 3.0)], 2_000_000.0),
        ([job(1, 90_000_000, 1.0), *(job(n, 3_000_000, 1.0) for n in (2, 3, 4))], 3_000_000.0),
        ([job(1, 8_000_000, 2.0, account="theirs")], None),
    ],
    ids=["no jobs", "too little to tell", "one", "together", "only the latest three", "another account"],
)
def test_the_rate_comes_from_the_latest_jobs_of_the_account(jobs, rate):
    assert known_rate(jobs, "ours") == rate


def test_people_read_the_time_when_a_rate_is_known():
    lines = plan_lines(SURVEY, DISK, "Town", rate=1_000_000.0)

    assert "  time        ≈ 2.0 s at 1.0 MB/s" in lines


STREETS = Survey(
    1_632, 0, ByteRange(1, 2, 3), {"tile": 4}, notes=("A note.",),
    tiles=16, tiles_read=10, quota_share=0.0001, quota_text="4 of 50,000 tile calls today",
)  # fmt: skip


def test_a_harvest_tells_tiles_and_quota():
    plan, text = plan_json(STREETS, DISK), "\n".join(plan_lines(STREETS, DISK, "Town", what=["  area        1 region"]))

    assert (plan["tiles"], plan["quota_share"]) == (16, 0.0001)
    assert "  area        1 region\n  tiles       16 (10 counted)\n  images      ≈ 1,632" in text
    assert "  quota       4 of 50,000 tile calls today" in text


def test_an_empty_area_says_why_and_not_that_all_is_here():
    empty = Survey(0, 0, ByteRange(0, 0, 0), {}, notes=("Mapillary has no pictures here.",), tiles=1, tiles_read=1)

    assert plan_lines(empty, DISK, "Sea")[-1] == "  Mapillary has no pictures here."


def test_a_folder_that_was_filled_before_is_told_by_new_changed_and_gone():
    paths = tuple(f"ds/img/{number}.jpg" for number in range(20))
    survey = replace(SURVEY, difference=Difference(3, 1204, 25, paths))

    lines = plan_lines(survey, DISK, "Town")

    assert "  since then  3 new, 1,204 changed, 25 gone" in lines
    assert "  gone        ds/img/0.jpg" in lines
    assert "  gone        and 5 more" in lines
    assert plan_json(survey, DISK)["difference"] == {"new": 3, "changed": 1204, "gone": 25, "gone_paths": paths}
