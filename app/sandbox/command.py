"""`windrow sandbox`: serve until a signal comes, or until the standard input closes."""

import argparse
import asyncio
import contextlib
import os
import signal
import stat
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.model.failure import FailedError, Failure, FailureKind
from app.sandbox.capacity import Capacity, CapacityKind
from app.sandbox.faults import Rule, load_rules
from app.sandbox.server import Sandbox, SandboxSettings
from app.sandbox.street_access import BlockRule
from app.sandbox.street_settings import StreetSettings

# Options of the street half that are plain numbers; 0 means no limit.
STREET_NUMBERS: dict[str, type[int] | type[float]] = {
    "street_dense": int,
    "thumb_seconds": float,
    "entity_per_minute": int,
    "search_per_minute": int,
    "tiles_per_day": int,
    "tile_block_after": int,
}


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says.

    Attributes:
        port: Port on loopback; 0 takes a free one.
        projects: Folders to serve instead of the sample data.
        street: What the street half serves, and how strictly.
        latency_ms: Added to every request.
        faults: File with fault rules.
        scale: Number of invented images.
        scale_bytes: Size of each of them.
        cache: Folder that keeps what was drawn.
        pace: Bytes per second of all answers together.
        capacity: How the server behaves when asked too much.
        until_eof: End when the standard input closes.
    """

    port: int = 0
    projects: tuple[Path, ...] = ()
    street: StreetSettings = StreetSettings()
    latency_ms: float = 0.0
    faults: Path | None = None
    scale: int = 0
    scale_bytes: int = 5_000
    cache: Path | None = None
    pace: float | None = None
    capacity: Capacity = Capacity()
    until_eof: bool = False


def run(options: Options, make: Callable[[SandboxSettings], Sandbox] = Sandbox) -> int:
    """Serve what is made of the settings; return the exit code. Prints the lines that a shell can evaluate.

    Raises:
        FailedError: It cannot serve what was asked; the text says what to do.
    """
    settings = _settings(options)
    sandbox = make(settings)
    runner = _runner()
    with runner:
        runner.run(_serve(sandbox, options))
    return 0


def _runner() -> asyncio.Runner:
    """Return the quickest loop there is."""
    try:
        import uvloop  # it is not there on Windows
    except ImportError:
        return asyncio.Runner()
    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


def _settings(options: Options) -> SandboxSettings:
    rules: tuple[Rule, ...] = ()
    if options.faults is not None:
        try:
            rules = load_rules(options.faults)
        except (OSError, ValueError) as error:
            raise FailedError(
                Failure(FailureKind.DATA, f"The faults file cannot be used: {error}", "Correct it and start again.")
            ) from error
    return SandboxSettings(
        projects=options.projects,
        scale=options.scale,
        scale_bytes=options.scale_bytes,
        cache=options.cache,
        latency_ms=options.latency_ms,
        pace=options.pace,
        capacity=options.capacity,
        faults=rules,
        street=options.street,
    )


async def _serve(sandbox: Sandbox, options: Options) -> None:
    try:
        await sandbox.start(options.port)
    except OSError as error:
        raise FailedError(
            Failure(
                FailureKind.NETWORK, f"Port {options.port} cannot be used: {error.strerror}", "Choose another --port."
            )
        ) from error
    try:
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        for one in (signal.SIGINT, signal.SIGTERM):
            # Windows has no signal door in its loop; Ctrl-C ends the runner there.
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(one, over.set)
        sys.stdout.write(environment(sandbox))
        sys.stdout.flush()
        sandbox.prewarm()
        if not options.until_eof:
            await over.wait()
            return
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(_end_of_input(over))
            await over.wait()
            reading.cancel()
    finally:
        await sandbox.stop()


def environment(sandbox: Sandbox) -> str:
    """Return the lines that make a shell, or our own command line, talk to this server."""
    return (
        f"export SERVER_ADDRESS='{sandbox.address}'\n"
        f"export API_TOKEN='{sandbox.token}'\n"
        f"export MAPILLARY_GRAPH_URL='{sandbox.graph_address}'\n"
        f"export MAPILLARY_TILES_URL='{sandbox.tiles_address}'\n"
        f"export MLY_TOKEN='{sandbox.street_token}'\n"
    )


class _EndOfInput(asyncio.Protocol):
    """Waits for the other end of a pipe to go away."""

    def __init__(self, over: asyncio.Event) -> None:
        self._over = over

    def connection_lost(self, exc: Exception | None) -> None:
        """Say so."""
        del exc
        self._over.set()

    def eof_received(self) -> bool:
        """Say so."""
        self._over.set()
        return False


async def _end_of_input(over: asyncio.Event) -> None:
    """Set the event when the standard input closes; what cannot be waited for, such as a file, has no more to say."""
    mode = os.fstat(sys.stdin.fileno()).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or sys.stdin.isatty()):
        over.set()
        return
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: _EndOfInput(over), sys.stdin)
    try:
        await over.wait()
    finally:
        transport.close()


def main(arguments: Sequence[str], make: Callable[[SandboxSettings], Sandbox] = Sandbox) -> int:
    """Run the sandbox alone, without the rest of the program; tests and benches start it so."""
    parser = argparse.ArgumentParser(prog="windrow sandbox")
    add_arguments(parser)
    try:
        return run(options_of(parser.parse_args(arguments)), make)
    except FailedError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to a parser."""
    parser.add_argument("--port", type=int, default=0, metavar="N")
    parser.add_argument("--project", type=Path, action="append", default=[], metavar="DIR", dest="projects")
    parser.add_argument("--street", type=Path, metavar="DIR")
    for name, kind in STREET_NUMBERS.items():
        parser.add_argument("--" + name.replace("_", "-"), type=kind, metavar="N")
    parser.add_argument("--latency", type=float, default=0.0, metavar="MS", dest="latency_ms")
    parser.add_argument("--faults", type=Path, metavar="FILE")
    parser.add_argument("--scale", type=int, default=0, metavar="N")
    parser.add_argument("--scale-bytes", type=int, default=5_000, metavar="N")
    parser.add_argument("--cache", type=Path, metavar="DIR")
    parser.add_argument("--pace", type=float, metavar="BYTES")
    parser.add_argument("--capacity", choices=[one.value for one in CapacityKind], default="free")
    parser.add_argument("--slots", type=int, default=8, metavar="N")
    parser.add_argument("--service", type=float, default=0.0, metavar="MS")
    parser.add_argument("--per-second", type=float, default=50.0, metavar="N")
    parser.add_argument("--burst", type=int, default=20, metavar="N")
    parser.add_argument("--until-eof", action="store_true")


def _street_of(found: argparse.Namespace) -> StreetSettings:
    """Return the street half that was asked for; what was not said stays as it is."""
    said = {name: getattr(found, name) for name in STREET_NUMBERS if getattr(found, name) is not None}
    block = BlockRule(said.pop("tile_block_after", 0))
    if "street_dense" in said:
        said["dense"] = said.pop("street_dense")
    return replace(StreetSettings(folder=found.street, block=block), **said)


def options_of(found: argparse.Namespace) -> Options:
    """Return the options that `add_arguments` defined."""
    return Options(
        port=found.port,
        projects=tuple(found.projects),
        street=_street_of(found),
        latency_ms=found.latency_ms,
        faults=found.faults,
        scale=found.scale,
        scale_bytes=found.scale_bytes,
        cache=found.cache,
        pace=found.pace,
        capacity=Capacity(CapacityKind(found.capacity), found.slots, found.service, found.per_second, found.burst),
        until_eof=found.until_eof,
    )
