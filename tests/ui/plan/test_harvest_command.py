import argparse
import shlex
from pathlib import Path

import pytest

from app.cli import harvest
from app.model.harvest import HarvestLayout, MapillarySpec, Pano, Pick, TableKind, ThumbSize, Via
from app.model.region import box
from ui.plan.harvest_command import harvest_command

SOUTH = box(-46.7, -24.0, -46.6, -23.9)
SPECS = {
    "plain": MapillarySpec(),
    "everything": MapillarySpec(
        captured_from="2022-01-01", captured_until="2023-12-31", pano=Pano.NO, creator="ada l", organization="77",
        min_quality=0.4, spacing=2.5, max_images=800, pick=Pick.SPREAD, size=ThumbSize.ORIGINAL, detections=True,
        fields=("id", "geometry"), tables=(TableKind.GPKG, TableKind.CSV), has_map=True, has_exif=False,
        layout=HarvestLayout.FLAT, via=Via.SEARCH, fetch_workers=5, batch_size=20,
    ),
    "no tables": MapillarySpec(tables=()),
}  # fmt: skip


def parse(line):
    parser = argparse.ArgumentParser()
    harvest.add(parser.add_subparsers())
    words = shlex.split(line)
    assert words[0] == "windrow"
    return parser.parse_args(words[1:])


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_the_command_line_reads_what_the_window_wrote(spec):
    from dataclasses import replace

    spec = replace(spec, regions=(box(4.8, 45.73, 4.85, 45.77, "Lyon’s old town"),))

    options = parse(harvest_command(spec, "acc", "/data/my 'best' street", None, 8, 2_000_000))

    assert harvest.spec_from(options, harvest.areas_from(options.areas, options.name)) == spec
    assert (str(options.to), options.account) == ("/data/my 'best' street", "acc")
    assert (options.workers, options.rate_limit) == (8, 2_000_000)


def test_several_regions_are_named_by_their_file():
    options = parse(harvest_command(MapillarySpec(), "acc", "/d", Path("/home/me/regions/a b.geojson")))

    assert options.region == ["/home/me/regions/a b.geojson"]
    assert options.areas == []


def test_numbers_may_begin_with_a_minus():
    line = harvest_command(MapillarySpec(regions=(SOUTH,)), "acc", "/d", None)

    assert line.startswith("windrow harvest -46.7,-24,-46.6,-23.9 --to")
