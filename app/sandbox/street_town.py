"""The coverage of the made-up town: who drove along which street in which year. The same each time.

Besides the ordinary it holds what the protocol reference found in real data: clocks that stand at zero or in the
future, wrapped altitudes, 34 images on one pixel, sequences of a single image, keys that differ in case only.
"""

import functools
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np

from app.model.mercator import fraction_of, lon_lat_of, tile_at
from app.sandbox.street_plan import METRES_PER_LAT, METRES_PER_LON, Metres, Plan, Road, lon_lat, town_plan
from app.sandbox.street_roll import Camera, Creator, Organization, Roll

TOWN_ROLL = 1
ORGANIZATIONS = (
    Organization(700_000_000_000_001, "city-lab", "City Lab", "Counts what stands along the streets."),
    Organization(700_000_000_000_002, "rhone-roads", "Rhône Roads & Bridges", "Looks after the roads."),
)
CREATORS = (
    Creator(101_234_567_890_123, "walker_one"), Creator(101_234_567_890_124, "Anaïs Brünet"),
    Creator(101_234_567_890_125, "R&D <b>Mapping</b>"), Creator(101_234_567_890_126, "tram.line.5"),
    Creator(101_234_567_890_127, "サイクリスト"), Creator(101_234_567_890_128, "Velo-Bote"),
    Creator(101_234_567_890_129, "city_lab_bot"),
)  # fmt: skip
CAMERAS = (
    Camera("Acme", "Cam 7", "perspective", 4032, 3024, (0.8421, -0.0123, 0.0045)),
    Camera("Helio ", " H2 dash ", "perspective", 1920, 1080, (0.7218, 0.0107, -0.0031)),
    Camera("", "", "perspective", 800, 600, (0.85, 0.0, 0.0)),
    Camera("Orbis", "Orbis 360", "spherical", 4096, 2048),
    Camera("Acme", "Wide 3", "fisheye", 4000, 2250, (0.4707, 0.0412, -0.0188)),
    Camera("", "", "perspective", 2560, 1920, (0.9013, -0.0211, 0.0102)),
    Camera("Orbis", "O1", "equirectangular", 2048, 1024),
)
# Scenes by shape of the picture: first and how many.
UPRIGHT, WIDE, ROUND = (0, 28), (28, 12), (40, 8)
SCENES = 48
WRAPPED_ALTITUDE = 4_294_967_281.0
FUTURE_MS = 1_924_992_000_000


def scenes_of(camera: Camera) -> tuple[int, int]:
    """Return the first scene and the number of scenes that have the shape of a camera's pictures."""
    ratio = camera.width / camera.height
    return ROUND if ratio > 1.9 else WIDE if ratio > 1.5 else UPRIGHT


@dataclass(frozen=True, slots=True)
class _Drive:
    """One sequence: along which roads (a minus reverses one), how densely, when, by whom, with what."""

    roads: str
    spacing: float
    day: str
    creator: int
    camera: int
    organization: int = -1
    says_pano: bool = True
    on_foot: int = -1


_DRIVES = (
    _Drive("row 4", 5, "2016-05-11", 0, 2, says_pano=False),
    _Drive("row 4", 5, "2020-09-02", 1, 0),
    _Drive("-row 4", 5, "2024-06-21", 4, 3),
    _Drive("column 4", 5, "2017-03-30", 3, 5, says_pano=False),
    _Drive("column 4", 5, "2021-07-14", 6, 1, 0),
    _Drive("-column 4", 5, "2025-04-05", 4, 6),
    _Drive("row 1", 5, "2019-10-19", 2, 0),
    _Drive("row 2", 5, "2023-02-07", 6, 4, 0),
    _Drive("-row 6", 5, "2022-11-28", 5, 5),
    _Drive("column 2", 5, "2018-08-08", 1, 1),
    _Drive("-column 6", 5, "2025-09-13", 0, 0),
    _Drive("ring", 17, "2017-06-17", 3, 1),
    _Drive("-avenue 0/row 4/avenue 4", 14, "2022-04-23", 6, 0, 0),
    _Drive("avenue 1", 22, "2024-01-30", 5, 1, 1),
    _Drive("-avenue 2", 22, "2019-12-03", 1, 5),
    _Drive("avenue 3", 22, "2025-06-06", 4, 3),
    _Drive("-avenue 5", 22, "2021-01-09", 3, 4, 1),
    _Drive("avenue 6", 22, "2020-03-15", 2, 0),
    _Drive("-avenue 7", 22, "2018-02-27", 0, 2),
    _Drive("column 0", 16, "2025-10-04", 0, 0, on_foot=1),
)
_SINGLES = 44
_ON_ONE_PIXEL = 34


