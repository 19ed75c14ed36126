"""One tile of 83,737 images: the tile of the tutorial's box, filled as it is in reality. The same each time.

Every column is made at once; nothing is kept per image but its row.
"""

import functools

import numpy as np

from app.model.mercator import LISTING_ZOOM
from app.sandbox.street_plan import METRES_PER_LAT
from app.sandbox.street_roll import Creator, Roll, places
from app.sandbox.street_town import CAMERAS, SCENES, TOWN_ROLL

DENSE_ROLL = TOWN_ROLL + 1
DENSE_TILE = (14_549, 6_452)
DENSE_COUNT = 83_737
FIRST_ID, STEP = 25_000_000_000_000_000, 7_919
# The tutorial's box.
TUTORIAL_BOX = (139.699, 35.658, 139.7, 35.659)
# Others than in the town: whoever asks for the images of somebody there gets some hundred.
CREATORS = tuple(Creator(101_987_654_321_000 + number, f"crossing_{number}") for number in range(9))
_PER_SEQUENCE = 299
_START_MS, _SPAN_MS = 1_420_070_400_000, 345_600_000_000
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@functools.lru_cache(maxsize=2)
def dense_roll(count: int = DENSE_COUNT) -> Roll:
    """Return the images of the tile: straight drives of up to 299 images, all within it."""
    rows = np.arange(count)
    sequence, place = rows // _PER_SEQUENCE, rows % _PER_SEQUENCE
    drives = -(-count // _PER_SEQUENCE)
    ends = _chance(np.arange(drives * 4), 1).reshape(drives, 4) * 0.998 + 0.001
    # Some drives stay about the tutorial's box, which lies in a corner where few pass.
    ends[1::100] = ends[1::100] * 0.06 + (0.85, 0.90, 0.85, 0.90)
    share = (place + _chance(rows, 2) * 0.6) / _PER_SEQUENCE
    start, end = ends[sequence, :2], ends[sequence, 2:]
    x = DENSE_TILE[0] + start[:, 0] + (end[:, 0] - start[:, 0]) * share
    y = DENSE_TILE[1] + start[:, 1] + (end[:, 1] - start[:, 1]) * share
    lon, lat = (np.round(part, 10) for part in places(x, y, LISTING_ZOOM))
    ahead = np.degrees(np.arctan2(end[:, 0] - start[:, 0], start[:, 1] - end[:, 1])) % 360
    heading = np.round((ahead + _chance(rows, 3) * 6 - 3) % 360, 4)
    begun = np.floor(_START_MS + _chance(np.arange(drives), 4) * _SPAN_MS).astype(np.int64)
    is_round = _chance(np.arange(drives), 5)[sequence] < 0.2
    camera = np.where(is_round, 3, np.array([0, 1, 4, 5])[(_chance(np.arange(drives), 6) * 4).astype(int)][sequence])
    first, many = np.where(is_round, 40, np.where(np.isin(camera, (1, 4)), 28, 0)), np.where(is_round, 8, 12)
    was_rebuilt = _chance(rows, 7) > 0.1
    shift = (_chance(rows, 8) - 0.5) * 4 / METRES_PER_LAT
    creator = (_chance(np.arange(drives), 9) * len(CREATORS)).astype(np.int16)[sequence]
    unknown = np.full(count, np.nan)
    return Roll(
        DENSE_ROLL, FIRST_ID + rows * STEP, lon, lat, begun[sequence] + place * 1_900 + rows % 7,
        np.where(_chance(rows, 10) < 0.03, np.nan, heading), is_round.astype(np.int8),
        np.where(_chance(rows, 11) < 0.2, np.nan, np.round(_chance(rows, 12), 4)).astype(np.float32), creator,
        np.full(count, -1, np.int16), sequence, camera.astype(np.int16),
        np.full(count, -1, np.int8), np.round(30 + _chance(rows, 13) * 12, 2),
        np.where(was_rebuilt, lon + shift, unknown), np.where(was_rebuilt, lat - shift, unknown),
        np.where(was_rebuilt, np.round((heading + 1.25) % 360, 4), unknown),
        ((first + rows % many) % SCENES).astype(np.int16), np.where(_chance(rows, 14) < 0.1, 4, 0).astype(np.int8),
        [_key(number) for number in range(drives)], CREATORS, (), CAMERAS, FIRST_ID, STEP,
    )  # fmt: skip


def _chance(numbers: np.typing.NDArray[np.int64], salt: int) -> np.typing.NDArray[np.float64]:
    """Return a number in [0, 1) for each number, the same each time (splitmix64)."""
    with np.errstate(over="ignore"):
        z = (numbers.astype(np.uint64) + np.uint64(salt) * np.uint64(0x632BE59BD9B4E019)) * np.uint64(
            0x9E3779B97F4A7C15
        )
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def _key(number: int) -> str:
    """Return a sequence key."""
    picks = (_chance(np.arange(22) + number * 22, 15) * 64).astype(int).tolist()
    return "".join(_LETTERS[one] for one in picks)
