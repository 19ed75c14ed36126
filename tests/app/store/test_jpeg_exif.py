"""What stands in the EXIF is read back by two readers that know nothing of us: Pillow and exifread."""

import io
import math
from fractions import Fraction

import exifread
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.model.imprint import Imprint
from app.store.jpeg_exif import exif_segment
from app.store.jpeg_segments import EXIF, MOST_PAYLOAD

CAPTURED = 1_700_000_000_123
WHOLE = Imprint(
    lon=139.699016,
    lat=35.6580067,
    altitude=41.2,
    heading_deg=87.5,
    captured_at_ms=CAPTURED,
    make="Acme",
    model="Cam 7",
    artist="walker_one",
    copyright="© walker_one, Mapillary, CC BY-SA 4.0",
    description="https://www.mapillary.com/app/?pKey=1234567890123456&focus=photo",
    unique_id="1234567890123456",
)


def by_pillow(imprint: Imprint, width: int = 1024, height: int = 768) -> tuple[dict, dict, dict]:
    """Return main, Exif and GPS directory."""
    exif = Image.Exif()
    exif.load(exif_segment(imprint, width, height)[4:])
    return dict(exif), dict(exif.get_ifd(0x8769)), dict(exif.get_ifd(0x8825))


def by_exifread(imprint: Imprint) -> dict:
    file = io.BytesIO(b"\xff\xd8" + exif_segment(imprint, 1024, 768) + b"\xff\xd9")
    return exifread.process_file(file, details=False)


def degrees(parts: tuple, ref: str) -> float:
    whole, minutes, seconds = (float(part) for part in parts)
    assert minutes < 60
    assert seconds < 60
    return (whole + minutes / 60 + seconds / 3600) * (-1 if ref in "SW" else 1)


def exifread_degrees(tags: dict, name: str) -> float:
    parts = tuple(value.num / value.den for value in tags[f"GPS {name}"].values)
    return degrees(parts, tags[f"GPS {name}Ref"].values)


def test_every_known_fact_becomes_its_tag():
    main, exif, gps = by_pillow(WHOLE)

    pointers = {0x8769: main[0x8769], 0x8825: main[0x8825]}
    assert main == pointers | {
        0x010E: WHOLE.description,
        0x010F: "Acme",
        0x0110: "Cam 7",
        0x0112: 1,
        0x0132: "2023:11:14 22:13:20",
        0x013B: "walker_one",
        0x8298: WHOLE.copyright.encode().decode("latin-1"),
    }
    assert exif == {
        0x9000: b"0232",
        0x9003: "2023:11:14 22:13:20",
        0x9004: "2023:11:14 22:13:20",
        0x9010: "+00:00",
        0x9011: "+00:00",
        0x9012: "+00:00",
        0x9290: "123",
        0x9291: "123",
        0x9292: "123",
        0xA002: 1024,
        0xA003: 768,
        0xA420: "1234567890123456",
    }
    assert gps == {
        0: b"\x02\x03\x00\x00",
        1: "N",
        2: (35, 39, pytest.approx(28.82412)),
        3: "E",
        4: (139, 41, pytest.approx(56.4576)),
        5: b"\x00",
        6: pytest.approx(41.2),
        7: (22, 13, pytest.approx(20.123)),
        16: "T",
        17: pytest.approx(87.5),
        18: "WGS-84",
        29: "2023:11:14",
    }


def test_a_second_reader_agrees():
    tags = by_exifread(WHOLE)

    assert exifread_degrees(tags, "GPSLatitude") == pytest.approx(35.6580067, abs=1e-9)
    assert exifread_degrees(tags, "GPSLongitude") == pytest.approx(139.699016, abs=1e-9)
    assert tags["GPS GPSLatitude"].values == [35, 39, Fraction(28_824_120, 1_000_000)]
    assert str(tags["EXIF DateTimeOriginal"]) == "2023:11:14 22:13:20"
    assert str(tags["EXIF SubSecTimeOriginal"]) == "123"
    assert str(tags["EXIF OffsetTimeOriginal"]) == "+00:00"
    assert str(tags["Image Artist"]) == "walker_one"


def test_what_is_unknown_leaves_no_tag():
    main, exif, gps = by_pillow(Imprint(), 256, 192)

    assert set(main) == {0x0112, 0x8769}
    assert exif == {0x9000: b"0232", 0xA002: 256, 0xA003: 192}
    assert gps == {}


def test_zero_is_a_value():
    """Heading north at sea level where the meridian crosses the equator."""
    _, _, gps = by_pillow(Imprint(lon=0.0, lat=0.0, altitude=0.0, heading_deg=0.0))

    assert (gps[1], gps[2], gps[3], gps[4]) == ("N", (0, 0, 0), "E", (0, 0, 0))
    assert (gps[5], gps[6], gps[17]) == (b"\x00", 0, 0)


