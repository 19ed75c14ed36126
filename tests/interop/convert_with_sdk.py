"""Runs in the SDK's Python: converts a project folder with the official converter of a format.

Reads {"project", "destination", "format"}; exits with 0 when the converter came to its end.

The converter takes items in the order of the disk, which is another one on every machine; here they come by name.
"""

import json
import logging
import os
import sys

import supervisely as sly
from supervisely.project.project import Dataset


def by_name(dataset: Dataset) -> list[str]:
    """Return the items of a dataset by name."""
    return sorted(dataset._item_to_ann)


def main() -> int:
    """Convert one project."""
    question = json.load(sys.stdin)
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    Dataset.get_items_names = by_name
    project = sly.Project(question["project"], sly.OpenMode.READ)
    convert = {
        "coco": sly.convert.project_to_coco,
        "yolo-detect": lambda *given, **named: sly.convert.project_to_yolo(*given, task_type="detect", **named),
        "yolo-segment": lambda *given, **named: sly.convert.project_to_yolo(*given, task_type="segment", **named),
        "yolo-pose": lambda *given, **named: sly.convert.project_to_yolo(*given, task_type="pose", **named),
        "pascal-voc": sly.convert.project_to_pascal_voc,
    }[question["format"]]
    convert(project, question["destination"], log_progress=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
