"""Labels in forced ways, past the engine: the source asked for so many at a time, so many requests at once.

Run as a process of its own: `python -m app.bench.labels`. The engine always asks in bulk, so the ways of the tutorial
(one by one, a batch, asynchronously one by one) are driven from here.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from app.bench.process import answer, peak_bytes
from app.bootstrap.accounts import choose_account
from app.bootstrap.kits import bare_kit
from app.config.paths import find_home
from app.model.clock import SystemClock
from app.model.item import Item
from app.model.layout import SidecarKind
from app.model.source import Listed, Source
from app.model.spec import spec_from_builtins
from app.net.http import Http
from app.net.limiter import Limiters
from app.sources import REGISTRY


async def bring(wish: dict[str, Any]) -> dict[str, Any]:
    """Fetch the labels of a selection into `ds/ann`; return what it took.

    Args:
        wish: spec (builtins), destination, together (labels per request), at_once (requests).
    """
    credentials, clock = choose_account(find_home(os.environ), os.environ), SystemClock()
    account = credentials.account
    entry, spec = REGISTRY[account.source], spec_from_builtins(wish["spec"])
    kit = bare_kit(clock)
    http = Http(clock=clock, limiters=Limiters(clock, fixed=wish["at_once"]), user_agent="Windrow-bench")
    folder = _folder(wish["destination"])
    try:
        network = http.door(entry.rules(account, credentials.token, kit), service=entry.title)
        source = cast(Source, entry.factory(account, kit))
        await source.probe(network)
        started, cpu = time.perf_counter(), time.process_time()
        listed = [_listed(item, page.dataset.key) async for page in source.items(spec, network) for item in page.items]
        groups = iter([listed[at : at + wish["together"]] for at in range(0, len(listed), wish["together"])])

        async def work() -> None:
            for group in groups:
                for located in await source.locate(spec, group, network):
                    for sidecar in located.sidecars:
                        if sidecar.kind is SidecarKind.ANNOTATION:
                            (folder / f"{located.key}.json").write_bytes(sidecar.body)

        async with asyncio.TaskGroup() as tasks:
            for _ in range(wish["at_once"]):
                tasks.create_task(work())
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    finally:
        await http.aclose()
    count = sum(1 for _ in _files(folder))
    return {
        "seconds": seconds,
        "cpu_seconds": cpu,
        "items": count,
        "failed": len(listed) - count,
        "size": 0,
        "peak_bytes": peak_bytes(),
    }


def _listed(item: Item, dataset: str) -> Listed:
    return Listed(item.key, item.name, item.size, item.sha256, item.version, item.payload, dataset)


def _folder(destination: str) -> Path:
    folder = Path(destination) / "ds" / "ann"
    folder.mkdir(parents=True)
    return folder


def _files(folder: Path) -> Iterator[Path]:
    return folder.glob("*.json")


if __name__ == "__main__":
    raise SystemExit(answer(bring))
