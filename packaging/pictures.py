"""Take the pictures of the documentation: the real window, the real engine, the offline demo.

    .venv/bin/python packaging/pictures.py            writes docs/pictures/{projects,map,preview}-{light,dark}.png
    .venv/bin/python packaging/pictures.py --all DIR  further pages, sizes and themes, for looking at before a release

Nothing of this computer is in them: the window runs in a home of its own, which is deleted afterwards.
"""

import argparse
import asyncio
import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHOWN = ROOT / "docs" / "pictures"
sys.path.insert(0, str(ROOT))
if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync  # noqa: E402 - the platform is chosen before Qt is loaded
from PIL import Image  # noqa: E402
from PySide6.QtCore import QBuffer, QIODevice, Qt  # noqa: E402
from PySide6.QtGui import QPixmap  # noqa: E402
from PySide6.QtWidgets import QDialog, QWidget  # noqa: E402

from app.bootstrap.demo import Demo  # noqa: E402
from app.bootstrap.window import WindowBackend  # noqa: E402
from app.config.paths import find_home  # noqa: E402
from app.config.settings import Settings  # noqa: E402
from app.config.tokens import MemoryVault  # noqa: E402
from app.model.clock import SystemClock  # noqa: E402
from app.model.commands import PauseJob, RemoveJob, ResumeAll, SetJobLimits, StartJobNow  # noqa: E402
from app.model.job import JobState  # noqa: E402
from app.model.region import box  # noqa: E402
from ui.application import make_application  # noqa: E402
from ui.desk import Desk, make_desk  # noqa: E402
from ui.window import MainWindow  # noqa: E402
from ui.workspaces import MAP, PREVIEW, PROJECTS  # noqa: E402

USUAL, SMALL = (1440, 900), (1024, 640)
# Slow enough for a graph with a history.
PACE = 1_000_000
WORKERS = 3
MOST_SECONDS = 90.0
# West, south, east, north: four tiles of the demo, of which the first is done when so many images are here.
OLD_TOWN = (4.7985, 45.7440, 4.8255, 45.7600)
HARVESTED = 850


