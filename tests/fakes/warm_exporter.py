"""Starts exporters that are warm: one process imports the program once and forks for each export.

Run as `python -m tests.fakes.warm_exporter` with a line of JSON per export on its input: {"order", "steps",
"can_exchange", "out"}. An export with `steps` is killed at that call of the system that changes a folder; 0 lets it
end. What it says goes to the file `out`; a line comes when it is gone.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap.demo import own_environment

CALLS = ("mkdir", "rename", "unlink", "rmdir", "link", "open")
# What an export loads late; a name that is gone costs only time.
LATE = (
    "numpy", "PIL.Image", "PIL.PngImagePlugin", "PIL.JpegImagePlugin", "app.cli.exporter", "app.bootstrap.exporting",
    "app.exporting.partial", "app.formats.coco", "app.formats.coco_read", "app.formats.registry", "app.exporting.run",
)  # fmt: skip


class WarmExporter:
    """Asks the process for exports."""

    def __init__(self, process: "subprocess.Popen[bytes]", answers: Path) -> None:
        self._process = process
        self._answers = answers

    def run(self, order: bytes, steps: int = 0, *, can_exchange: bool = True) -> bytes:
        """Carry an order out, or let it die at a step; return what it said."""
        ask = {"order": order.decode(), "steps": steps, "can_exchange": can_exchange, "out": str(self._answers)}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(ask).encode() + b"\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == b"gone\n", "the exporters’ parent is gone"
        return self._answers.read_bytes()


@contextmanager
def warm_exporter(folder: Path) -> Iterator[WarmExporter]:
    """Yield a parent of exporters; it ends with the block."""
    command = (sys.executable, "-m", "tests.fakes.warm_exporter")
    # Threads of arithmetic would not live in a forked process.
    environment = {**own_environment(), "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        try:
            yield WarmExporter(process, folder / "answer")
        finally:
            process.stdin.close()


def die_at(left: int, can_exchange: bool) -> None:
    """Kill this process at the n-th call that changes a folder, and on both sides of an exchange of two."""
    from app.exporting import partial

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def deadly(name: str) -> None:
        call = getattr(os, name)

        def run(*args: object, **options: object) -> object:
            count()
            return call(*args, **options)

        setattr(os, name, run)

    for name in CALLS:
        deadly(name)
    swap = partial.exchange

    def deadly_exchange(one: Path, other: Path) -> bool:
        count()
        done = can_exchange and swap(one, other)
        count()
        return done

    partial.exchange = deadly_exchange


def _export(ask: dict[str, object], source: int) -> None:
    from app.__main__ import main

    os.dup2(source, 0)
    target = os.open(str(ask["out"]), os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    os.dup2(target, 1)
    sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
    die_at(int(str(ask["steps"])), bool(ask["can_exchange"]))
    main(["exporter"])


def serve() -> None:
    """Fork for every line of the input."""
    for name in LATE:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    for line in sys.stdin:
        ask = json.loads(line)
        source, order = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(order)
            try:
                _export(ask, source)
            finally:
                sys.stdout.flush()
                os._exit(0)
        os.close(source)
        os.write(order, ask["order"].encode())
        # Its input stays open meanwhile: the end of it means stop.
        os.waitpid(child, 0)
        os.close(order)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    serve()