class _Film:
    """Rows as they are made."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, ...]] = []
        self.ids: list[int] = []
        self.at_ms: list[int] = []
        self.keys: list[str] = []
        self.specials: dict[str, int] = {}
        self._pick = random.Random("windrow street ids")
        self._taken: set[int] = set()

    def new_key(self, year: int) -> str:
        """Begin a sequence; keys before 2019 are all lower case."""
        letters = "abcdefghijklmnopqrstuvwxyz0123456789" + ("" if year < 2019 else "ABCDEFGHIJKLMNOPQRSTUVWXYZ_-")
        self.keys.append("".join(self._pick.choices(letters, k=22)))
        return self.keys[-1]

    def new_id(self) -> int:
        """Return an id that nothing else has; most lie above 2^53."""
        while True:
            found = self._pick.randrange(1_000_000_000_000_000, 24_500_000_000_000_000)
            if found not in self._taken:
                self._taken.add(found)
                return found

    def add(self, lon: float, lat: float, at_ms: int, heading: float, drive: _Drive, pick: random.Random) -> int:
        """Add an image of the newest sequence and return its row."""
        row = len(self.ids)
        camera = CAMERAS[drive.camera]
        first, count = scenes_of(camera)
        pano = (1 if camera.width == 2 * camera.height else 0) if drive.says_pano else -1
        quality = math.nan if pick.random() < 0.12 else round(pick.betavariate(4, 2), 4)
        was_rebuilt = pick.random() > 0.08
        shift = [pick.gauss(0, 1.4) for _ in range(2)]
        computed = (
            (round(lon + shift[0] / METRES_PER_LON, 12), round(lat + shift[1] / METRES_PER_LAT, 12),
             round((heading + pick.gauss(0, 1.6)) % 360, 6))
            if was_rebuilt else (math.nan, math.nan, math.nan)
        )  # fmt: skip
        lacks = pick.random()
        missing = (1 if lacks < 0.01 else 3 if lacks < 0.015 else 0) | (4 if pick.random() < 0.08 else 0)
        altitude = math.nan if pick.random() < 0.06 else round(168 + 9 * math.sin(lon * 900) + pick.gauss(0, 1), 3)
        self.rows.append((
            lon, lat, heading if pick.random() > 0.04 else math.nan, pano, quality, drive.creator, drive.organization,
            len(self.keys) - 1, drive.camera, drive.on_foot, altitude, *computed,
            first + (row * 5 + row // count) % count, missing,
        ))  # fmt: skip
        self.ids.append(self.new_id())
        self.at_ms.append(at_ms)
        return row


def moment_ms(day: str, seconds: float) -> int:
    """Return milliseconds since 1970 of a day and the seconds in it, UTC."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) * 1000 + round(seconds * 1000)


def along(plan: Plan, roads: str, spacing: float) -> Iterator[tuple[Metres, float]]:
    """Yield places and headings every so many metres along roads, keeping to the right."""
    points: list[Metres] = []
    for name in roads.split("/"):
        found = plan.named(name.removeprefix("-")).points
        points += reversed(found) if name.startswith("-") else found
    missing = 0.0
    for a, b in pairwise(points):
        length = math.dist(a, b)
        if length < 1e-6:
            continue
        east, north = (b[0] - a[0]) / length, (b[1] - a[1]) / length
        heading = math.degrees(math.atan2(east, north)) % 360
        at = missing
        while at < length:
            yield (a[0] + east * at + north * 2.2, a[1] + north * at - east * 2.2), heading
            at += spacing
        missing = at - length


@functools.lru_cache(maxsize=1)
def town_roll() -> Roll:
    """Return the images of the town; made once, about a tenth of a second."""
    film, plan = _Film(), town_plan()
    for number, drive in enumerate(_DRIVES):
        _drive(film, plan, drive, random.Random(f"drive/{number}"))
    _singles(film, plan)
    _one_pixel(film)
    _seam(film)
    columns = list(zip(*film.rows, strict=True))
    lon, lat, heading, pano, quality, creator, organization, sequence, camera, foot, altitude = columns[:11]
    computed_lon, computed_lat, computed_heading, scene, missing = columns[11:]
    roll = Roll(
        TOWN_ROLL, np.array(film.ids), np.array(lon), np.array(lat), np.array(film.at_ms), np.array(heading),
        np.array(pano, np.int8), np.array(quality, np.float32), np.array(creator, np.int16),
        np.array(organization, np.int16), np.array(sequence, np.int64), np.array(camera, np.int16),
        np.array(foot, np.int8), np.array(altitude), np.array(computed_lon), np.array(computed_lat),
        np.array(computed_heading), np.array(scene, np.int16), np.array(missing, np.int8), tuple(film.keys), CREATORS,
        ORGANIZATIONS, CAMERAS, specials=film.specials,
    )  # fmt: skip
    _make_special(roll)
    return roll


def _drive(film: _Film, plan: Plan, drive: _Drive, pick: random.Random) -> None:
    film.new_key(int(drive.day[:4]))
    at = moment_ms(drive.day, pick.uniform(7, 17) * 3600)
    speed = 1.3 if drive.on_foot == 1 else pick.uniform(4, 11)
    for (east, north), heading in along(plan, drive.roads, drive.spacing):
        lon, lat = lon_lat((east + pick.gauss(0, 0.7), north + pick.gauss(0, 0.7)))
        film.add(round(lon, 10), round(lat, 10), at, round((heading + pick.gauss(0, 2.5)) % 360, 4), drive, pick)
        at += round(1000 * drive.spacing / speed * pick.uniform(0.9, 1.1))


