"""`windrow harvest`: bring the street images of an area, of sequences, of a creator or by id home."""

import argparse
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.cli import values
from app.cli.desk import Desk, Exit
from app.cli.event_json import FIELDS
from app.cli.interrupt import Interrupt, run_async
from app.cli.parser import SubParsers, add_account, add_progress, add_then
from app.model.harvest import HarvestLayout, MapillarySpec, Pano, Pick, TableKind, ThumbSize, Via
from app.model.harvest_title import harvest_title
from app.model.region import Region
from app.model.region_text import parse_regions

EPILOG = f"""\
The area is west, south, east, north in degrees; a link to a map, WKT or GeoJSON is understood, too, and several
areas may follow each other. An image in several of them is fetched once.

  windrow harvest 4.80,45.73,4.85,45.77 --to lyon --max-images 500 --map
  windrow harvest -46.7,-24.0,-46.6,-23.9 --to santos --from 2023-01-01 --spacing 10 --plan
  windrow harvest --region corridor.geojson --to corridor --table geojson,gpkg,parquet --detections
  windrow harvest --sequence aB3dE5fG7hI9jK1lM3nO5p --to drive --layout flat

The token is MLY_TOKEN of the environment, or of .env in this folder; without --to the folder is DOWNLOAD_DIR from
there. Dates are UTC and inclusive. A filter that is set leaves out images that do not say.
The same command again fetches only what is missing; an unfinished harvest goes on where it stopped.

An area without images is a complete result: one sentence says whether nothing is there or all was filtered out.
A coverage tile that cannot be read is a problem: exit code 3, and windrow jobs retry JOB_ID reads just those again.
A tile host that shuts its door before anything could be listed ends the harvest with exit code 1.

--plan only counts, from coverage tiles; no image is asked about. With --json it prints one object: images, items,
already_here, tiles, requests {{tile, entity, search, …}}, bytes {{low, likely, high}}, seconds, quota_share,
disk_free_after, licence.

{FIELDS}"""

_PLAIN_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)")


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("harvest", help="bring the street images of an area home", epilog=EPILOG)
    parser.add_argument(
        "areas", nargs="*", metavar="WEST,SOUTH,EAST,NORTH", help="degrees; or a map link, WKT, GeoJSON; may repeat"
    )
    parser.add_argument("--to", metavar="DIR", help="the folder; created if missing (default: DOWNLOAD_DIR)")
    _add_what(parser.add_argument_group("what"))
    _add_files(parser.add_argument_group("files"))
    how = parser.add_argument_group("how")
    how.add_argument("--plan", action="store_true", help="only count: tiles, images, bytes, time, share of the quota")
    how.add_argument(
        "--via",
        choices=[via.value for via in Via],
        default=Via.TILES.value,
        help="how images are found: coverage tiles are complete, the search suits small areas (default: tiles)",
    )
    how.add_argument(
        "--fetch-workers", type=values.fetch_workers, metavar="auto|N", help="metadata requests at once (default: auto)"
    )
    how.add_argument(
        "--workers", type=values.workers, metavar="auto|N", help="image requests at once (default: auto, which learns)"
    )
    how.add_argument(
        "--batch-size", type=values.metadata_batch, metavar="N", help="images per metadata request (default: 50)"
    )
    how.add_argument(
        "--rate-limit", type=values.rate, metavar="BYTES_PER_SECOND", help="such as 5000000 or 5MB (default: none)"
    )
    add_then(parser)
    add_account(parser)
    add_progress(parser)
    parser.set_defaults(run=run)


def _add_what(what: "argparse._ArgumentGroup") -> None:
    what.add_argument(
        "--region", action="append", default=[], metavar="FILE", help="areas of a file: GeoJSON, GPX, KML, GeoPackage"
    )
    what.add_argument(
        "--name", action="append", default=[], metavar="NAME", help="what the area and its folder are called; in order"
    )
    what.add_argument(
        "--image", action="extend", default=[], type=values.image_ids, metavar="ID", help="only these; may repeat"
    )
    what.add_argument(
        "--sequence", action="extend", default=[], type=values.words, metavar="KEY", help="whole sequences; may repeat"
    )
    what.add_argument("--creator", default="", metavar="NAME", help="only of this user; without an area all of them")
    what.add_argument("--organization", default="", metavar="ID", help="only of this organisation")
    what.add_argument("--from", type=values.day, metavar="DATE", dest="since", help="not older, UTC")
    what.add_argument("--until", type=values.day, metavar="DATE", help="not newer, UTC")
    what.add_argument(
        "--pano",
        choices=[pano.value for pano in Pano],
        default=Pano.ANY.value,
        help="panoramas only, none, or both (default: any)",
    )
    what.add_argument("--quality", type=values.share, metavar="SHARE", help="from 0 to 1, at least so good")
    what.add_argument("--spacing", type=values.metres, metavar="METRES", help="at most one image within so many metres")
    what.add_argument("--max-images", type=values.count, metavar="N", help="at most so many")
    what.add_argument(
        "--pick",
        choices=[pick.value for pick in Pick],
        default=Pick.FIRST.value,
        help="which, when there are more: tile by tile, the newest, spread evenly (default: first)",
    )


