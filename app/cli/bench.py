"""`windrow bench`: how fast it is on this machine, beside the ways of others."""

import argparse

from app.cli import values
from app.cli.desk import Desk, Exit
from app.cli.parser import SubParsers, add_account
from app.model.measure import ITEMS, SECONDS, Kind

KINDS = (
    *("images", "annotations", "blobs", "harvest", "export", "gallery"),
    *("ui", "limiter", "writer", "memory", "start", "all"),
)

EPILOG = """\
Brings its own server (the sandbox) and a temporary folder, takes turns between the contestants,
checks every file, and prints medians. Absolute numbers belong to this machine; compare ratios.

  images       one by one, batch, async, bulk, a whole project; the official SDK and curl beside them
  annotations  the same for labels
  blobs        thousands of small pictures: one by one, as files, as archives of their project; the official SDK beside
  harvest      street images: metadata and pictures with 1, 5, 10 and learning workers, requests in a loop and in
               threads beside them; what a tile of 83,737 images costs
  export       COCO, YOLO and Pascal VOC beside the converters of the official SDK; 100,000 images with 1,000,000
               labels alone, and the memory that this takes
  gallery      a preview of 100,000 images with 1,000,000 labels: first paint, scrolling, counting, searching, frames
               with many labels, and the memory that this takes
  ui           lateness of a timer in the real window, idle and while downloading flat out
  limiter      the learning limiter against fixed limits, on simulated servers
  writer       durable writing against writing without any sync
  memory       peak memory of the engine for small and large projects
  start        time until the window is visible, and what was loaded for it

With --dataset, images and annotations are measured on your own server instead: one by one, in batches of 10, 50, 100
and 200, several at once, in bulk; bounded in items and seconds, nothing is written, and the best way is named as
options of download. On a server that is not on this machine it says how often it asks, and asks first.

The official SDK takes part when --sdk-python (or WINDROW_SDK_PYTHON) names a Python that has it,
curl when it is on PATH. --json writes one object with everything measured. Exits 0 whatever the
numbers; with --dataset 3 when something could not be had.
"""


def add(commands: SubParsers) -> None:
    """Add the command."""
    parser = commands.add_parser("bench", help="measure", epilog=EPILOG)
    parser.add_argument("kind", nargs="?", choices=KINDS, default="all")
    parser.add_argument(
        "--latency",
        type=values.milliseconds,
        metavar="MS",
        help="of the server (default: 0 and 50; harvest: 20, 50, 150)",
    )
    own = parser.add_argument_group("on a dataset of your own (images, annotations)")
    own.add_argument("--dataset", type=values.identifier, metavar="ID", help="compare the ways on a sample of it")
    own.add_argument("--items", type=values.count, default=ITEMS, metavar="N", help=f"of the sample (default: {ITEMS})")
    own.add_argument(
        "--seconds", type=values.count, default=int(SECONDS), metavar="S", help=f"for each way (default: {SECONDS:.0f})"
    )
    own.add_argument("--yes", action="store_true", help="do not ask first")
    add_account(parser)
    parser.add_argument("--quick", action="store_true", help="one repetition, fewer items")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--sdk-python", metavar="FILE", help="a Python with the official SDK")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Measure and print."""
    if options.dataset is not None:
        if options.kind not in (Kind.IMAGES.value, Kind.ANNOTATIONS.value):
            desk.complain("--dataset goes with images or annotations: windrow bench images --dataset ID")
            return Exit.USAGE
        from app.cli.compare import compare

        return compare(options, desk)
    from app.bench.command import run as measure

    return measure(
        options.kind,
        latency_ms=options.latency,
        is_quick=options.quick,
        as_json=options.json,
        sdk_python=options.sdk_python or desk.environ.get("WINDROW_SDK_PYTHON"),
        out=desk.out,
        err=desk.err,
    )