@pytest.mark.parametrize("captured", [None, 0, 10**18], ids=["unknown", "bad clock", "no calendar"])
def test_no_time_is_invented(captured):
    main, exif, gps = by_pillow(Imprint(lon=1.0, lat=1.0, captured_at_ms=captured))

    assert 0x0132 not in main
    assert set(exif) == {0x9000, 0xA002, 0xA003}
    assert not {7, 29} & set(gps)


@pytest.mark.parametrize(
    ("imprint", "tags"),
    [
        (Imprint(lon=1.0), {1, 2, 3, 4}),
        (Imprint(lon=1.0, lat=91.0), {1, 2, 3, 4}),
        (Imprint(lon=math.nan, lat=1.0), {1, 2, 3, 4}),
        (Imprint(altitude=4294967281.0), {5, 6}),
        (Imprint(heading_deg=math.inf), {16, 17}),
    ],
    ids=["no latitude", "beyond the pole", "no number", "wrapped altitude", "endless heading"],
)
def test_nonsense_is_left_out(imprint, tags):
    _, _, gps = by_pillow(imprint)

    assert not tags & set(gps)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Jörg 山田", "Jörg 山田"), ("a\0b\nc", "a b c"), ("  Acme  ", "Acme"), ("\ud800x", "?x")],
    ids=["beyond ASCII", "control characters", "blanks around", "half a pair"],
)
def test_names_are_utf_8_and_end_once(name, expected):
    main, _, _ = by_pillow(Imprint(artist=name))

    assert main[0x013B].encode("latin-1").decode() == expected


def test_long_texts_are_cut_at_a_character():
    long = "é" * 40_000
    segment = exif_segment(Imprint(make=long, model=long, artist=long, copyright=long, description=long), 1, 1)

    main, _, _ = by_pillow(Imprint(artist="x" + long))

    assert len(segment) - 4 <= MOST_PAYLOAD
    assert set(main[0x013B].encode("latin-1").decode()[1:]) == {"é"}


@given(
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    altitude=st.floats(-11_000, 9_000),
    heading=st.floats(0, 360, exclude_max=True),
)
def test_positions_and_headings_come_back(lon, lat, altitude, heading):
    _, _, gps = by_pillow(Imprint(lon=lon, lat=lat, altitude=altitude, heading_deg=heading))

    assert degrees(gps[2], gps[1]) == pytest.approx(lat, abs=1e-9)
    assert degrees(gps[4], gps[3]) == pytest.approx(lon, abs=1e-9)
    assert float(gps[6]) * (-1 if gps[5] == b"\x01" else 1) == pytest.approx(altitude, abs=1e-3)
    assert 0 <= float(gps[17]) < 360
    assert min(abs(float(gps[17]) - heading), 360 - abs(float(gps[17]) - heading)) < 0.001


@pytest.mark.parametrize(
    "lat",
    [-33.8688197, 35.9999999999, -0.00000001, 12.99999999999, 59.0 + 59 / 60 + 59.9999996 / 3600],
    ids=["south", "carries to a degree", "a hair south", "carries twice", "carries the second"],
)
def test_seconds_never_reach_sixty(lat):
    _, _, gps = by_pillow(Imprint(lon=-0.5, lat=lat))

    assert degrees(gps[2], gps[1]) == pytest.approx(lat, abs=1e-9)


@given(st.integers(-62_135_596_800_000, 253_402_300_799_999).filter(bool))
def test_times_come_back_to_the_millisecond(captured):
    _, exif, gps = by_pillow(Imprint(lon=1.0, lat=1.0, captured_at_ms=captured))

    date, clock = exif[0x9003].split(" ")
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    assert exif[0x9291] == f"{captured % 1000:03}"
    assert (hours * 3600 + minutes * 60 + seconds) * 1000 == captured % 86_400_000 - captured % 1000
    assert gps[29] == date
    assert [float(part) for part in gps[7]] == pytest.approx([hours, minutes, seconds + captured % 1000 / 1000])


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_name_makes_a_segment_that_reads(artist, make):
    segment = exif_segment(Imprint(artist=artist, make=make, lon=1.0, lat=2.0), 10, 20)

    main, exif, gps = by_pillow(Imprint(artist=artist, make=make, lon=1.0, lat=2.0), 10, 20)

    assert segment[4:].startswith(EXIF)
    assert (main[0x0112], exif[0xA003], gps[1]) == (1, 20, "N")
    expected = "".join(" " if ord(letter) < 32 or 127 <= ord(letter) < 160 else letter for letter in artist).strip()
    assert main.get(0x013B, "").encode("latin-1").decode() == expected
