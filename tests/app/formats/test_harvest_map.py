"""The page is whole, says whose pictures these are, and no name of a person does anything in it."""

import json
import re
from html.parser import HTMLParser

import pytest

from app.formats.harvest_map import DATA_ID, map_html
from app.model.region import box
from tests.fakes.harvest import record

pytestmark = pytest.mark.slow  # folium takes most of a second to load

HOSTILE = "</script><script>alert(1)</script>{{ 7 * 7 }}{% raw %}'\"\\"


class Page(HTMLParser):
    """Collects the elements of a page and what its scripts hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script":
            self.scripts[-1] += data

    def data(self) -> dict:
        number = [attrs.get("id") for tag, attrs in self.tags if tag == "script"].index(DATA_ID)
        return json.loads(self.scripts[number])


def test_every_picture_is_in_the_data_of_the_page():
    page = Page(map_html([record(number) for number in range(25)], [box(4.7, 45.7, 4.9, 45.8, "Here")]))

    data = page.data()
    assert [row[9] for row in data["rows"]] == [record(number).id for number in range(25)]
    assert data["regions"][0]["name"] == "Here"
    assert data["licence"][0] == "CC BY-SA 4.0"


def test_hostile_names_stay_data():
    harmless = Page(map_html([record(1)], [box(4.7, 45.7, 4.9, 45.8, "Here")]))
    text = map_html([record(1, creator=HOSTILE, sequence=HOSTILE)], [box(4.7, 45.7, 4.9, 45.8, HOSTILE)])

    page = Page(text)

    assert [tag for tag, _ in page.tags] == [tag for tag, _ in harmless.tags]
    assert page.data()["creators"] == [HOSTILE]
    assert page.data()["regions"][0]["name"] == HOSTILE
    assert "alert(1)</script>" not in text


def test_only_leaflet_is_asked_for_when_the_page_is_opened():
    page = Page(map_html([record(1)]))

    asked = [attrs.get("src") or attrs.get("href") or "" for tag, attrs in page.tags if tag in ("script", "link")]
    assert [address for address in asked if address] == [
        "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js",
        "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.css",
    ]


def test_the_same_records_give_the_same_page():
    assert map_html([record(1), record(2)]) == map_html([record(1), record(2)])


def test_nobody_finds_a_token_or_a_place_of_this_computer_in_it(tmp_path):
    text = map_html([record(1)])

    assert "access_token" not in text
    assert "MLY|" not in text
    assert not re.search(r"file:|/home/|/tmp/|[A-Z]:\\\\", text)


def test_a_picture_costs_some_hundred_bytes():
    """Many thousands stay light."""
    few, many = (len(map_html([record(number) for number in range(count)])) for count in (10, 1010))

    assert (many - few) / 1000 < 160


def test_the_map_is_made_before_it_is_filled():
    script = Page(map_html([record(1)])).scripts[-1]

    made = re.search(r"var (map_\w+) = L\.map\(", script)
    assert made is not None
    assert script.index(f"showHarvest({made[1]}") > made.start()