def _add_files(files: "argparse._ArgumentGroup") -> None:
    files.add_argument(
        "--size",
        choices=[size.value for size in ThumbSize],
        default=ThumbSize.MEDIUM.value,
        help="width in pixels; a smaller original stays smaller (default: 1024)",
    )
    files.add_argument(
        "--fields", action="extend", default=[], type=values.words, metavar="NAME,…", help="fields of the tables"
    )
    files.add_argument("--detections", action="store_true", help="what Mapillary recognised, as labels")
    files.add_argument(
        "--table",
        action="extend",
        type=values.tables,
        metavar="FORM,…",
        help="geojson, gpkg, csv, parquet or none (default: geojson)",
    )
    files.add_argument("--map", action="store_true", help="write map.html with all images")
    files.add_argument("--no-exif", action="store_true", help="leave the bytes of the images as they come")
    files.add_argument(
        "--layout",
        choices=[layout.value for layout in HarvestLayout],
        default=HarvestLayout.PROJECT.value,
        help="a project folder, or flat: just images and tables (default: project)",
    )


def areas_from(words: Iterable[str], names: Sequence[str] = ()) -> tuple[Region, ...]:
    """Return the areas of the arguments; four bare numbers in a row are one box. The first ones get the names.

    Raises:
        ValueError: One cannot be understood; a sentence for people.
    """
    texts = list(words)
    if len(texts) == 4 and all(_PLAIN_NUMBER.fullmatch(text.strip().rstrip(",")) for text in texts):
        texts = [" ".join(texts)]
    regions = [region for text in texts for region in parse_regions(text).regions]
    if len(names) > len(regions):
        raise ValueError("There are more names than areas: each --name belongs to an area, in order")
    return tuple(
        replace(region, name=names[number]) if number < len(names) else region for number, region in enumerate(regions)
    )


def spec_from(options: argparse.Namespace, regions: tuple[Region, ...]) -> MapillarySpec:
    """Return the spec that the options ask for."""
    tables = (TableKind.GEOJSON,) if options.table is None else tuple(dict.fromkeys(options.table))
    return MapillarySpec(
        regions=regions,
        sequences=tuple(dict.fromkeys(options.sequence)),
        image_ids=tuple(dict.fromkeys(options.image)),
        captured_from=options.since or "",
        captured_until=options.until or "",
        pano=Pano(options.pano),
        creator=options.creator,
        organization=options.organization,
        min_quality=options.quality,
        spacing=options.spacing,
        max_images=options.max_images,
        pick=Pick(options.pick),
        size=ThumbSize(options.size),
        fields=tuple(dict.fromkeys(options.fields)),
        detections=options.detections,
        tables=tables,
        has_map=options.map,
        has_exif=not options.no_exif,
        layout=HarvestLayout(options.layout),
        via=Via(options.via),
        fetch_workers=options.fetch_workers,
        batch_size=options.batch_size,
        then=tuple(dict.fromkeys(options.then)),
    )


def usage_problem(options: argparse.Namespace) -> str:
    """Return a sentence about options that are missing or do not go together, or nothing."""
    if not (options.areas or options.region or options.image or options.sequence or options.creator):
        return "Which area? windrow harvest WEST,SOUTH,EAST,NORTH --to DIR (or --region FILE, --sequence, --image)"
    if options.since and options.until and options.since[:10] > options.until[:10]:
        return f"--from {options.since} lies after --until {options.until}: swap the two dates"
    try:
        areas_from(options.areas, options.name)
    except ValueError as error:
        return str(error)
    return ""


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Harvest, or plan a harvest."""
    problem = usage_problem(options)
    if problem:
        desk.complain(problem)
        return Exit.USAGE
    return run_async(lambda interrupt: _work(options, desk, interrupt))


async def _work(options: argparse.Namespace, desk: Desk, interrupt: Interrupt) -> int:
    from app.bootstrap.accounts import choose_street
    from app.cli.harvest_start import check_token, destination_of, regions_of
    from app.cli.session import engine_session
    from app.cli.start import check_destination
    from app.cli.work import follow_order
    from app.config.paths import find_home
    from app.model.commands import AddJob, UseAccount

    credentials = choose_street(find_home(desk.environ), desk.environ, options.account, allow_http=options.allow_http)
    destination = destination_of(options.to, desk.environ)
    async with engine_session(desk, allow_http=options.allow_http) as host:
        host.submit(UseAccount(credentials.account, credentials.token))
        spec = spec_from(options, areas_from(options.areas, options.name) + await regions_of(host, options.region))
        disk = await check_destination(host, destination)
        if options.plan:
            from app.cli.harvest_plan import tell_plan

            return await tell_plan(host, options, desk, spec, credentials.account.key, destination, disk)
        await check_token(host, credentials)
        order = AddJob(spec, credentials.account.key, str(destination), harvest_title(spec))
        return await follow_order(host, options, desk, interrupt, order)
