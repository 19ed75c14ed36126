"""Tests of ui.export.command."""

import shlex

import pytest

from app.cli.export import spec_from
from app.cli.parser import build_parser
from app.model.export_spec import CocoLayout, ExportSpec, Images, SplitBy
from app.model.problem import ProblemKind
from ui.export.command import export_command

SPECS = {
    "plain": ExportSpec(folder="/data/town"),
    "names": ExportSpec(folder="/data/it's a town", format="yolo-segment", renames=(("a b", "c=d"),), classes=("x y",)),
    "much": ExportSpec(
        folder="/data/town", format="coco", datasets=("a/b",), without_classes=("van",), excluded=("streets/1.jpg",),
        only="class:sign tag:night", remedies=((str(ProblemKind.OUTSIDE), "clip"),), min_area=12.0, val=0.2,
        val_by=SplitBy.SEQUENCE, images=Images.COPY, layout=CocoLayout.PER_DATASET, like_sdk=False, is_verified=False,
    ),
    "names like options": ExportSpec(
        folder="/data/-town", classes=("-x", "--to"), renames=(("-a", "-b"), ("c=d", "e=f")), only="-class:car"
    ),
    "like the SDK": ExportSpec(folder="/data/town", format="pascal-voc", like_sdk=True, val_tag="split"),
}  # fmt: skip


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_the_command_line_understands_what_the_window_says(spec):
    program, *words = shlex.split(export_command(spec, "/data/out here"))

    parsed = build_parser().parse_args(words)

    assert (program, parsed.to) == ("windrow", "/data/out here")
    assert spec_from(parsed) == spec
