"""Every column holds what its name says, and only what was wanted is there."""

from dataclasses import replace

import pytest

from app.formats.geotable_columns import COLUMNS, TEXTS, CellKind, columns_of, point_text, position_of
from tests.fakes.harvest import record

CORE = ["mly_id", "name", "image_url", "file"]


def row(one, *wanted: str) -> dict[str, object]:
    return {column.name: column.cell(one) for column in columns_of([one], wanted)}


def test_ids_and_names_are_those_of_the_tutorial():
    cells = row(record(1))

    assert cells["mly_id"] == "900000000000001"
    assert cells["name"] == "mly_900000000000001"
    assert cells["image_url"] == cells["file"] == "Lyon/img/mly_900000000000001.jpg"
    assert cells["page"] == "https://www.mapillary.com/app/?pKey=900000000000001&focus=photo"


def test_every_id_is_text():
    assert {"mly_id", "sequence", "creator_id", "organization_id"} <= set(TEXTS)


@pytest.mark.parametrize(
    ("changes", "place", "position"),
    [
        ({}, (4.8001, 45.75), "original"),
        ({"lon": None, "lat": None}, (pytest.approx(4.800101), 45.750001), "computed"),
        ({"lon": 0.0, "lat": 0.0}, (0.0, 0.0), "original"),
        ({"lon": None, "lat": None, "computed_lon": None}, None, ""),
    ],
    ids=["original", "computed", "zero is a place", "nowhere"],
)
def test_a_picture_stands_at_its_original_position_else_at_the_computed_one(changes, place, position):
    one = replace(record(1), **changes)

    assert position_of(one) == place
    assert row(one)["position"] == position


def test_a_computed_position_is_exact_as_text():
    assert row(record(1))["computed_geometry"] == point_text((record(1).computed_lon, 45.750001))
    assert point_text((139.69901234567, -35.1)) == "POINT (139.69901234567 -35.1)"


def test_labels_are_counted():
    assert row(record(1, labels={"object--bench": 2, "object--banner": 1}))["labels"] == 3


@pytest.mark.parametrize(
    ("values", "kind", "cells"),
    [
        ([1, 2], CellKind.WHOLE, [1, 2]),
        ([1, 2.5], CellKind.REAL, [1.0, 2.5]),
        ([True, None], CellKind.SWITCH, [True, None]),
        (["a", 1], CellKind.TEXT, ["a", "1"]),
        ([2**60, 1], CellKind.TEXT, [str(2**60), "1"]),
        ([[0.1, 0.2], None], CellKind.TEXT, ["0.1,0.2", None]),
        ([{"id": "5"}], CellKind.TEXT, ['{"id":"5"}']),
    ],
    ids=["whole", "whole and real", "switch", "mixed", "too large for a float", "list", "object"],
)
def test_further_fields_become_columns_of_the_kind_they_hold(values, kind, cells):
    records = [record(number, extra={"field": value}) for number, value in enumerate(values)]

    column = columns_of(records)[-1]

    assert (column.name, column.kind) == ("field", kind)
    assert [column.cell(one) for one in records] == cells


@pytest.mark.parametrize("name", ["fid", "GEOM", "labels", "geometry", "lon"])
def test_further_fields_never_hide_a_column(name):
    names = [column.name for column in columns_of([record(1, extra={name: 1})])]

    assert names[-1] == f"field_{name}"
    assert len(set(names)) == len(names) == len(COLUMNS) + 1


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["id"], CORE),
        (
            ["id", "captured_at", "compass_angle", "thumb_1024_url", "geometry"],
            [
                *CORE,
                "captured_at",
                "captured_at_ms",
                "compass_angle",
                "size_asked",
                "size_got",
                "original_lon",
                "original_lat",
                "position",
            ],
        ),
        (["creator", "detections.value"], [*CORE, "creator", "creator_id", "labels"]),
        (["merge_cc", "computed_geometry"], [*CORE, "computed_lon", "computed_lat", "computed_geometry", "merge_cc"]),
    ],
    ids=["id", "the tutorial's", "nested", "further"],
)
def test_only_wanted_fields_become_columns(wanted, names):
    found = columns_of([record(1, extra={"merge_cc": 4.5e18, "mesh": {"id": "1"}})], wanted)

    assert [column.name for column in found] == names
