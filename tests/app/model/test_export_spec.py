"""Tests of app.model.export_spec."""

import pytest

from app.model.export_spec import FORMATS, ExportSpec, Images, image_key
from app.model.fields import descriptions
from app.model.spec import spec_from_builtins, spec_to_builtins


@pytest.mark.parametrize(
    ("dataset", "expected"), [("a/b", "a/b/x.png"), ("", "x.png")], ids=["nested", "folder is the dataset"]
)
def test_an_image_is_called_by_dataset_and_name(dataset, expected):
    assert image_key(dataset, "x.png") == expected


def test_a_spec_survives_being_taken_apart():
    spec = ExportSpec(
        folder="/somewhere",
        format="yolo-pose",
        renames=(("a=b", "c"),),
        remedies=(("outside", "clip"),),
        excluded=("ds/x.png",),
        images=Images.COPY,
        val=0.25,
    )

    assert spec_from_builtins(spec_to_builtins(spec)) == spec


def test_every_choice_has_a_flag_for_the_command_line():
    found = descriptions(ExportSpec)

    assert all(description.flag.startswith("--") for description in found.values())
    assert len({description.flag for description in found.values()}) == len(found)
    assert found["format"].choices == FORMATS
