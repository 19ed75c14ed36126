"""Pause, kill, close and start again: what was finished is never fetched again, and the window lives through it."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from app.config.tokens import MemoryVault
from app.store.verify import verify_tree
from tests.fakes.oracle import noted
from tests.fakes.sandbox_child import ServerChild
from tests.fakes.window import a_backend, is_alive, opened_window

pytestmark = [pytest.mark.gui, pytest.mark.slow]
Serve = Callable[..., ServerChild]
COUNT = 1_500
SLOW = {"scale": COUNT, "scale_bytes": 4_000, "pace": 1_500_000}


def keys_on_disk(destination: Path) -> set[str]:
    return set(noted(destination)) if destination.exists() else set()


async def test_a_paused_job_rests_and_fetches_nothing_twice(serve: Serve) -> None:
    server = serve(**SLOW)
    async with opened_window() as person:
        await person.connect(server)
        await person.download()
        await person.until(lambda: person.done_count() > COUNT * 0.2, "a fifth is done")

        person.click("toolbar.pause-all")
        await person.until(lambda: person.status() == "Paused", "the row says Paused")
        await person.until(lambda: person.text("status.rate") == "↓ 0 B/s", "the rate falls to nothing")
        await person.while_(2.0)  # what was under way comes to its end
        asked = len(server.entries())
        done = person.done_count()
        await person.while_(1.0)
        assert len(server.entries()) == asked, "a paused job asks for nothing"
        assert person.done_count() == done < COUNT
        finished = keys_on_disk(Path(person.job().destination))

        person.click("toolbar.resume-all")
        await person.until(lambda: person.status().startswith("Done"), "the row says Done")
        again = set(server.fetched(asked)) & finished

    assert finished
    assert not again
    report = verify_tree(Path(person.job().destination))
    assert report.is_right
    assert person.job().counts.done == COUNT


async def test_a_killed_engine_costs_one_quiet_line(serve: Serve) -> None:
    server = serve(**SLOW)
    async with opened_window() as person:
        await person.connect(server)
        await person.download()
        await person.until(lambda: person.done_count() > COUNT * 0.2, "a fifth is done")
        destination = Path(person.job().destination)
        victim = person.engine_pid
        asked = len(server.entries())
        finished = keys_on_disk(destination)
        person.said.clear()

        os.kill(victim, signal.SIGKILL)
        before = person.done_count()
        await person.until(lambda: person.engine_pid not in (None, victim), "another engine runs")
        await person.until(lambda: person.said, "the strip says so")
        await person.until(lambda: person.done_count() > before, "the job goes on")
        assert person.said == ["The engine was started again. 1 job went on where it stopped."]
        assert person.window.isVisible()

        await person.until(lambda: person.status().startswith("Done"), "the row says Done")
        again = set(server.fetched(asked)) & finished

    assert not again
    assert person.job().counts.done == COUNT
    assert verify_tree(destination).is_right


async def test_closing_in_mid_download_is_clean_and_the_next_start_goes_on(serve: Serve) -> None:
    server = serve(**SLOW)
    vault = MemoryVault()
    async with opened_window(a_backend(vault)) as person:
        await person.connect(server)
        await person.download()
        await person.until(lambda: person.done_count() > COUNT * 0.2, "a fifth is done")
        destination = Path(person.job().destination)
        engine = person.engine_pid
        assert engine is not None

    assert not is_alive(engine), "the engine outlived the window"
    asked, finished = len(server.entries()), keys_on_disk(destination)
    assert len(finished) < COUNT

    async with opened_window(a_backend(vault)) as person:
        await person.until(lambda: person.done_count() > len(finished), "the job goes on by itself")
        await person.until(lambda: person.said, "the strip says so")
        assert person.said[0] == "1 job of last time. It goes on where it stopped."
        await person.until(lambda: person.status().startswith("Done"), "the row says Done")
        again = set(server.fetched(asked)) & finished

    assert not again
    assert verify_tree(destination).is_right
