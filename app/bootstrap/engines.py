"""Engines out of their parts: in this process, or as the child of the window."""

import asyncio
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import app
from app.bootstrap.accounts import refuse_clear_text
from app.bootstrap.exporting import FolderExporter
from app.bootstrap.finishing import FolderFinisher
from app.bootstrap.kits import kit_of
from app.bootstrap.logs import REDACTOR, start_logging
from app.config.paths import Home
from app.config.settings import Settings
from app.engine.archive_lists import ArchiveLists
from app.engine.basemap import Basemap
from app.engine.engine import Engine, Service
from app.formats.offsets_writer import entries_before, offsets_file
from app.model.account import Account
from app.model.call import Network
from app.model.clock import Clock, SystemClock
from app.model.door import plain_rules
from app.model.region import Region
from app.net.http import Http
from app.net.limiter import Limiters
from app.sources import REGISTRY
from app.store.sink import Sink

USER_AGENT = f"Windrow/{app.__version__}"
MIB = 1024**2


def build_engine(home: Home, settings: Settings, *, clock: Clock | None = None, allow_http: bool = False) -> Engine:
    """Return an engine that was not started yet, joined to the real network, disk and services.

    Args:
        home: Folders of this user.
        settings: What the person prefers.
        clock: Time and chance; the real ones by default.
        allow_http: Plain http may go to other machines.
    """
    home.make()
    time = clock or SystemClock()
    limiters = Limiters(time)
    if settings.rate_limit_kb:
        limiters.set_rate_limit(settings.rate_limit_kb * 1000)
    kit = kit_of(home, time)
    http = Http(clock=time, limiters=limiters, user_agent=USER_AGENT)

    def network_for(account: Account, token: str) -> Network:
        addresses = [address for address in (account.address, account.tile_address) if address]
        for address in addresses:
            refuse_clear_text(address, allow_http=allow_http)
        REDACTOR.add(token)
        entry = REGISTRY[account.source]
        rules = entry.rules(account, token, kit)
        return http.door(rules, service=entry.title, allow_http=addresses if allow_http else ())

    def source_for(account: Account) -> Service:
        return REGISTRY[account.source].factory(account, kit)

    def ground_for(address: str) -> Network:
        return http.door(plain_rules(address, {}), service="The map server")

    def read_areas(path: Path) -> Sequence[Region]:
        from app.formats.region_file import read_regions  # late: it may need the large geography libraries

        return read_regions(path)

    return Engine(
        ledger_path=home.ledger,
        network_for=network_for,
        source_for=source_for,
        limits=limiters,
        clock=time,
        open_sink=partial(Sink.open, reserve=settings.reserve_mib * MIB),
        prewarm=http.prewarm,
        close_network=http.aclose,
        licence_for=lambda account: REGISTRY[account.source].licence,
        max_jobs=settings.jobs_at_once,
        version=app.__version__,
        finisher=FolderFinisher(home.cache / "finishing"),
        basemap=Basemap(settings.basemap, ground_for, kit.cache),
        read_regions=read_areas,
        exporting=FolderExporter(),
        archive_lists=ArchiveLists(entries_before, offsets_file),
    )


def use_fast_loop() -> asyncio.AbstractEventLoop:
    """Return a new event loop: uvloop where it exists, else the one of Python."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop


def run_engine_child(home: Home, settings: Settings) -> int:
    """Be the engine of a window until it says stop or goes away; return the exit code."""
    from app.engine.serve import serve

    start_logging(home, "engine")
    if hasattr(os, "nice"):
        os.nice(5)  # where both want the same core the window comes first
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    # Whatever prints by accident must not get between the messages.
    sys.stdout = sys.stderr
    with asyncio.Runner(loop_factory=use_fast_loop) as runner:
        runner.run(serve(build_engine(home, settings), stdin, stdout))
    return 0
