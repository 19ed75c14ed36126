"""What `harvest --plan` tells: tiles, images, bytes, time, share of the quota. Nothing is fetched."""

import argparse
import json
from pathlib import Path

from app.cli.desk import Desk, Exit
from app.cli.plan import known_rate, plan_json, plan_lines
from app.cli.words import count_text
from app.engine.host import Host
from app.model.answers import DestinationCheck
from app.model.harvest import MapillarySpec, Pano, Pick
from app.model.harvest_title import harvest_title
from app.model.queries import ListJobs, MakeSurvey
from app.model.region import area_km2
from app.model.survey import Survey


async def tell_plan(
    host: Host,
    options: argparse.Namespace,
    desk: Desk,
    spec: MapillarySpec,
    account: str,
    destination: Path,
    disk: DestinationCheck,
) -> Exit:
    """Count and tell. Return problems when a tile could not be read: then the numbers are too small.

    Raises:
        FailedError: Nothing can be counted.
    """
    survey: Survey = await host.call(MakeSurvey(spec, account, str(destination)))
    rate = known_rate(await host.call(ListJobs()), account)
    if options.json:
        desk.say(json.dumps(plan_json(survey, disk, rate), ensure_ascii=False))
    elif not options.quiet:
        for line in plan_lines(survey, disk, harvest_title(spec), rate, what_lines(spec)):
            desk.say(line)
    if survey.tiles_failed:
        desk.complain(
            f"{count_text(survey.tiles_failed, 'tile')} could not be read: the numbers are too small. "
            "Run the same command again; what was read is not asked for twice."
        )
        return Exit.PROBLEMS
    return Exit.COMPLETE


def what_lines(spec: MapillarySpec) -> list[str]:
    """Return what is asked for, one line per kind, in the order of the plan card."""
    lines = []
    if spec.regions:
        area = sum(area_km2(region) for region in spec.regions)
        lines.append(f"  area        {count_text(len(spec.regions), 'region')}, {area:,.2f} km²")
    if filters := filter_words(spec):
        lines.append(f"  only        {'; '.join(filters)}")
    pictures = f"{spec.size.value} px" if spec.size.value.isdigit() else spec.size.value
    lines.append(f"  fetch       pictures, {pictures}" + (", with detections as labels" if spec.detections else ""))
    return lines


def filter_words(spec: MapillarySpec) -> list[str]:
    """Return each filter in words."""
    words = []
    if spec.captured_from or spec.captured_until:
        since = f"from {spec.captured_from} " if spec.captured_from else ""
        words.append(f"{since}{'until ' + spec.captured_until if spec.captured_until else 'on'}".strip())
    if spec.pano is not Pano.ANY:
        words.append("panoramas" if spec.pano is Pano.YES else "no panoramas")
    if spec.creator and spec.regions:
        words.append(f"by {spec.creator}")
    if spec.organization:
        words.append(f"of organisation {spec.organization}")
    if spec.min_quality is not None:
        words.append(f"quality {spec.min_quality:g} or better")
    if spec.spacing:
        words.append(f"one within {spec.spacing:g} m")
    if spec.max_images is not None:
        picked = {Pick.FIRST: "", Pick.NEWEST: ", the newest", Pick.SPREAD: ", spread evenly"}[spec.pick]
        words.append(f"at most {spec.max_images:,}{picked}")
    return words
