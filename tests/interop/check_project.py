"""Runs in the SDK's Python: opens what Windrow brought, downloads the same by every path of the SDK, compares.

Reads {"project_id", "items", "windrow", "blobs", "source", "scratch"}; prints {"name", "problem"} per check.
"""

import json
import logging
import os
import sys
from pathlib import Path

import supervisely as sly
from answers import attempt
from compare import content, difference, meta_difference, open_project
from supervisely.project.download import download_fast


def sdk_download(api: sly.Api, project_id: int, folder: Path, way: str) -> str:
    """Let the SDK download a project in one of its ways; return the folder."""
    if way == "sync":
        sly.Project.download(api, project_id, str(folder), log_progress=False)
    elif way == "async":
        download_fast(api, project_id, str(folder), log_progress=False)
    else:
        download_fast(api, project_id, str(folder), log_progress=False, download_blob_files=True)
    return str(folder)


def compared(mine: str, other: str, left_out: frozenset[str] = frozenset()) -> str:
    """Return how two project folders differ, as the SDK sees them; items left out must be missing in the other."""
    first, second = open_project(mine), open_project(other)
    mine_content = content(first)
    for items in mine_content.values():
        for name in left_out & items.keys():
            del items[name]
    return meta_difference(first, second) or difference(mine_content, content(second))


def with_cuboids(folder: str) -> frozenset[str]:
    """Return the names of items that hold a cuboid.

    The SDK cannot download those: its conversion of coordinates takes their list of points for an object
    (reference C.4). Its sync way raises a TypeError, its async way leaves them out in silence.
    """
    paths = [path for path in Path(folder).rglob("*.json") if path.parent.name == "ann"]
    return frozenset(
        path.name.removesuffix(".json")
        for path in paths
        if any(one.get("geometryType") == "cuboid" for one in json.loads(path.read_text(encoding="utf-8"))["objects"])
    )


def has_archives(folder: str) -> str:
    """Return how many archives a folder holds, in words."""
    count = len(list(Path(folder).glob("blob/*.tar")))
    return f" ({count} archives)" if count else " (no archives)"


def check_opening(folder: str, items: int) -> str:
    """Return what is wrong with a project that Windrow brought, opened by the SDK."""
    project = open_project(folder)
    if project.total_items != items:
        return f"{project.total_items} items where the server has {items}"
    return ""


def main() -> int:
    """Answer every check of one project."""
    question = json.load(sys.stdin)
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    api = sly.Api(os.environ["SERVER_ADDRESS"], os.environ["API_TOKEN"])
    mine, source, scratch = question["windrow"], question["source"], Path(question["scratch"])
    if not question["items"]:
        attempt("an empty project has its meta.json", lambda: "" if (Path(mine) / "meta.json").is_file() else "none")
        return 0
    attempt("the SDK opens Windrow’s folder with every item", lambda: check_opening(mine, question["items"]))
    cuboids = with_cuboids(mine)
    for way in ("sync", "async", "blob"):
        folder = scratch / f"sdk-{way}-{question['project_id']}"

        def work(way: str = way, folder: Path = folder) -> str:
            try:
                theirs = sdk_download(api, question["project_id"], folder, way)
            except TypeError:
                if cuboids:
                    return ""
                raise
            return compared(mine, theirs, cuboids)

        note = f" but for {len(cuboids)} with cuboids, which the SDK cannot read" if cuboids else ""
        attempt(f"the SDK’s {way} download equals Windrow’s{note}", work)
    blobs = question["blobs"]
    attempt(f"Windrow’s own archive form equals its files{has_archives(blobs)}", lambda: compared(mine, blobs))
    if source:
        attempt("Windrow’s folder equals the source folder", lambda: compared(mine, source))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
