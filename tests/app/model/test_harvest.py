"""What may be asked of Mapillary is saved and repeated whole, and describes itself."""

import json
from dataclasses import fields, replace

import pytest

from app.model.fields import FieldKind, descriptions
from app.model.harvest import HarvestLayout, MapillarySpec, Pano, Pick, TableKind, ThumbSize, Via
from app.model.region import box, polygon_region
from app.model.spec import spec_from_builtins, spec_identity, spec_to_builtins, wanted_text

FULL = MapillarySpec(
    regions=(
        box(139.699, 35.658, 139.7, 35.659, "Shibuya"),
        polygon_region(
            [[((179.0, -17.0), (181.0, -17.0), (181.0, -16.0)), ((180.1, -16.9), (180.2, -16.9), (180.2, -16.8))]]
        ),
    ),
    sequences=("aB3dE5fG7hI9jK1lM3nO5p",),
    image_ids=("1234567890123456789",),
    captured_from="2023-01-01",
    captured_until="2023-12-31T23:59:59Z",
    pano=Pano.NO,
    creator="walker_one",
    organization="700000000000001",
    min_quality=0.0,
    spacing=5.5,
    max_images=50,
    pick=Pick.SPREAD,
    size=ThumbSize.ORIGINAL,
    fields=("id", "geometry"),
    detections=True,
    tables=tuple(TableKind),
    has_map=True,
    has_exif=False,
    layout=HarvestLayout.FLAT,
    via=Via.SEARCH,
    fetch_workers=5,
    batch_size=20,
    then=("coco",),
)


@pytest.mark.parametrize("spec", [MapillarySpec(), FULL], ids=["defaults", "everything"])
def test_a_harvest_survives_json(spec):
    assert spec_from_builtins(json.loads(json.dumps(spec_to_builtins(spec)))) == spec


def test_everything_really_differs_from_the_defaults():
    """So that the test above leaves no field out."""
    same = [one.name for one in fields(MapillarySpec) if getattr(FULL, one.name) == getattr(MapillarySpec(), one.name)]

    assert same == ["source"]


def test_every_field_describes_itself():
    described = descriptions(MapillarySpec)

    assert [one.name for one in fields(MapillarySpec) if one.name not in described] == ["source"]
    assert all(
        one.label and one.help.endswith(".") and (one.flag or name == "regions") for name, one in described.items()
    )


def test_flags_are_not_given_twice():
    flags = [one.flag for one in descriptions(MapillarySpec).values() if one.flag]

    assert len(set(flags)) == len(flags)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("pano", Pano),
        ("pick", Pick),
        ("size", ThumbSize),
        ("tables", TableKind),
        ("layout", HarvestLayout),
        ("via", Via),
    ],
)
def test_every_choice_has_its_words(name, values):
    described = descriptions(MapillarySpec)[name]

    assert {value for value, _ in described.choices} == {value.value for value in values}
    assert described.kind in (FieldKind.CHOICE, FieldKind.WORDS)


@pytest.mark.parametrize(
    "other",
    [replace(FULL, fetch_workers=1), replace(FULL, batch_size=1), replace(FULL, then=())],
    ids=["workers", "batch size", "what follows"],
)
def test_how_it_is_fetched_makes_no_other_harvest(other):
    assert spec_identity(other) == spec_identity(FULL)


@pytest.mark.parametrize(
    ("other", "is_same"),
    [(replace(FULL, size=ThumbSize.SMALL), False), (replace(FULL, max_images=7), True)],
    ids=["other pictures", "fewer pictures"],
)
def test_only_what_changes_the_files_makes_other_files(other, is_same):
    assert (wanted_text(other) == wanted_text(FULL)) is is_same
