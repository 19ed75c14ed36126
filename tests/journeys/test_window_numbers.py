"""Around a download: counts that filter the plan, figures as a table, the speed of the server, the badge."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from tests.fakes.sandbox import small_project
from tests.fakes.sandbox_child import ServerChild
from tests.fakes.window import LEFT, opened_window
from ui.projects.statistics_view import Bar

pytestmark = [pytest.mark.gui, pytest.mark.slow]
Serve = Callable[..., ServerChild]
COUNT = 24


@pytest.fixture
def harbour(tmp_path: Path) -> str:
    return str(small_project(tmp_path / "harbour", COUNT))


async def test_counts_filter_the_plan_and_figures_are_saved(serve: Serve, harbour: str, tmp_path: Path) -> None:
    server = serve(projects=[harbour])
    async with opened_window() as person:
        await person.connect(server)
        await person.until_ready()
        person.click("statistics.count")
        page = person.window.projects.page
        await person.until(lambda: page.statistics.findChildren(Bar), "bars")
        bar = next(one for one in page.statistics.findChildren(Bar) if one.toolTip().endswith("images with it."))
        page.ensureWidgetVisible(bar)
        QTest.mouseClick(bar, LEFT)
        rules = person.window.projects.inspector.order().what.where
        assert len(rules) == 1
        assert rules[0].startswith("class:")
        await person.until_ready()
        assert page.statistics.words.text().startswith(f"{COUNT} images")

        person.window.actions_["figures"].trigger()
        await person.until(lambda: person.sees("figures.save") and person.find("figures.save").isEnabled(), "figures")
        rows = person.find("figures.table", QTableView).model().rowCount()
        dialog = person.find("figures.save").window()
        dialog.save(str(tmp_path / "figures.csv"))
        await person.until(lambda: "saved to" in person.text("figures.words"), "a saved table")
        person.click("figures.close")

    with (tmp_path / "figures.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == rows + 1 > 1


async def test_the_server_is_measured_and_the_best_way_is_in_the_plan(serve: Serve, harbour: str) -> None:
    server = serve(projects=[harbour])
    async with opened_window() as person:
        await person.connect(server)
        await person.until_ready()
        person.window.actions_["server-speed"].trigger()
        await person.until(lambda: person.sees("speed.measure"), "the dialog")
        person.click("speed.measure")
        await person.until(lambda: person.text("speed.result").startswith("Best"), "a best way")
        person.click("speed.use")
        assert "begin with" in person.text("speed.result")
        person.click("speed.close")
        order = person.window.projects.inspector.order()
        assert order.what.mode.value != "auto"


async def test_the_tree_says_what_is_here_and_what_changed(serve: Serve, harbour: str) -> None:
    server = serve(projects=[harbour])
    async with opened_window() as person:
        await person.connect(server)
        await person.until_ready()
        row = person.row("harbour")
        count = row.siblingAtColumn(1)
        assert count.data() == str(COUNT)
        await person.download()
        await person.until(lambda: person.status().startswith("Done"), "the row says Done")
        await person.until(lambda: count.data() == f"✓ {COUNT}", "the badge")
        picture = next(Path(person.job().destination).rglob("img/*.*"))
        picture.unlink()
        person.window.actions_["refresh"].trigger()
        await person.until(lambda: count.data() == "↻ 1 changed", "the badge of a lost picture")
