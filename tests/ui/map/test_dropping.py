import pytest
from PySide6.QtCore import QMimeData, QUrl

from ui.map.dropping import Dropped, read_drop


def mime(text="", urls=()):
    made = QMimeData()
    if text:
        made.setText(text)
    if urls:
        made.setUrls([QUrl(url) for url in urls])
    return made


@pytest.mark.parametrize(
    ("dropped", "expected"),
    [
        (mime(" 4.80,45.73,4.85,45.77\n"), Dropped(text="4.80,45.73,4.85,45.77")),
        (mime(urls=["file:///tmp/corridor.GeoJSON"]), Dropped(files=("/tmp/corridor.GeoJSON",))),
        (mime(urls=["file:///tmp/a.gpkg", "file:///tmp/b.png"]), Dropped(files=("/tmp/a.gpkg",))),
        (mime(urls=["file:///tmp/b.png"]), Dropped()),
        (mime("https://osm.org/#map=13/45.7/4.8", ["https://osm.org/#map=13/45.7/4.8"]),
         Dropped(text="https://osm.org/#map=13/45.7/4.8")),
        (mime("x" * 1_000_001), Dropped()),
        (mime(), Dropped()),
    ],
    ids=["text", "file", "some files", "picture", "link", "novel", "nothing"],
)  # fmt: skip
def test_only_areas_are_taken(dropped, expected):
    assert read_drop(dropped) == expected
