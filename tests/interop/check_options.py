"""Runs in the SDK's Python: downloads with every option that the SDK has too, and compares folder with folder.

Reads {"project_id", "ids", "folders": {option: folder}, "scratch"}; prints {"name", "problem"} per option. Every file
counts: the same paths, pictures byte by byte, JSON as values. README.md is the SDK's own; our own folder is ours.
"""

import hashlib
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

import supervisely as sly
from answers import attempt
from check_project import with_cuboids
from compare import first_difference
from download_options import OPTIONS, filled
from supervisely.project.download import download_fast

OURS = ".windrow_meta"


def files(folder: Path, left_out: frozenset[str]) -> dict[str, Any]:
    """Return what lies in a project folder by relative path: values of JSON files, hashes of others."""
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        is_left_out = path.name in left_out or path.name.removesuffix(".json") in left_out
        if path.is_dir() or name == "README.md" or name.startswith(OURS) or is_left_out:
            continue
        if path.suffix == ".json":
            found[name] = without_names(path, json.loads(path.read_text(encoding="utf-8")))
        else:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def without_names(path: Path, value: Any) -> Any:
    """Return an info file without the names of its tags.

    The SDK writes them only when it was asked for tags alone, as a side effect of building the annotation; the server
    does not send them. docs/decisions/0006 has the line.
    """
    if path.parent.name == "img_info":
        for tag in value.get("tags") or ():
            tag.pop("name", None)
    return value


def compared(mine: Path, other: Path, left_out: frozenset[str]) -> str:
    """Return the first difference between two folders, or nothing."""
    first, second = files(mine, left_out), files(other, left_out)
    if first.keys() != second.keys():
        only_mine, only_other = sorted(first.keys() - second.keys()), sorted(second.keys() - first.keys())
        return f"only Windrow: {only_mine[:4]}; only the SDK: {only_other[:4]}"
    for name, value in first.items():
        if value != second[name]:
            return f"{name}: {first_difference(value, second[name])}"
    return ""


def main() -> int:
    """Compare every option of one project."""
    question = json.load(sys.stdin)
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    api = sly.Api(os.environ["SERVER_ADDRESS"], os.environ["API_TOKEN"])
    cuboids = with_cuboids(question["folders"]["plain"])
    for name, mine in question["folders"].items():
        theirs = Path(question["scratch"]) / f"sdk-{question['project_id']}-{name}"

        def work(name: str = name, mine: str = mine, theirs: Path = theirs) -> str:
            options = filled(OPTIONS[name][1], question["ids"])
            download_fast(api, question["project_id"], str(theirs), log_progress=False, **options)
            return compared(Path(mine), theirs, cuboids)

        attempt(f"“{name}” gives the folder that the SDK’s option gives", work)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
