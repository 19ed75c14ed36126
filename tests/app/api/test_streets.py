"""Mapillary for Python programs, against the sandbox."""

import pytest

from app.api import FailedError, Progress, Streets
from app.model.harvest import ThumbSize
from app.sandbox.faults import Fault, Rule
from app.sandbox.street_access import STREET_TOKEN
from app.sandbox.street_settings import StreetSettings
from tests.fakes.streets import SEA, TOWN, TUTORIAL, TUTORIAL_FIELDS, running_streets

pytestmark = pytest.mark.slow


async def test_the_flow_of_the_tutorial(tmp_path, monkeypatch):
    """Box, five fields, fifty images, clean names, pictures, map."""
    told: list[Progress] = []
    fields = list(TUTORIAL_FIELDS)
    async with running_streets(monkeypatch) as sandbox, Streets() as streets:
        images = await streets.fetch_within_bbox(
            list(TUTORIAL), fields=fields, max_images=20, workers=10, on_progress=told.append
        )
        images["filename"] = images["name"].str.replace("|", "_")
        local = await images.download(tmp_path / "town", filename_column="filename", workers=10)
        asked = [entry.route for entry in sandbox.journal.entries]

    assert fields == list(TUTORIAL_FIELDS), "the list of the caller stays as it is"
    assert len(images) == 20
    assert images["image_url"].str.startswith("http").all()
    assert {"mly_id", "name", "image_url", "captured_at", "compass_angle", "geometry"} <= set(images.columns)
    assert "sequence" not in images.columns
    assert told[-1].counts.done == 20
    assert sorted(path.name for path in (tmp_path / "town").glob("*.jpg")) == sorted(images["name"] + ".jpg")
    assert local["file"].notna().all()
    assert local.attrs["problems"] == []
    assert asked.count("street.tile") == 1
    assert asked.count("street.entities") == 2, "once for the facts, once for fresh addresses"


async def test_facts_alone_fetch_no_picture(monkeypatch):
    async with running_streets(monkeypatch) as sandbox, Streets() as streets:
        images = await streets.fetch_within_bbox(TOWN, max_images=120, batch_size=10)
        kinds = {entry.route for entry in sandbox.journal.entries}

    assert len(images) == 120
    assert images["mly_id"].is_unique
    assert "street.thumb" not in kinds


async def test_images_come_by_id_by_sequence_and_by_creator(monkeypatch):
    async with running_streets(monkeypatch) as _, Streets(STREET_TOKEN) as streets:
        some = await streets.fetch_within(f"{TOWN[0]},{TOWN[1]},{TOWN[2]},{TOWN[3]}", max_images=40)
        first = some.iloc[0]
        by_id = await streets.fetch_by_id([first["mly_id"], 999_999_999])
        by_sequence = await streets.fetch_by_sequence(first["sequence"])
        by_creator = await streets.fetch_by_creator(first["creator"], max_images=30)

    assert by_id["mly_id"].tolist() == [first["mly_id"]]
    assert [problem.split(":")[0] for problem in by_id.attrs["problems"]] == ["999999999"]
    assert set(by_sequence["sequence"]) == {first["sequence"]}
    assert by_sequence["captured_at_ms"].is_monotonic_increasing
    assert set(by_creator["creator"]) == {first["creator"]}


async def test_no_coverage_is_an_empty_frame_with_all_columns(tmp_path, monkeypatch):
    async with running_streets(monkeypatch), Streets() as streets:
        nothing = await streets.fetch_within_bbox(SEA)
        local = await nothing.download(tmp_path / "sea")

    assert len(nothing) == 0
    assert {"image_url", "name", "geometry", "captured_at"} <= set(nothing.columns)
    assert len(local) == 0
    assert not (tmp_path / "sea").exists()


async def test_a_tile_that_cannot_be_read_is_never_no_coverage(monkeypatch):
    shut = (Rule(Fault("html"), route="street.tile"),)
    async with running_streets(monkeypatch, faults=shut), Streets() as streets:
        with pytest.raises(FailedError, match="stopped answering tiles"):
            await streets.fetch_within_bbox(SEA)


async def test_some_unread_tiles_are_a_warning_and_named(monkeypatch):
    once = (Rule(Fault("html"), route="street.tile", nth=4),)
    async with running_streets(monkeypatch, faults=once), Streets() as streets:
        with pytest.warns(UserWarning, match="images are missing"):
            images = await streets.fetch_within_bbox(TOWN)

    assert len(images) > 0
    assert len(images.attrs["unread_tiles"]) >= 1


async def test_a_refused_token_is_told_without_showing_it(monkeypatch):
    async with running_streets(monkeypatch), Streets("MLY|1|wrong") as streets:
        with pytest.raises(FailedError, match="does not accept") as caught:
            await streets.fetch_by_id(["123"])

    assert "wrong" not in str(caught.value)
    assert "wrong" not in repr(streets)


def test_without_a_token_it_is_asked_for():
    with pytest.raises(FailedError, match="MLY_TOKEN"):
        Streets()


async def test_a_harvest_is_a_project_and_the_plan_knows_what_is_here(tmp_path, monkeypatch):
    async with running_streets(monkeypatch) as _, Streets() as streets:
        done = await streets.harvest(TOWN, tmp_path / "town", max_images=12, tables=("geojson", "csv"), size=256)
        again = await streets.harvest(TOWN, tmp_path / "town", max_images=12, tables=("geojson", "csv"), size=256)
        plan = await streets.plan(TOWN, tmp_path / "town", max_images=12)

    assert (done.counts.done, again.counts.done, again.counts.already_here) == (12, 0, 12)
    assert (tmp_path / "town" / "images.csv").is_file()
    assert (tmp_path / "town" / "meta.json").is_file()
    assert (plan.items, plan.already_here) == (12, 12)


async def test_images_that_are_gone_stay_in_the_frame_without_a_file(tmp_path, monkeypatch):
    async with running_streets(monkeypatch) as _, Streets() as streets:
        images = await streets.fetch_within_bbox(TOWN, max_images=3)
        images.loc[1, "mly_id"] = "999999999"
        local = await images.download(tmp_path / "town", size=ThumbSize.SMALL)

    assert local["file"].isna().tolist() == [False, True, False]
    assert local["image_url"].iloc[1].startswith("http")
    assert len(local.attrs["problems"]) == 1


async def test_names_of_a_column_are_second_names_and_never_collide(tmp_path, monkeypatch):
    async with running_streets(monkeypatch, StreetSettings(dense=300)), Streets() as streets:
        images = await streets.fetch_within_bbox(TOWN, max_images=2)
        images["title"] = ["North|1", "north|1"]
        with pytest.raises(ValueError, match="would both be called"):
            await images.download(tmp_path / "town", filename_column="title")
        images["title"] = ["North|1", "South"]
        await images.download(tmp_path / "town", filename_column="title")
        again = await images.download(tmp_path / "town", filename_column="title")

    names = {path.name for path in (tmp_path / "town").glob("*.jpg")}
    assert len(names) == 4
    assert "South.jpg" in names
    assert again.attrs["problems"] == []
