"""The official SDK's converters as a contestant. Run by a Python that has it, not by ours.

Reads one JSON object on standard input (project, destination, format), writes one.
"""

import importlib
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from typing import Any


def converter_of(sly: Any, kind: str) -> Callable[[Any, str], object]:
    """Return the converter of a format; pictures are copied, as it does by itself for all formats but COCO."""
    convert = sly.convert
    if kind == "coco":
        return lambda project, place: convert.project_to_coco(project, place, copy_images=True, log_progress=False)
    if kind == "pascal-voc":
        return lambda project, place: convert.project_to_pascal_voc(project, place, log_progress=False)
    task = kind.removeprefix("yolo-")
    return lambda project, place: convert.project_to_yolo(project, place, task_type=task, log_progress=False)


def main() -> int:
    """Read the wish, convert, answer."""
    wish = json.load(sys.stdin)
    # The SDK writes its log to standard output.
    answer_stream = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sly = importlib.import_module("supervisely")
    logging.disable(logging.CRITICAL)
    convert = converter_of(sly, wish["format"])
    started, cpu = time.perf_counter(), time.process_time()
    convert(sly.Project(wish["project"], sly.OpenMode.READ), wish["destination"])
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    resource = importlib.import_module("resource")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    answer_stream.write(json.dumps({"seconds": seconds, "cpu_seconds": cpu, "peak_bytes": peak}) + "\n")
    answer_stream.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
