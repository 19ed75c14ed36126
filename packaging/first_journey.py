"""The first journey without a display: start the demo, bring a sample project and streets home, export the project.

Started by `run.py` with the Python of `.venv`. It uses the command line as a person would.
"""

import asyncio
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.bootstrap.demo import Demo, own_environment
from app.config.paths import default_downloads, find_home
from app.model.failure import FailedError

SAMPLE = "Town streets"
# Within the ring of the drawn town, in the order that every command takes: west, south, east, north.
REGION = "4.7882,45.7352,4.8368,45.7702"
MOST_IMAGES = "60"
# The sample has a label that reaches outside, one without an area, and a picture that is there twice.
REMEDIES = ("--remedy", "outside=clip", "--remedy", "zero-area=drop", "--remedy", "duplicate=exclude")


def windrow(environment: dict[str, str], *arguments: str, is_quiet: bool = False) -> subprocess.CompletedProcess[str]:
    """Run one command, shown as it would be typed."""
    if not is_quiet:
        print("\n$ windrow " + shlex.join(arguments), flush=True)
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        env=environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE if is_quiet else None,
    )


def find_sample(environment: dict[str, str]) -> str | None:
    """Return the id of the sample project, as text."""
    listed = windrow(environment, "tree", "--json", is_quiet=True)
    for line in listed.stdout.splitlines():
        values = json.loads(line)
        for node in values if isinstance(values, list) else values.get("nodes", [values]):
            if node.get("kind") == "project" and node.get("name") == SAMPLE:
                return str(node["id"])
    return None


async def journey() -> int:
    """Walk through the first minutes; return the exit code."""
    home = find_home()
    home.make()
    demo = Demo(home.sandbox)
    try:
        address = await demo.start()
    except FailedError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        environment = {
            **own_environment(),
            "SERVER_ADDRESS": address.account.address,
            "API_TOKEN": address.token,
            "MAPILLARY_GRAPH_URL": address.street.address,
            "MAPILLARY_TILES_URL": address.street.tile_address,
            "MLY_TOKEN": address.street_token,
        }
        print("The demo runs: both services on this machine, with pictures that Windrow draws itself.")
        windrow(environment, "tree")
        sample = find_sample(environment)
        if sample is None:
            print("The sample project is not in the demo.", file=sys.stderr)
            return 1
        project = Path(os.environ.get("WINDROW_DEMO_FOLDER") or default_downloads() / SAMPLE)
        streets = project.with_name(f"{project.name} from the map")
        exported = project.with_name(f"{project.name} as COCO")
        for command in commands(sample, project, streets, exported):
            code = windrow(environment, *command).returncode
            if code:
                return code
        print(f"\nThe project lies in           {project}")
        print(f"Its export as COCO lies in    {exported}")
        print(f"The harvested streets lie in  {streets}")
        print(f"Their map, for any browser:   {streets / 'map.html'}")
        print("The window shows the same journey: start this again where there is a display.")
        return 0
    finally:
        await demo.stop()


def commands(sample: str, project: Path, streets: Path, exported: Path) -> tuple[tuple[str, ...], ...]:
    """Return the commands of the journey, in order; each is one that a person may type."""
    harvest = ("harvest", REGION, "--to", str(streets), "--max-images", MOST_IMAGES, "--pick", "spread")
    return (
        ("download", sample, "--to", str(project)),
        ("verify", str(project)),
        ("export", str(project), "--to", str(exported), "--format", "coco", *REMEDIES),
        ("harvest", REGION, "--to", str(streets), "--plan"),
        (*harvest, "--detections", "--map", "--table", "geojson,gpkg"),
        ("verify", str(streets)),
    )


if __name__ == "__main__":
    raise SystemExit(asyncio.run(journey()))
