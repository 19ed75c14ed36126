"""The four tables say the same, are read by geopandas, and do not change unless the harvest does."""

import datetime
import sqlite3

import pytest

from app.formats.geotable import frame_of, read_table, write_table
from app.formats.geotable_columns import COLUMNS, CellKind, columns_of
from app.model.harvest import TableKind
from tests.fakes.harvest import record

pytestmark = pytest.mark.slow  # geopandas takes most of a second to load

RECORDS = [
    record(1, altitude=-3.5, quality_score=0.74, extra={"camera_parameters": [0.8, -0.01], "atomic_scale": 0.98}),
    record(2, creator="=山田", captured_at_ms=0, compass_angle=0.0, is_pano=None, width=None, sequence="-Xy"),
    record(3, lon=None, lat=None, computed_lon=None, computed_lat=None),
]
STAMP = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
KINDS = pytest.mark.parametrize("kind", list(TableKind))


def written(kind: TableKind, path, records=RECORDS, wanted=()):
    target = path / f"images.{kind.value}"
    write_table(kind, records, target, columns_of(records, wanted), STAMP)
    return target


def test_a_frame_is_typed_and_in_degrees():
    frame = frame_of(RECORDS)

    assert frame.crs == "EPSG:4326"
    assert [str(frame[column.name].dtype) for column in COLUMNS if column.kind is CellKind.WHOLE] == ["Int64"] * 6
    assert str(frame["mly_id"].dtype) == "string"
    assert str(frame["is_pano"].dtype) == "boolean"
    assert frame["width"].tolist()[0] == 4032
    assert frame["width"].isna().tolist() == [False, True, False]
    assert frame.geometry.isna().tolist() == [False, False, True]


def test_zero_is_a_value_and_a_bad_clock_is_none():
    frame = frame_of(RECORDS)

    assert frame["compass_angle"].tolist()[1] == 0.0
    assert frame["captured_at"].isna().tolist() == [False, True, False]
    assert frame["captured_at_ms"].tolist()[1] == 0


@KINDS
def test_every_table_is_read_back_as_it_was(kind, tmp_path):
    expected = frame_of(RECORDS)

    read = read_table(written(kind, tmp_path))

    assert list(read.columns) == list(expected.columns)
    assert read.crs == "EPSG:4326"
    assert read.geometry.to_wkt().tolist() == expected.geometry.to_wkt().tolist()
    for name in ("mly_id", "name", "file", "sequence", "creator", "creator_id", "camera_parameters", "position"):
        assert read[name].fillna("").tolist() == expected[name].fillna("").tolist(), name
    for name in ("compass_angle", "altitude", "quality_score", "atomic_scale", "captured_at_ms", "width", "labels"):
        assert (
            read[name].astype("Float64").fillna(-1).tolist() == expected[name].astype("Float64").fillna(-1).tolist()
        ), name


@KINDS
def test_the_same_records_give_the_same_bytes(kind, tmp_path):
    (tmp_path / "again").mkdir()

    assert written(kind, tmp_path).read_bytes() == written(kind, tmp_path / "again").read_bytes()


@KINDS
def test_a_harvest_without_pictures_has_tables_too(kind, tmp_path):
    read = read_table(written(kind, tmp_path, records=[]))

    assert len(read) == 0


@KINDS
def test_chosen_fields_make_a_narrow_table(kind, tmp_path):
    read = read_table(written(kind, tmp_path, wanted=("id", "compass_angle")))

    assert list(read.columns) == ["mly_id", "name", "image_url", "file", "compass_angle", "geometry"]


@KINDS
def test_a_table_that_fails_leaves_the_old_one(kind, tmp_path):
    target = written(kind, tmp_path)
    before = target.read_bytes()

    def torn():
        yield RECORDS[0]
        raise OSError("The disk is gone.")

    with pytest.raises(OSError, match="gone"):
        write_table(kind, torn(), target, COLUMNS, STAMP)

    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_geopackage_says_nothing_of_the_present_time(tmp_path):
    with sqlite3.connect(written(TableKind.GPKG, tmp_path)) as database:
        rows = database.execute("SELECT table_name, last_change FROM gpkg_contents").fetchall()
    database.close()

    assert rows == [("images", "2026-01-01T00:00:00.000Z")]


def test_a_csv_that_pandas_reads_as_numbers_still_has_its_ids(tmp_path):
    read = read_table(written(TableKind.CSV, tmp_path))

    assert read["mly_id"].tolist() == [one.id for one in RECORDS]
    assert read["creator"].tolist()[1] == "=山田"


@pytest.mark.parametrize("name", ["images.csv", "images.geojson", "images.gpkg"])
def test_other_files_are_refused(name, tmp_path):
    (tmp_path / name).write_bytes(b"no table")

    with pytest.raises(ValueError, match="no table of positions"):
        read_table(tmp_path / name)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"images\.csv"):
        read_table(tmp_path / "images.csv")
