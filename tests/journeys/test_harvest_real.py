"""Recorded tiles, pictures and metadata through the whole path: folder, sandbox, harvest, tables, EXIF."""

import datetime
import json
from pathlib import Path
from typing import Any

import exifread
import geopandas
import pytest

from app.api import open_harvest
from app.model.mercator import tile_from_key
from tests.fakes.sandbox import sandbox_process
from tests.fakes.terminal import ROOT, Terminal, lines

STREET = ROOT.parent / "shared" / "data" / "mapillary"
THUMBS = "139.5695,35.8708,139.5930,35.8895"
# The recorded tile whose place is known, and the one whose place is not: it is served east of the first.
TILES = ("14/8574/5735", "14/8575/5735")
COUNTS = (3_012, 10_231)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not STREET.is_dir(), reason="the recorded data is not on this machine"),
]


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def degrees(tag: Any, ref: Any) -> float:
    whole, minutes, seconds = (part.num / part.den for part in tag.values)
    value = whole + minutes / 60 + seconds / 3600
    return -value if str(ref) in {"S", "W"} else value


def exif_of(path: Path) -> dict[str, Any]:
    """Return what an independent reader finds in a picture."""
    with path.open("rb") as file:
        return dict(exifread.process_file(file, details=False))


async def test_recorded_pictures_keep_position_heading_time_and_every_pixel(tmp_path):
    recorded = {one["id"]: one for one in json.loads((STREET / "thumbs.json").read_text())}
    async with sandbox_process(["--street", str(STREET)]) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "real"
        done = await terminal.run(
            "harvest", THUMBS, "--to", place, "--json", "--table", "geojson,gpkg,csv,parquet", "--layout", "flat"
        )

    assert done.returncode == 0, done.stderr
    assert lines(done.stdout)[-1]["done"] == len(recorded)
    table = geopandas.read_file(place / "images.gpkg").set_index("mly_id")
    assert set(table.index) == set(recorded)
    for key, truth in recorded.items():
        row, exif = table.loc[key], exif_of(place / f"mly_{key}.jpg")
        assert (row.geometry.x, row.geometry.y) == pytest.approx((truth["lon"], truth["lat"]), abs=1e-9)
        assert row["compass_angle"] == pytest.approx(truth["compass_angle"], abs=1e-6)
        assert moment(str(row["captured_at"])) == moment(truth["captured_at"])
        lon = degrees(exif["GPS GPSLongitude"], exif["GPS GPSLongitudeRef"])
        lat = degrees(exif["GPS GPSLatitude"], exif["GPS GPSLatitudeRef"])
        assert (lon, lat) == pytest.approx((truth["lon"], truth["lat"]), abs=1e-7)
        direction = exif["GPS GPSImgDirection"].values[0]
        assert direction.num / direction.den == pytest.approx(truth["compass_angle"] % 360, abs=0.01)
        utc = moment(truth["captured_at"]).astimezone(datetime.UTC)
        assert str(exif["EXIF DateTimeOriginal"]) == f"{utc:%Y:%m:%d %H:%M:%S}"
        assert str(exif["EXIF SubSecTimeOriginal"]) == f"{utc.microsecond // 1000:03d}"
        original = (STREET / "thumbs" / f"mly_{key}.jpg").read_bytes()
        harvested = (place / f"mly_{key}.jpg").read_bytes()
        assert harvested[harvested.index(b"\xff\xdb") :] == original[original.index(b"\xff\xdb") :]


@pytest.mark.parametrize(("key", "count"), list(zip(TILES, COUNTS, strict=True)), ids=["2021", "2024"])
async def test_recorded_tiles_are_counted_whole_and_harvested(tmp_path, key, count):
    west, south, east, north = tile_from_key(key).bounds
    # A hair inside, so that the neighbours are not asked.
    area = ",".join(str(number) for number in (west + 1e-9, south + 1e-9, east - 1e-9, north - 1e-9))
    async with sandbox_process(["--street", str(STREET)]) as sandbox:
        terminal, place = Terminal(sandbox, tmp_path / "home"), tmp_path / "real"
        plan = await terminal.run("harvest", area, "--to", place, "--plan", "--json")
        done = await terminal.run("harvest", area, "--to", place, "--json", "--max-images", 30, "--size", 256)

    numbers = lines(plan.stdout)[0]
    assert (numbers["tiles"], numbers["images"]) == (1, pytest.approx(count, abs=count * 0.002))
    assert done.returncode == 0, done.stderr
    images = open_harvest(place)
    assert len(images) == 30
    assert images.geometry.x.between(west, east).all()
    assert images.geometry.y.between(south, north).all()
