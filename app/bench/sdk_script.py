"""The official SDK as a contestant. Run by a Python that has it, not by ours: `<python> sdk_script.py`.

Reads one JSON object on standard input (address, token, way, project_id, destination, image_ids), writes one.
"""

import importlib
import json
import logging
import os
import sys
import time
from pathlib import Path
from typing import Any


def size_of(folder: str) -> tuple[int, int]:
    """Return how many images lie below a folder, and their bytes."""
    files = [path for path in Path(folder).rglob("*") if path.is_file() and path.parent.name == "img"]
    return len(files), sum(path.stat().st_size for path in files)


def bring(sly: Any, wish: dict[str, Any]) -> None:
    """Let the SDK do the work in the way that is wished."""
    api = sly.Api(wish["address"], wish["token"])
    project_id, destination = wish["project_id"], wish["destination"]
    if wish["way"] == "project":
        sly.download_fast(api, project_id, destination, log_progress=False)
    elif wish["way"] == "blobs":
        sly.download_fast(api, project_id, destination, log_progress=False, download_blob_files=True)
    elif wish["way"] == "labels":
        sly.download_fast(api, project_id, destination, log_progress=False, save_images=False)
    else:
        raise ValueError(wish["way"])


def main() -> int:
    """Read the wish, run, answer."""
    wish = json.load(sys.stdin)
    # The SDK writes its log to standard output.
    answer_stream = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sly = importlib.import_module("supervisely")
    logging.disable(logging.CRITICAL)
    started, cpu = time.perf_counter(), time.process_time()
    bring(sly, wish)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    items, size = size_of(wish["destination"])
    resource = importlib.import_module("resource")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    answer = {"seconds": seconds, "cpu_seconds": cpu, "items": items, "size": size, "peak_bytes": peak}
    answer_stream.write(json.dumps(answer) + "\n")
    answer_stream.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
