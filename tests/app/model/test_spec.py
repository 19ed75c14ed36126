"""Specs can be saved and repeated."""

import json

import pytest

from app.model.spec import (
    Annotations,
    SuperviselySpec,
    covers_everything,
    spec_from_builtins,
    spec_identity,
    spec_text,
    spec_to_builtins,
)

FULL = SuperviselySpec(
    project_id=5,
    dataset_ids=(1, 2),
    with_children=True,
    image_ids=(9,),
    annotations=Annotations.TAGS,
    save_images=False,
    save_image_info=True,
    save_image_meta=True,
    limit=10,
    batch_size=4,
)


@pytest.mark.parametrize("spec", [SuperviselySpec(), FULL], ids=["defaults", "everything"])
def test_a_spec_survives_json(spec):
    assert spec_from_builtins(json.loads(json.dumps(spec_to_builtins(spec)))) == spec


def test_the_same_spec_gives_the_same_text():
    assert spec_text(FULL) == spec_text(spec_from_builtins(spec_to_builtins(FULL)))
    assert spec_text(FULL) != spec_text(SuperviselySpec())


def test_keys_of_another_version_are_ignored():
    assert spec_from_builtins({"source": "supervisely", "project_id": 3, "colour": "red"}) == SuperviselySpec(3)


@pytest.mark.parametrize(
    "values",
    [{}, {"source": "nobody"}, {"source": "supervisely", "annotations": "some"}],
    ids=["no source", "unknown source", "unknown choice"],
)
def test_nonsense_is_no_spec(values):
    with pytest.raises(ValueError, match=r"source|annotations"):
        spec_from_builtins(values)


def test_how_it_is_fetched_does_not_make_another_download():
    assert spec_identity(SuperviselySpec(7, batch_size=2)) == spec_identity(SuperviselySpec(7))
    assert spec_identity(SuperviselySpec(7, limit=2)) != spec_identity(SuperviselySpec(7))


@pytest.mark.parametrize(
    ("spec", "whole"),
    [
        (SuperviselySpec(project_id=1), True),
        (SuperviselySpec(project_id=1, dataset_ids=(2,)), False),
        (SuperviselySpec(project_id=1, image_ids=(3,)), False),
        (SuperviselySpec(project_id=1, limit=5), False),
    ],
    ids=["project", "datasets", "images", "limit"],
)
def test_only_a_whole_project_says_what_is_not_in_it(spec, whole):
    assert covers_everything(spec) is whole
