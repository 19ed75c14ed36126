"""From a box on the map to a folder of street images: the real window, the real engine, the sandbox."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.bootstrap.demo import Demo
from app.model.coverage import TileState
from app.store.verify import verify_tree
from tests.fakes.sandbox_child import ServerChild
from tests.fakes.streets import TOWN
from tests.fakes.window import Person, a_backend, opened_window

pytestmark = [pytest.mark.gui, pytest.mark.slow]
Serve = Callable[..., ServerChild]
STREETS = {"dense": 300}
BOX = ",".join(map(str, TOWN))
# Overlaps the box above in its eastern half.
EAST = "4.8130,45.7510,4.8170,45.7550"
# The tile that holds all of the first box.
TILE = "14/8411/5844"


def demo(drawn: Path) -> Demo:
    return Demo(drawn, ("--street-dense", "300"))


async def on_the_map(person: Person) -> None:
    """Start the demo, go to the map, and look at the old town."""
    await person.until(lambda: person.sees("welcome.demo"), "the welcome page")
    person.click("welcome.demo")
    await person.until_ready()
    person.click("rail.map")
    await person.until(lambda: person.sees("map.view"), "the map")
    person.map.view.go_to(4.8130, 45.7530, 16.0)


async def harvest(person: Person, title: str = "") -> Path:
    """Press the button, wait for the end, return the folder."""
    person.click("plan.primary")
    await person.until(lambda: person.status(title).startswith("Done"), "the row says Done")
    job = person.job(title)
    assert job is not None
    assert (job.counts.failed, job.counts.tiles_failed) == (0, 0)
    return Path(job.destination)


def pictures(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("mly_*.jpg"))


async def type_numbers(person: Person, text: str) -> None:
    person.map.view.setFocus()
    person.key(Qt.Key.Key_E)
    await person.until(lambda: person.find("map.numbers").hasFocus(), "the field has the keyboard")
    person.paste("map.numbers", text)
    person.key(Qt.Key.Key_Return)


async def test_a_box_is_drawn_counted_and_brought_home(drawn: Path, private_home: Path) -> None:
    backend = a_backend()
    backend.demo = demo(drawn)

    async with opened_window(backend) as person:
        await on_the_map(person)
        assert person.text("plan.primary") == "Harvest — draw a region"

        person.drag((150, 120), (480, 380))
        # Cached tiles answer while the button is still warm.
        await person.until(lambda: "images" in person.chip, "the chip has a number")
        count = await person.until_planned()
        assert f"{count:,} images" in person.chip
        assert person.text("plan.fetch") == f"{count:,}"
        assert person.map.sidebar.regions.model.rows[0].count == f"{count:,}"

        states: set[TileState] = set()
        person.map.standings.changed.connect(lambda: states.update(tile.state for tile in person.map.standings.tiles))
        folder = await harvest(person, "Region 1")
        await person.until(lambda: states and person.map.standings.tiles, "tiles on the map")
        await person.until(
            lambda: {tile.state for tile in person.map.standings.tiles} == {TileState.DONE}, "every tile is done"
        )
        assert TileState.ACTIVE in states, "nobody saw a tile being filled"
        await person.until(lambda: person.map.sidebar.regions.model.rows[0].state is not None, "the list knows it")

    table = json.loads((folder / "images.geojson").read_text())
    assert len(table["features"]) == len(pictures(folder)) == count
    assert (folder / "ATTRIBUTION.md").is_file()
    assert verify_tree(folder).is_right
    assert folder.is_relative_to(private_home)


async def test_by_keys_alone(drawn: Path) -> None:
    backend = a_backend()
    backend.demo = demo(drawn)

    async with opened_window(backend) as person:
        await on_the_map(person)
        person.shortcut(Qt.Key.Key_1)
        person.shortcut(Qt.Key.Key_2)
        view = person.find("map.view")
        assert view.hasFocus()

        person.key(Qt.Key.Key_R)
        person.key(Qt.Key.Key_Return)
        (drawn_,) = person.map.view.regions
        person.key(Qt.Key.Key_Right)
        person.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
        moved = person.map.view.regions[0].region
        assert moved.west > drawn_.region.west
        assert moved.north > drawn_.region.north
        await person.until(lambda: "images" in view.accessibleDescription(), "the number is spoken")
        person.key(Qt.Key.Key_Return)
        await person.until_planned()
        person.shortcut(Qt.Key.Key_D)

        await person.until(lambda: person.status().startswith("Done"), "the row says Done")
        job = person.job()
        assert job is not None
        assert job.counts.done == job.counts.listed > 0


async def test_every_form_of_coordinates_is_the_same_box(drawn: Path) -> None:
    ring = "4.8 45.73, 4.85 45.73, 4.85 45.77, 4.8 45.77, 4.8 45.73"
    corners = "[[4.8,45.73],[4.85,45.73],[4.85,45.77],[4.8,45.77],[4.8,45.73]]"
    forms = (
        "4.80,45.73,4.85,45.77",
        "https://www.openstreetmap.org/?minlon=4.8&minlat=45.73&maxlon=4.85&maxlat=45.77",
        f'https://geojson.io/#data=data:application/json,{{"type":"Polygon","coordinates":[{corners}]}}',
        f"POLYGON(({ring}))",
    )
    backend = a_backend()
    backend.demo = demo(drawn)

    async with opened_window(backend) as person:
        await on_the_map(person)
        for text in forms:
            await type_numbers(person, text)
            (shown,) = person.map.view.regions
            assert shown.region.bbox_text == "4.8,45.73,4.85,45.77"

        await type_numbers(person, "100,45,110,190")
        assert "latitudes end at 90" in person.text("map.numbers.words")
        assert person.find("map.numbers").hasFocus()
        assert len(person.map.view.regions) == 1


async def test_regions_that_overlap_bring_each_image_once(drawn: Path) -> None:
    backend = a_backend()
    backend.demo = demo(drawn)

    async with opened_window(backend) as person:
        await on_the_map(person)
        await type_numbers(person, BOX)
        first = await person.until_planned()
        folder = await harvest(person, "Region 1")
        person.map.view.select_region(-1)
        await type_numbers(person, EAST)

        await person.until(lambda: "already here" in person.text("plan.fetch"), "the plan knows what is here")
        new = await person.until_planned()
        assert f"({first:,} already here)" in person.text("plan.fetch")
        assert await harvest(person, "Region 1 and 1 more") == folder

    names = pictures(folder)
    assert len(names) == len(set(names)) == first + new


async def test_a_refused_token_is_said_and_nothing_counts_as_missing(serve: Serve, drawn: Path) -> None:
    server = serve(street=STREETS, cache=str(drawn))

    async with opened_window() as person:
        await person.until(lambda: person.sees("welcome.map"), "the welcome page")
        person.click("welcome.map")
        await person.until(lambda: person.sees("connect-street"), "the dialog")
        person.paste("street.token", server.env.replace("MLY_TOKEN=", "MLY_TOKEN=wrong"))
        person.click("street.connect")
        await person.until(lambda: "does not accept" in person.text("street.result"), "the sentence")
        field = person.find("street.token", QLineEdit)
        assert field.hasFocus()
        assert field.selectedText()

        person.paste("street.token", server.env)
        person.click("street.connect")
        await person.until(lambda: not person.sees("connect-street"), "the dialog closes")
        await person.come_forward()
        person.map.view.go_to(4.8130, 45.7530, 16.0)
        await type_numbers(person, BOX)
        count = await person.until_planned()
        folder = await harvest(person)

    assert len(pictures(folder)) == count


async def test_a_tile_that_could_not_be_read_is_tried_again_from_the_map(serve: Serve, drawn: Path) -> None:
    broken = {"route": "street.tile", "ids": [TILE], "fault": {"kind": "status", "status": 500}}
    server = serve(street=STREETS, cache=str(drawn), faults=[broken])

    async with opened_window() as person:
        await person.connect_street(server)
        await type_numbers(person, "4.7960,45.7510,4.8150,45.7550")
        await person.until_planned()
        person.click("plan.primary")
        await person.until(lambda: "problem" in person.status(), "the row has a problem")
        before = person.job()
        assert before is not None
        assert before.counts.tiles_failed == 1
        await person.until(
            lambda: TileState.PROBLEM in {tile.state for tile in person.map.standings.tiles}, "a red tile"
        )

        server.heal()
        person.map.view.go_to(4.8130, 45.7530, 15.0)
        (tile,) = [one for one in person.map.standings.tiles if one.state is TileState.PROBLEM]
        assert tile.key == TILE
        x, y = person.map.view.view.point_of(4.8145, 45.7548)
        person.map.view.select_region(-1)
        person.drag((round(x), round(y)), (round(x), round(y)), steps=1)
        await person.until(lambda: person.status().startswith("Done") and "problem" not in person.status(), "mended")
        after = person.job()

    assert after is not None
    assert after.counts.tiles_failed == 0
    assert after.counts.listed > before.counts.listed
    assert len(pictures(Path(after.destination))) == after.counts.listed
