"""The tutorial's way as a contestant: `requests`, one GET per image, in a loop or a pool of threads.

Run as a process of its own, with a Python that has `requests` (ours has: folium brings it). It reads one JSON object on
standard input and writes one. As in the tutorial there is no session, no batch and no check: pictures are streamed in
pieces of 8 KiB straight to their final names. Tiles are left out of its time, which is to its advantage.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

CHUNK = 8192
THUMB = "thumb_1024_url"


def metadata_of(requests: Any, wish: dict[str, Any], key: str) -> dict[str, Any] | None:
    """Ask for one image; anything but success loses it."""
    answer = requests.get(
        f"{wish['address']}/{key}",
        params={"fields": wish["fields"]},
        headers={"Authorization": f"OAuth {wish['token']}"},
        timeout=60,
    )
    return dict(answer.json()) if answer.status_code == 200 else None


def picture(requests: Any, folder: Path, entity: dict[str, Any]) -> int:
    """Fetch one picture; return its bytes, 0 when it is lost."""
    answer = requests.get(entity[THUMB], stream=True, timeout=60)
    if answer.status_code != 200:
        return 0
    size = 0
    with (folder / f"mly_{entity['id']}.jpg").open("wb") as file:
        for piece in answer.iter_content(CHUNK):
            size += file.write(piece)
    return size


def spread(work: Callable[[Any], Any], parts: Sequence[Any], workers: int) -> list[Any]:
    """Work on each part, one after the other or in threads."""
    if workers == 1:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, parts))


def bring(requests: Any, wish: dict[str, Any]) -> dict[str, Any]:
    """Fetch metadata or pictures; return what it took.

    Args:
        requests: The library.
        wish: way ("metadata" or "images"), address, token, fields, ids, workers, destination.
    """
    folder = Path(wish["destination"])
    folder.mkdir(parents=True, exist_ok=True)

    def ask(key: str) -> dict[str, Any] | None:
        return metadata_of(requests, wish, key)

    def fetch(entity: dict[str, Any]) -> int:
        return picture(requests, folder, entity)

    entities: list[dict[str, Any]] = []
    if wish["way"] == "images":
        # Their addresses are another measurement.
        entities = [one for one in spread(ask, wish["ids"], 16) if one is not None]
    started, cpu = time.perf_counter(), time.process_time()
    if wish["way"] == "images":
        sizes = [size for size in spread(fetch, entities, wish["workers"]) if size]
        items, size = len(sizes), sum(sizes)
    else:
        items, size = sum(one is not None for one in spread(ask, wish["ids"], wish["workers"])), 0
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    return {"seconds": seconds, "cpu_seconds": cpu, "items": items, "size": size, "peak_bytes": 0}


def main() -> int:
    """Read the wish, run, answer."""
    wish = json.load(sys.stdin)
    try:
        requests = importlib.import_module("requests")
    except ImportError:
        answer: dict[str, Any] = {"error": "this Python has no requests"}
    else:
        answer = bring(requests, wish)
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
