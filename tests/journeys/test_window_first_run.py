"""From the first start to a verified project on disk: a click on the demo, a click on the button with the number."""

import re
from contextlib import suppress
from pathlib import Path

import pytest

from app.bootstrap.demo import Demo
from app.store.verify import verify_tree
from tests.fakes.oracle import noted
from tests.fakes.window import a_backend, opened_window
from ui.queue.columns import Column

pytestmark = [pytest.mark.gui, pytest.mark.slow]
TOWN = "Town streets"
PACE = 9_000_000


def number_of(text: str) -> float:
    """Return a rate such as "↓ 5.9 MB/s" in bytes per second."""
    found = re.search(r"([\d.,]+)\s*(k|M|G)?B/s", text)
    assert found is not None, text
    return float(found[1].replace(",", "")) * {None: 1, "k": 1e3, "M": 1e6, "G": 1e9}[found[2]]


async def test_two_clicks_bring_the_demo_home(drawn: Path, private_home: Path) -> None:
    backend = a_backend()
    backend.demo = Demo(drawn, ("--pace", str(PACE)))

    async with opened_window(backend) as person:
        for card in ("welcome.connect", "welcome.map", "welcome.demo"):
            assert person.sees(card)
        await person.until(lambda: person.text("status.accounts") == "Not connected", "nobody is connected")
        assert not person.sees("inspector")

        person.click("welcome.demo")
        await person.until_ready()
        assert person.text("plan.primary") == "Download 240 items"
        assert person.text("plan.selected") == f"{TOWN}, whole project"

        person.click("plan.primary")
        await person.until(lambda: person.status(TOWN) == "Downloading", "the row says Downloading")
        rates: list[tuple[float, ...]] = []

        def agrees() -> bool:
            names = ("throughput.rate", "status.rate")
            texts = [*map(person.text, names), person.window.windowTitle()]
            if person.status(TOWN) == "Downloading" and all("B/s" in text for text in texts):
                rates.append(tuple(map(number_of, texts)))
            return person.status(TOWN).startswith("Done")

        await person.until(agrees, "the row says Done")
        job = person.job(TOWN)
        assert job is not None
        assert (job.counts.done, job.counts.listed, job.counts.failed) == (240, 240, 0)
        assert person.cell(Column.PROGRESS, TOWN) == "100 %"
        assert person.window.windowTitle() == "Windrow"
        await person.until(lambda: person.text("plan.primary") != "Added to queue ✓ (Undo)", "the button comes back")

    moving = [numbers for numbers in rates if min(numbers) > 0]
    assert moving, "nothing was seen moving"
    close = [numbers for numbers in moving if max(numbers) <= 1.05 * min(numbers)]
    assert len(close) >= 0.9 * len(moving), f"big number, status bar and title differ: {moving[:20]}"
    report = verify_tree(Path(job.destination))
    assert report.is_right
    assert not report.foreign
    assert len(noted(Path(job.destination))) >= 240
    assert Path(job.destination).is_relative_to(private_home), "nothing is written outside the home of the person"


async def test_a_first_start_contacts_nobody() -> None:
    async with opened_window() as person:
        await person.until(lambda: person.engine_pid is not None, "the engine runs")
        await person.while_(0.5)
        assert person.sees("welcome.demo")
        assert not person.said
        connections = Path(f"/proc/{person.engine_pid}/net/tcp")
        inodes = sockets_of(person.engine_pid) if connections.exists() else set()
        lines = connections.read_text().splitlines()[1:] if connections.exists() else []
        mine = [line for line in lines if f"socket:[{line.split()[9]}]" in inodes]

    assert not mine, "the engine holds a connection"


def sockets_of(pid: int | None) -> set[str]:
    """Return the sockets of a process; files that it closes meanwhile are none of them."""
    found = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(link.readlink().name)
    return {name for name in found if name.startswith("socket:")}
