"""Options of a harvest as a spec."""

import argparse

import pytest

from app.cli.desk import Exit
from app.cli.harvest import areas_from, spec_from, usage_problem
from app.cli.parser import build_parser
from app.cli.program import carry_out
from app.model.harvest import HarvestLayout, MapillarySpec, Pano, Pick, TableKind, ThumbSize, Via
from app.model.region import box
from tests.fakes.jobs import Table

TUTORIAL = "139.699,35.658,139.7,35.659"
BOX = box(139.699, 35.658, 139.7, 35.659)


def options(*words: str) -> argparse.Namespace:
    return build_parser().parse_args(["harvest", *words])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), {}),
        (("--max-images", "50", "--pick", "newest"), {"max_images": 50, "pick": Pick.NEWEST}),
        (("--size", "2048"), {"size": ThumbSize.LARGE}),
        (("--fields", "id,captured_at", "--fields", "id,make"), {"fields": ("id", "captured_at", "make")}),
        (
            ("--from", "2023-01-01", "--until", "2023-12-31"),
            {"captured_from": "2023-01-01", "captured_until": "2023-12-31"},
        ),
        (("--pano", "no", "--quality", "0.5"), {"pano": Pano.NO, "min_quality": 0.5}),
        (("--creator", "walker_one", "--organization", "7"), {"creator": "walker_one", "organization": "7"}),
        (("--spacing", "10", "--detections"), {"spacing": 10.0, "detections": True}),
        (("--image", "12,13", "--image", "13"), {"image_ids": ("12", "13")}),
        (("--sequence", "aB3", "--sequence", "ab3"), {"sequences": ("aB3", "ab3")}),
        (("--table", "csv,gpkg", "--table", "csv"), {"tables": (TableKind.CSV, TableKind.GPKG)}),
        (("--table", "none"), {"tables": ()}),
        (("--map", "--no-exif"), {"has_map": True, "has_exif": False}),
        (("--layout", "flat", "--via", "search"), {"layout": HarvestLayout.FLAT, "via": Via.SEARCH}),
        (("--fetch-workers", "5", "--batch-size", "10"), {"fetch_workers": 5, "batch_size": 10}),
        (("--fetch-workers", "auto"), {"fetch_workers": None}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_options_become_the_spec(words, expected):
    assert spec_from(options(TUTORIAL, *words), (BOX,)) == MapillarySpec(regions=(BOX,), **expected)


def test_workers_and_rate_are_no_part_of_the_spec():
    chosen = options(TUTORIAL, "--workers", "8", "--rate-limit", "5MB")

    assert (chosen.workers, chosen.rate_limit) == (8, 5_000_000)
    assert spec_from(chosen, (BOX,)) == MapillarySpec(regions=(BOX,))


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        (["-46.7,-24.0,-46.6,-23.9"], ["-46.7,-24,-46.6,-23.9"]),
        (["-46.7", "-24.0", "-46.6", "-23.9"], ["-46.7,-24,-46.6,-23.9"]),
        (["170,-10,-170,10"], ["170,-10,-170,10"]),
        (["4.8,45.7,4.9,45.8", "5,46,6,47"], ["4.8,45.7,4.9,45.8", "5,46,6,47"]),
        (["POLYGON ((0 0, 2 0, 2 1, 0 1, 0 0))"], ["0,0,2,1"]),
        (['{"type":"Polygon","coordinates":[[[0,0],[2,0],[1,1],[0,0]]]}'], ["0,0,2,1"]),
    ],
    ids=["minus", "four words", "antimeridian", "two boxes", "wkt", "geojson"],
)
def test_areas_are_understood_in_every_common_form(words, bounds):
    parsed = build_parser().parse_args(["harvest", *words, "--to", "out"])

    assert [region.bbox_text for region in areas_from(parsed.areas)] == bounds


def test_more_names_than_areas_are_wrong_usage():
    assert "more names than areas" in usage_problem(options("4.8,45.7,4.9,45.8", "--name", "a", "--name", "b"))


def test_areas_are_called_by_their_names_in_order():
    parsed = options("4.8,45.7,4.9,45.8", "5,46,6,47", "--name", "Old town")

    assert [region.name for region in areas_from(parsed.areas, parsed.name)] == ["Old town", ""]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((), "Which area?"),
        (("35.658,139.699,200,95",), "latitudes end at 90"),
        (("1,2,3",), "four are needed"),
        (("nowhere",), "no number"),
        ((TUTORIAL, "--from", "2024-02-01", "--until", "2024-01-01"), "swap the two dates"),
    ],
    ids=["no area", "latitude", "three numbers", "words", "dates"],
)
def test_what_cannot_be_meant_ends_with_two_and_a_sentence(words, part):
    table = Table()

    code = carry_out(options(*words), table.desk)

    assert code == Exit.USAGE
    assert part in table.err.getvalue()


@pytest.mark.parametrize(
    "words", [("--sequence", "aB3"), ("--image", "12"), ("--creator", "me"), ("--region", "a.kml")]
)
def test_an_area_is_not_the_only_thing_to_ask_for(words):
    assert usage_problem(options(*words)) == ""
