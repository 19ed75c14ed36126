"""`windrow bench`: how fast it is on this machine, beside the ways of others."""

import argparse

from app.cli import values
from app.cli.desk import Desk
from app.cli.parser import SubParsers

KINDS = ("images", "annotations", "harvest", "export", "gallery", "ui", "limiter", "writer", "memory", "start", "all")

EPILOG = """\
Brings its own server (the sandbox) and a temporary folder, takes turns between the contestants,
checks every file, and prints medians. Absolute numbers belong to this machine; compare ratios.

  images       one by one, batch, async, bulk, a whole project; the official SDK and curl beside them
  annotations  the same for labels
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

The official SDK takes part when --sdk-python (or WINDROW_SDK_PYTHON) names a Python that has it,
curl when it is on PATH. --json writes one object with everything measured. Exits 0 whatever the numbers.
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
    parser.add_argument("--quick", action="store_true", help="one repetition, fewer items")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--sdk-python", metavar="FILE", help="a Python with the official SDK")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, desk: Desk) -> int:
    """Measure and print."""
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