def _singles(film: _Film, plan: Plan) -> None:
    """Add sequences of one image; the keys of the first two differ in case only."""
    pick = random.Random("singles")
    lanes = [road for road in plan.roads if road.name.startswith(("row", "column", "lane", "path"))]
    for number in range(_SINGLES):
        drive = _Drive("", 0, f"{pick.randint(2016, 2025)}-{pick.randint(1, 12):02d}-{pick.randint(1, 28):02d}",
                       pick.randrange(len(CREATORS)), pick.choice((0, 2, 5)))  # fmt: skip
        film.new_key(2025)
        if number == 1:
            film.keys[-1] = film.keys[-2].swapcase()
        lon, lat = lon_lat(_somewhere(lanes, pick))
        at = moment_ms(drive.day, pick.uniform(6, 18) * 3600)
        film.add(round(lon, 10), round(lat, 10), at, round(pick.uniform(0, 360), 4), drive, pick)


def _somewhere(lanes: Sequence[Road], pick: random.Random) -> Metres:
    """Return a place on a lane within two kilometres of the centre."""
    while True:
        (east, north), (far_east, far_north) = pick.choice(lanes).points[:2]
        share = pick.random()
        place = (east + (far_east - east) * share, north + (far_north - north) * share)
        if math.hypot(*place) < 2_000:
            return place


def _one_pixel(film: _Film) -> None:
    """Add a camera that stood still: 34 images within one pixel of the tile."""
    pick = random.Random("one pixel")
    drive = _Drive("", 0, "2023-09-16", 5, 0)
    film.new_key(2023)
    x, y = (math.floor(part * 4096) for part in fraction_of(*lon_lat((60.0, 75.0)), 14))
    for number in range(_ON_ONE_PIXEL):
        lon, lat = lon_lat_of((x + pick.uniform(0.2, 0.8)) / 4096, (y + pick.uniform(0.2, 0.8)) / 4096, 14)
        heading = round(number * 360 / _ON_ONE_PIXEL, 4)
        row = film.add(lon, lat, moment_ms(drive.day, 36_000 + number * 30), heading, drive, pick)
        film.specials.setdefault("one-pixel", film.ids[row])


def _seam(film: _Film) -> None:
    """Add images that stand exactly on the seam of two tiles; both tiles list them."""
    pick = random.Random("seam")
    drive = _Drive("", 0, "2021-05-08", 1, 5)
    film.new_key(2021)
    tile = tile_at(*lon_lat((0.0, 0.0)), 14)
    for number in range(6):
        lon, lat = lon_lat_of(float(tile.x), tile.y + 0.4 + number * 0.004, 14)
        row = film.add(lon, lat, moment_ms(drive.day, 40_000 + number * 3), 180.0, drive, pick)
        film.specials.setdefault("seam", film.ids[row])


def _make_special(roll: Roll) -> None:
    """Turn some images into what real data holds; `specials` names them."""
    specials = roll.specials
    assert isinstance(specials, dict)
    flat = np.flatnonzero((roll.pano == 0) & (roll.missing == 0) & ~np.isnan(roll.heading)).tolist()
    for place in range(3):
        roll.at_ms[flat[20 + place * 150]] = 0
    roll.at_ms[flat[60]] = FUTURE_MS
    roll.altitude[flat[61]] = WRAPPED_ALTITUDE
    roll.altitude[flat[62]] = 0.0
    roll.heading[flat[63]] = 0.0
    roll.heading[flat[64]] = 359.999
    roll.missing[flat[65]] = 1
    roll.missing[flat[66]] = 3
    chosen = {
        "time-zero": flat[20], "future": flat[60], "wrapped-altitude": flat[61], "altitude-zero": flat[62],
        "north": flat[63], "almost-north": flat[64], "no-original": flat[65], "no-large": flat[66],
        "broken-detection": flat[67], "small": np.flatnonzero(roll.camera == 2)[5],
        "pano": np.flatnonzero((roll.pano == 1) & (roll.missing == 0))[3],
        "no-pano-flag": np.flatnonzero(roll.pano == -1)[3],
        "no-heading": np.flatnonzero(np.isnan(roll.heading))[0],
        "no-computed": np.flatnonzero(np.isnan(roll.computed_lon))[0],
        "no-quality": np.flatnonzero(np.isnan(roll.quality))[0],
        "no-detections": np.flatnonzero(roll.missing & 4)[0],
        "foot": np.flatnonzero(roll.foot == 1)[0], "html-creator": np.flatnonzero(roll.creator == 2)[0],
        "blank-camera": np.flatnonzero(roll.camera == 1)[0],
    }  # fmt: skip
    specials.update((name, int(roll.ids[row])) for name, row in chosen.items())
