"""An engine in a process of its own, on a fake source: what `ChildHost` and the kill tests start.

    python engine_child.py HOME '{"count": 60, …}'

Every request is appended to HOME/requests.log before it is answered, so the log survives a kill.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from app.engine.engine import Engine
from app.engine.serve import serve
from app.model.clock import SystemClock
from tests.fakes.network_stub import StubLimits, StubNetwork, StubService
from tests.fakes.source import FakeSource


def child_argv(home: Path, **options: object) -> list[str]:
    return [sys.executable, __file__, str(home), json.dumps(options)]


def child_environment() -> dict[str, str]:
    return dict(os.environ) | {"PYTHONPATH": str(Path(__file__).parents[2])}


def read_log(home: Path) -> list[tuple[str, tuple[str, ...]]]:
    log = home / "requests.log"
    lines = log.read_text().splitlines() if log.exists() else []
    return [(route, tuple(keys)) for route, keys in map(json.loads, lines)]


def build(home: Path, options: dict[str, object]) -> Engine:
    clock = SystemClock()
    latency = float(options.pop("latency", 0.0))
    source = FakeSource(**options)
    log = os.open(home / "requests.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(route: str, keys: tuple[str, ...]) -> None:
        os.write(log, json.dumps([route, keys]).encode() + b"\n")

    service = StubService(source.body, faults=note, latency=latency)
    network = StubNetwork(service, clock)
    return Engine(
        ledger_path=home / "ledger.db",
        network_for=lambda account, token: network,
        source_for=lambda account: source,
        limits=StubLimits(),
        clock=clock,
        version="Windrow test",
    )


def main() -> None:
    home = Path(sys.argv[1])
    home.mkdir(parents=True, exist_ok=True)
    engine = build(home, json.loads(sys.argv[2]))
    asyncio.run(serve(engine, sys.stdin.buffer, sys.stdout.buffer))


if __name__ == "__main__":
    main()
