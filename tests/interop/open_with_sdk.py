"""Runs in the SDK's Python: opens a project folder and its filtered copy, and compares what the SDK finds in both.

Reads {"project", "copy"}; prints {"name", "problem"}.
"""

import json
import sys

import supervisely as sly


def contents(folder: str) -> dict[str, list[str]]:
    """Return the names of the items of each dataset that has any."""
    project = sly.Project(folder, sly.OpenMode.READ)
    found = {dataset.name: sorted(dataset.get_items_names()) for dataset in project.datasets}
    return {name: names for name, names in found.items() if names}


def main() -> None:
    """Compare both folders."""
    question = json.load(sys.stdin)
    first, second = contents(question["project"]), contents(question["copy"])
    problem = "" if first == second else f"{second} instead of {first}"
    classes = [
        {one.name: one.geometry_type.geometry_name() for one in sly.Project(folder, sly.OpenMode.READ).meta.obj_classes}
        for folder in (question["project"], question["copy"])
    ]
    problem = problem or ("" if classes[0] == classes[1] else f"classes {classes[1]} instead of {classes[0]}")
    sys.stdout.write(
        json.dumps({"name": "is opened by the SDK with the same items and classes", "problem": problem}) + "\n"
    )


main()
