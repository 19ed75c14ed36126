"""Choosing: parts of a project, the same as a command, and all of it without a mouse."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.config.paths import find_home
from app.config.settings import read_settings
from app.model.layout import OWN_FOLDER
from tests.fakes.sandbox import small_project
from tests.fakes.sandbox_child import ROOT, ServerChild
from tests.fakes.window import opened_window

pytestmark = [pytest.mark.gui, pytest.mark.slow]
Serve = Callable[..., ServerChild]


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Write a project of three datasets with 12, 8 and 5 images."""
    root = small_project(tmp_path / "harbour", 12)
    (root / "ds").rename(root / "quay")
    for name, count in (("cranes", 8), ("sheds", 5)):
        part = small_project(tmp_path / f"part-{name}", count)
        shutil.move(part / "ds", root / name)
    return root


def files_of(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and OWN_FOLDER not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


async def test_two_of_three_datasets_are_exactly_what_comes(serve: Serve, three: Path) -> None:
    server = serve(projects=[str(three)])
    async with opened_window() as person:
        await person.connect(server)
        await person.until_ready()
        assert person.text("plan.primary") == "Download 25 items"
        await person.unfold("harbour", "quay")

        person.tick("harbour", "quay")
        person.tick("harbour", "sheds")
        await person.until(lambda: person.text("plan.primary") == "Download 17 items", "the number of both")
        box = person.row("harbour").data(Qt.ItemDataRole.CheckStateRole)
        assert Qt.CheckState(box) is Qt.CheckState.PartiallyChecked
        assert person.text("plan.selected") == "quay, sheds"

        await person.download()
        await person.until(lambda: person.status().startswith("Done"), "the row says Done")
        destination = Path(person.job().destination)

    images = {path for path in files_of(destination) if "/img/" in path}
    truth = {
        path.relative_to(three).as_posix() for part in ("quay", "sheds") for path in (three / part / "img").iterdir()
    }
    assert images == truth
    assert not (destination / "cranes").exists()


async def test_the_copied_command_brings_the_same_tree(serve: Serve, three: Path, tmp_path: Path) -> None:
    server = serve(projects=[str(three)])
    async with opened_window() as person:
        await person.connect(server)
        await person.unfold("harbour", "sheds")
        person.tick("harbour", "sheds")
        await person.until(lambda: person.text("plan.primary") == "Download 5 items", "the number")
        person.click("plan.copy")
        line = QApplication.clipboard().text()
        await person.download()
        await person.until(lambda: person.status().startswith("Done"), "the row says Done")
        first = Path(person.job().destination)

    words = shlex.split(line)
    assert words[:2] == ["windrow", "download"]
    second = tmp_path / "by-command"
    words[words.index("--to") + 1] = str(second)
    # Without a keyring the token of a saved account is not at hand in another process.
    at = words.index("--account")
    del words[at : at + 2]
    environment = {"SERVER_ADDRESS": server.address, "API_TOKEN": server.token}
    ended = subprocess.run(
        [sys.executable, "-m", "app", *words[1:]],
        cwd=ROOT, env=dict(os.environ) | environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
    assert files_of(second) == files_of(first)
    assert server.token not in line


async def test_a_project_is_queued_without_a_mouse(serve: Serve, three: Path, tmp_path: Path) -> None:
    other = small_project(tmp_path / "meadow", 3)
    server = serve(projects=[str(three), str(other)])
    async with opened_window() as person:
        await person.connect(server)
        await person.until(lambda: person.row("meadow").isValid(), "the tree")
        await person.until_ready()

        person.shortcut(Qt.Key.Key_F)
        for letter in (Qt.Key.Key_M, Qt.Key.Key_E, Qt.Key.Key_A, Qt.Key.Key_D):
            person.key(letter)
        await person.until(lambda: not person.row("harbour").isValid(), "the filter works")
        person.key(Qt.Key.Key_Down)
        assert person.window.focusWidget() is person.window.projects.sidebar.tree
        person.key(Qt.Key.Key_Space)
        await person.until(lambda: person.text("plan.primary") == "Download 3 items", "the number")
        person.shortcut(Qt.Key.Key_D)
        await person.until(lambda: person.status("meadow").startswith("Done"), "the row says Done")

        assert person.job("harbour") is None


async def test_the_theme_changes_while_a_download_runs(serve: Serve) -> None:
    server = serve(scale=1_500, scale_bytes=4_000, pace=1_500_000)
    async with opened_window() as person:
        await person.connect(server)
        await person.download()
        await person.until(lambda: person.status() == "Downloading", "it runs")
        shades = {}
        for mode in ("dark", "light", "contrast", "system", "dark"):
            person.window.actions_[f"theme-{mode}"].trigger()
            await person.while_(0.2)
            shades[mode] = QApplication.palette().window().color().lightness()
            assert person.window.grab().toImage().pixelColor(700, 300).isValid()

        assert shades["dark"] < 80 < 200 < shades["light"]
        await person.until(lambda: person.status().startswith("Done"), "the row says Done")
        assert not any("Something went wrong" in words for words in person.said)


async def test_the_theme_is_remembered() -> None:
    async with opened_window() as person:
        await person.until(lambda: person.engine_pid is not None, "it runs")
        person.window.actions_["theme-dark"].trigger()
        await person.while_(0.1)
        assert person.window.actions_["theme-dark"].isChecked()

    settings, _ = read_settings(find_home().settings)
    assert settings.theme == "dark"