class Photographer:
    """Walks through the window and takes pictures of it."""

    def __init__(self, window: MainWindow, desk: Desk, folder: Path, takes_all: bool) -> None:
        """Save to `folder`; with `takes_all` also what the documentation does not show."""
        self.window = window
        self._desk = desk
        self._folder = folder
        self._takes_all = takes_all

    async def until(self, is_so: Callable[[], object], what: str) -> None:
        """Wait until something is so. Raises TimeoutError."""
        try:
            async with asyncio.timeout(MOST_SECONDS):
                while not is_so():  # noqa: ASYNC110 - the state of other programs has no event to wait for
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise TimeoutError(f"The picture did not come about: {what}.") from None

    async def take(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture of the window in both themes."""
        for theme in ("light", "dark"):
            self.window.actions_[f"theme-{theme}"].trigger()
            await asyncio.sleep(0.4)
            target = self._folder / f"{name}-{theme}.png"
            save(widget.grab() if widget is not None else self.window.grab(), target)
            print(f"{target} ({target.stat().st_size // 1000} kB)")

    async def extra(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture that the documentation does not show."""
        if self._takes_all:
            await self.take(name, widget)

    async def story(self) -> None:
        """Go from the first start to a queue with jobs in several states."""
        window = self.window
        plan, tree = window.projects.inspector, window.projects.sidebar.tree
        window.throughput.choose_window(60)
        await self.until(lambda: window.projects.welcome.isVisible(), "the welcome page")
        await self.extra("first-run")
        await self._dialog("connect", window.errands.connect_account)
        window.projects.welcome.demo.button.click()
        await self.until(lambda: plan.can_start, "a plan")
        town = tree.currentIndex()
        tree.expand(town)
        await self.until(lambda: tree.model().rowCount(town) == 2, "the datasets")
        tree.expand(tree.model().index(0, 0, town))
        sample = await self._start(plan.press_sample)
        await self.until(lambda: self._is_over(sample), "a sample")
        tree.setCurrentIndex(town.siblingAtRow(1))
        tiles = await self._start(plan.press)
        tree.setCurrentIndex(town)
        running = await self._start(plan.press)
        await self.until(lambda: self._done(tiles) > 300, "some tiles")
        self._desk.backend.host.submit(PauseJob(tiles))
        outskirts = tree.model().index(1, 0, town)
        await self._settle()
        tree.model().setData(outskirts, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
        await self._start(plan.press)
        await self._settle()
        window.projects.sidebar.model.uncheck_all()
        await self.until(lambda: plan.can_start and self._done(running) > 40, "the town in mid-download")
        assert not self._is_over(running), "the town is done already: the picture would show nothing moving"
        self._close_messages()
        window.queue.select(running)
        await self.take("projects")
        await self._streets()
        await self._more(running)
        await self._labels(running)

    async def _streets(self) -> None:
        """Harvest the old town of the demo and take the map in the middle of it."""
        window = self.window
        window.workspaces.show(MAP)
        streets = window.workspaces.map
        await self.extra("map-empty")
        await asyncio.sleep(0.5)
        streets.view.add_region(box(*OLD_TOWN, "Old town"))
        streets.view.fit_region()
        plan = streets.inspector
        await self.until(lambda: plan.can_start, "a plan of the harvest")
        before = self._jobs()
        plan.press()
        await self.until(lambda: len(self._jobs()) > len(before), "a harvest")
        job = max(self._jobs())
        self._desk.backend.host.submit(StartJobNow(job))
        await self.until(lambda: self._done(job) > HARVESTED, "some street images")
        await self.until(lambda: not plan.starting.can_undo, "the button with its number")
        self._close_messages()
        window.queue.select(job)
        await self.take("map")
        if self._takes_all:
            window.resize(*SMALL)
            await self.take("map-small")
            window.resize(*USUAL)
        self._desk.backend.host.submit(RemoveJob(job))
        await self.until(lambda: job not in self._jobs(), "a queue without the harvest")
        window.workspaces.show(PROJECTS)

    async def _labels(self, job: int) -> None:
        """Look at the labels of a finished job, go to a problem, and plan an export."""
        window, preview = self.window, self.window.workspaces.preview
        self._desk.backend.host.submit(SetJobLimits(job, None, None))
        self._desk.backend.host.submit(ResumeAll())
        await self.until(lambda: self._is_over(job), "the town as a whole")
        row = window.queue.jobs.row_of(job)
        assert row is not None
        window.workspaces.show(PREVIEW)
        await self.extra("preview-empty")
        preview.show_job(row.job)
        await self.until(lambda: preview.folder.counts and preview.folder.counts.is_complete, "all counts")
        await self.until(lambda: preview.inspector.can_start, "a plan of the export")
        self._close_messages()
        await self._settled_pictures()
        await self.extra("preview-grid")
        preview.next_problem()
        await self.until(lambda: preview.centre.is_single and preview.single.card, "a problem")
        await self._settled_pictures()
        await self.take("preview")
        if self._takes_all:
            window.resize(*SMALL)
            await self.take("preview-small")
            preview.show_grid()
            await self.take("preview-grid-small")
            window.body.open_drawer()
            await self.take("preview-plan-small")
            window.resize(*USUAL)
        window.workspaces.show(PROJECTS)
        if self._takes_all:
            await self.numbers()

    async def _settled_pictures(self) -> None:
        """Wait for the pixels of what is shown; they come as they are made."""
        await asyncio.sleep(1.5)

    def _close_messages(self) -> None:
        for noted in self._desk.messages.noted:
            self._desk.messages.close(noted.message.key)
        self._desk.messages.see()

    async def _more(self, job: int) -> None:
        if not self._takes_all:
            return
        window = self.window
        window.resize(*SMALL)
        await self.take("small")
        window.body.open_drawer()
        await self.take("small-drawer")
        window.resize(*USUAL)
        window.open_job(job)
        await self.take("job-items")
        window.workspaces.show(PREVIEW)
        await self.take("preview")
        window.workspaces.show(PROJECTS)
        await self._dialog("settings", window.errands.open_settings)
        self._desk.backend.host.submit(ResumeAll())
        await self.until(lambda: all(self._is_over(one) for one in self._jobs()), "all jobs at their end")
        for page in ("failures", "log", "settings"):
            window.open_job(job, page)
            await self.take(f"job-{page}")

    async def numbers(self) -> None:
        """Count the labels of the current project, open the plan, look at figures, and measure the server."""
        window = self.window
        page, plan = window.projects.page, window.projects.inspector
        page.statistics.ask()
        await self.until(lambda: page.statistics.count.isHidden(), "the statistics")
        await asyncio.sleep(0.3)
        page.ensureWidgetVisible(page.statistics, 0, 400)
        await self.take("statistics")
        plan.edit_rules()
        await self.take("plan-open")
        window.resize(*SMALL)
        await self.take("statistics-small")
        window.resize(*USUAL)
        window.projects.show_figures()
        dialog = window.findChildren(QDialog)[-1]
        await self.until(lambda: dialog.save_button.isEnabled(), "the figures")
        await self.take("figures", dialog)
        dialog.reject()
        window.projects.show_speed()
        speed = window.findChildren(QDialog)[-1]
        await self.take("server-speed-before", speed)
        speed.start()
        await self.until(lambda: speed.measure.isEnabled(), "a comparison")
        await self.take("server-speed", speed)
        speed.reject()

    async def _start(self, press: Callable[[], None]) -> int:
        """Press a button of the plan as soon as it can be pressed; return the job."""
        before = self._jobs()
        await asyncio.sleep(0.1)
        await self._settle()
        await self.until(lambda: self.window.projects.inspector.can_start, "a plan")
        press()
        await self.until(lambda: len(self._jobs()) > len(before), "a job")
        # Few at once on a slow line: the jobs then arrive image by image instead of all together.
        self._desk.backend.host.submit(SetJobLimits(max(self._jobs()), WORKERS, None))
        return max(self._jobs())

    async def _settle(self) -> None:
        """Wait until the button carries its number again."""
        await self.until(lambda: not self.window.projects.inspector.starting.can_undo, "the button with its number")

    async def _dialog(self, name: str, opens: Callable[[], None]) -> None:
        if not self._takes_all:
            return
        opens()
        await asyncio.sleep(0.2)
        dialog = self.window.findChildren(QDialog)[-1]
        await self.take(name, dialog)
        dialog.reject()

    def _jobs(self) -> list[int]:
        return sorted(row.job.id for row in self.window.queue.jobs.rows())

    def _done(self, job: int) -> int:
        row = self.window.queue.jobs.row_of(job)
        return 0 if row is None else row.job.counts.settled

    def _is_over(self, job: int) -> bool:
        row = self.window.queue.jobs.row_of(job)
        return row is not None and row.job.state in (JobState.DONE, JobState.PROBLEMS)


def save(picture: QPixmap, target: Path) -> None:
    """Write a small PNG: 256 colours are enough for a window."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    target.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(bytes(buffer.data().data()))) as image:
        # This method keeps the few pixels of a coloured dot, which the usual one gives to its neighbours.
        flat = image.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
        flat.save(target, optimize=True)


async def photograph(folder: Path, takes_all: bool) -> None:
    """Open the window, walk through it, close it."""
    home = find_home()
    home.make()
    backend = WindowBackend(home, Settings(theme="light"), MemoryVault(), None)
    backend.demo = Demo(home.sandbox, ("--pace", str(PACE)))
    desk = make_desk(backend, SystemClock())
    desk.theme.apply("light")
    window = MainWindow(desk)
    ended = asyncio.Event()
    window.ended.connect(ended.set)
    window.resize(*USUAL)
    window.show()
    window.activateWindow()
    desk.tasks.run(window.begin(), "begin")
    try:
        await Photographer(window, desk, folder, takes_all).story()
    finally:
        window.close()
        await ended.wait()
        desk.bridge.close()
        await desk.tasks.close()


def main() -> int:
    """Take the pictures; return the exit code."""
    parser = argparse.ArgumentParser(description="Take the pictures of the documentation.")
    parser.add_argument("--all", type=Path, metavar="DIR", dest="everything", help="take all pictures, to this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["WINDROW_HOME"] = str(Path(home) / ".windrow")
        os.environ["HOME"] = home
        app = make_application([])
        with qasync.QEventLoop(app) as loop:
            loop.run_until_complete(photograph(options.everything or SHOWN, options.everything is not None))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
