"""`bench gallery`: a folder of 100,000 pictures with a million labels, as the window asks the gallery about it.

First paint is what a person waits for: the folder is opened, its first page is listed, and the pictures of one screen
are there with their labels. The gallery is the real child process, its decoders are its children.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.bench.big_folder import LABELS, make_big_folder
from app.bench.record import Goal, Report
from app.bootstrap.demo import own_command, own_environment
from app.bootstrap.gallery_host import GalleryHost
from app.model.folder_card import FolderCounts
from app.model.gallery import CountFolder, GalleryQuery, ListPictures, OpenFolder, ShowThumb, ShowView

MIB = 1024**2
# A window of 1440 × 900 shows so many small pictures, and a picture alone in so many pixels.
SCREEN, TILE = 20, (168, 112)
VIEW = (1000, 760)
PAGE = 200
SEARCHES = ("", "class:sign", "class:sign tag:night objects>5", "problem:*", "name:0001")
LABELS_PER_FRAME = (10, 100, 1000)
_WAIT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much is looked at.

    Attributes:
        pictures: In the folder.
        screens: Scrolled past.
        frames: Painted for each number of labels.
    """

    pictures: int
    screens: int
    frames: int


FULL, QUICK = Size(100_000, 60, 40), Size(2_000, 10, 5)


def measure_gallery(folder: Path, *, is_quick: bool) -> list[Report]:
    """Open a large folder twice, scroll, count and search in it, and paint frames with many labels."""
    size = QUICK if is_quick else FULL
    project = folder / "gallery-project"
    make_big_folder(project, size.pictures)
    report = Report(f"Preview of {size.pictures:,} images with {size.pictures * LABELS:,} labels")
    home = folder / "gallery-home"
    for title in ("first time", "again"):
        asyncio.run(_visit(report, title, str(project), home, size))
    firsts = [float(columns["first paint s"]) for _, columns in report.rows if "first paint s" in columns]
    report.goals.append(Goal.at_most("first paint, first time", firsts[0], 1, " s"))
    report.goals.append(Goal.at_most("first paint, again", firsts[1], 1, " s"))
    return [report, _frames(size)]


async def _visit(report: Report, title: str, path: str, home: Path, size: Size) -> None:
    """Open the folder in a fresh gallery, and do in it what a person does."""
    host = GalleryHost(own_command("gallery"), environment={**own_environment(), "WINDROW_HOME": str(home)})
    try:
        began = time.perf_counter()
        await host.call(OpenFolder(path))
        listed = time.perf_counter() - began
        await _screen(host, path, 0)
        columns: dict[str, float | str] = {"listed s": listed, "first paint s": time.perf_counter() - began}
        waits = await _until_read(host, path)
        columns |= {"all read s": time.perf_counter() - began, "count while reading, worst ms": 1000 * max(waits)}
        report.rows.append((title, columns))
        places = [(screen * 7919) % max(1, size.pictures - SCREEN) for screen in range(size.screens)]
        screens = [await _screen(host, path, place) for place in places]
        report.rows.append(
            (f"{title}: a screen of {SCREEN}", _spread(screens) | {"pictures/s": SCREEN * len(screens) / sum(screens)})
        )
        for search in SEARCHES:
            # Anew each time: what was counted is remembered for the same excluded images.
            asked = [CountFolder(path, search, (f"none/{turn}",)) for turn in range(5)]
            seconds = [await _asked(host, query) for query in asked]
            report.rows.append((f"{title}: count “{search}”", _spread(seconds)))
        view = ShowView(path, 3, 0.0, 0.0, 6.0, *VIEW)
        await host.call(view)
        moved = [ShowView(path, 3, float(step), 0.0, 6.0, *VIEW) for step in range(size.frames)]
        frames = [await _asked(host, query) for query in moved]
        report.rows.append((f"{title}: a frame of a picture alone", _spread(frames)))
        report.rows.append((f"{title}: memory", _memory(host.pid)))
    finally:
        await host.stop()


async def _screen(host: GalleryHost, path: str, place: int) -> float:
    """Ask for one screen as the grid does, its page, then its pictures; return the seconds that it took."""
    began = time.perf_counter()
    page = await host.call(ListPictures(path, "", place // PAGE * PAGE, PAGE))
    rows = page.rows[place % PAGE :][:SCREEN]
    await _together([ShowThumb(path, row.number, *TILE) for row in rows], host)
    return time.perf_counter() - began


async def _together(queries: Sequence[GalleryQuery], host: GalleryHost) -> None:
    async with asyncio.TaskGroup() as tasks:
        for query in queries:
            tasks.create_task(host.call(query))


async def _until_read(host: GalleryHost, path: str) -> list[float]:
    """Count as the window does until everything is read; return how long each answer took, in seconds."""
    waits: list[float] = []
    async with asyncio.timeout(_WAIT_SECONDS):
        while True:
            began = time.perf_counter()
            counts: FolderCounts = await host.call(CountFolder(path))
            waits.append(time.perf_counter() - began)
            if counts.is_complete:
                return waits
            await asyncio.sleep(0.3)


async def _asked(host: GalleryHost, query: GalleryQuery) -> float:
    """Return how long an answer took, in seconds."""
    began = time.perf_counter()
    await host.call(query)
    return time.perf_counter() - began


def _frames(size: Size) -> Report:
    """Paint labels over a picture in this process: what one frame of them costs."""
    from random import Random

    from PIL import Image

    from app.gallery.paint import PaintTools, paint_labels
    from app.gallery.paint_fills import Place
    from app.model.annotation import Annotation, Label
    from app.model.gallery import Paint
    from app.model.geometry import Polygon, Rectangle

    report = Report(f"Labels over a view of {VIEW[0]} × {VIEW[1]} pixels, per frame")
    for count in LABELS_PER_FRAME:
        chance = Random(count)
        labels = []
        for number in range(count):
            x, y, side = chance.randrange(900), chance.randrange(700), chance.randrange(8, 60)
            ring = ((x, y), (x + side, y + side // 3), (x + side // 2, y + side))
            shape = Polygon(ring) if number % 2 else Rectangle(x, y, x + side, y + side)
            labels.append(Label(f"class {number % 12}", f"#{40 + 15 * (number % 12):02X}90C0", shape))
        annotation, tools = Annotation(*VIEW, tuple(labels)), PaintTools()
        seconds = []
        for frame in range(size.frames + 1):
            canvas = Image.new("RGBA", VIEW, (90, 120, 90, 255))
            began = time.perf_counter()
            paint_labels(canvas, annotation, Place(VIEW, 1.0, float(frame), 0.0), Paint(), 1.0, tools)
            seconds.append(time.perf_counter() - began)
        # The first one makes what the others use again.
        report.rows.append((f"{count:,} labels", _spread(seconds[1:])))
    return report


def _spread(seconds: Iterable[float]) -> dict[str, float | str]:
    ordered = sorted(1000 * one for one in seconds)
    return {"median ms": statistics.median(ordered), "worst ms": ordered[-1]}


def _memory(pid: int | None) -> dict[str, float | str]:
    """Return the most memory of the gallery and of the largest of its decoders; empty where that is not told."""
    if pid is None or sys.platform != "linux":
        return {}
    children: list[int] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError, ValueError):
            children += map(int, tasks.read_text().split())
    return {
        "gallery MiB": _peak(pid) / MIB,
        "decoder MiB": max((_peak(child) for child in children), default=0) / MIB,
    }


def _peak(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0
