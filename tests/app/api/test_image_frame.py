"""A frame of images keeps its promises through what pandas does to it."""

import pickle
from pathlib import Path

import geopandas
import pandas
import pytest
import shapely

from app.api import GeoImageFrame
from app.api.image_frame import frame_of_described, ids_of, names_of, open_harvest
from app.model.described import Described
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest_record import HarvestRecord

GONE = Failure(FailureKind.NOT_FOUND, "Mapillary does not have it any more.", "It was deleted or made private.")


def described(key: str, lon: float = 4.8, **facts: object) -> Described:
    record = HarvestRecord(id=key, name=f"mly_{key}.jpg", file="", lon=lon, lat=45.7, **facts)
    return Described(key, record, f"https://pictures.example/{key}?oe=1")


def frame(**columns: object) -> GeoImageFrame:
    made = frame_of_described([described("25000000000000001"), described("12", 4.9, compass_angle=0.0)])
    for name, values in columns.items():
        made[name] = values
    return made


class Face:
    """Remembers what it was asked to download."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def download(self, images: GeoImageFrame, to: object, **options: object) -> str:
        self.asked += [images, to, options]
        return "done"


def test_the_required_columns_and_clean_names_are_there():
    made = frame()

    assert made["name"].tolist() == ["mly_25000000000000001", "mly_12"]
    assert made["mly_id"].tolist() == ["25000000000000001", "12"]
    assert made["image_url"].iloc[1] == "https://pictures.example/12?oe=1"
    assert made.crs == "EPSG:4326"
    assert list(made.geometry.x) == [4.8, 4.9]


def test_zero_is_a_value_and_unknown_is_none():
    angles = frame()["compass_angle"]

    assert angles.isna().tolist() == [True, False]
    assert angles.iloc[1] == 0.0


def test_only_the_chosen_fields_become_columns():
    made = frame_of_described([described("12", make="Acme", compass_angle=3.0)], ("id", "geometry", "compass_angle"))

    assert "make" not in made.columns
    assert "compass_angle" in made.columns


def test_what_could_not_be_had_is_named_and_not_a_row():
    made = frame_of_described([described("12"), Described("13", failure=GONE)])

    assert made["mly_id"].tolist() == ["12"]
    assert made.attrs["problems"] == ["13: Mapillary does not have it any more. It was deleted or made private."]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda made: made[made["compass_angle"].notna()], GeoImageFrame),
        (lambda made: made.head(1), GeoImageFrame),
        (lambda made: made.copy(), GeoImageFrame),
        (lambda made: made.sort_values("mly_id"), GeoImageFrame),
        (lambda made: made.to_crs(3857), GeoImageFrame),
        (lambda made: made.drop(columns="name"), geopandas.GeoDataFrame),
        (lambda made: made[["name", "mly_id"]], pandas.DataFrame),
    ],
    ids=["chosen rows", "head", "copy", "sorted", "projected", "without a name", "without a place"],
)
def test_it_stays_what_it_is_as_long_as_its_columns_are_there(change, kind):
    assert type(change(frame())) is kind


@pytest.mark.parametrize("missing", ["image_url", "name", "geometry"])
def test_a_required_column_cannot_be_missing(missing):
    plain = geopandas.GeoDataFrame(frame())
    plain = pandas.DataFrame(plain).drop(columns=missing)

    with pytest.raises(ValueError, match=missing):
        GeoImageFrame(plain)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("image_url", [1, 2]),
        ("geometry", [shapely.box(0, 0, 1, 1), shapely.Point(0, 0)]),
    ],
)
def test_a_required_column_of_another_type_is_refused(column, values):
    plain = geopandas.GeoDataFrame(frame())
    plain[column] = values

    with pytest.raises(TypeError):
        GeoImageFrame(plain)


def test_it_finds_its_way_back_also_after_a_choice_and_a_copy():
    face = Face()
    made = frame().linked(face)

    assert GeoImageFrame(made[made["mly_id"] == "12"].copy()).download("there", workers=3) == "done"
    assert face.asked[1:] == ["there", {"workers": 3}]


def test_a_frame_from_elsewhere_says_how_to_download_it(tmp_path):
    made = pickle.loads(pickle.dumps(frame().linked(Face())))  # noqa: TID251 - our own bytes of a moment ago

    with pytest.raises(RuntimeError, match=r"streets\.download"):
        made.download(tmp_path)


@pytest.mark.parametrize("name", ["images.csv", "images.parquet", "images.gpkg", "images.geojson"])
def test_tables_keep_ids_as_text(tmp_path, name):
    path = tmp_path / name

    frame().to_file(path)

    if name.endswith(".csv"):
        read = pandas.read_csv(path, dtype=str)
        assert read["lon"].tolist() == ["4.8", "4.9"]
    else:
        read = geopandas.read_parquet(path) if name.endswith(".parquet") else geopandas.read_file(path)
        assert list(read.geometry.x) == [4.8, 4.9]
    assert read["mly_id"].tolist() == ["25000000000000001", "12"]


def test_rows_become_dictionaries():
    assert [row["name"] for row in frame().to_dict_records()] == ["mly_25000000000000001", "mly_12"]


def test_files_are_noted_and_the_frame_of_before_stays():
    made = frame()

    local = made.with_files(["25000000000000001", "12"], {"12": Path("/data/mly_12.jpg")}, ["1 × Gone."])

    assert local["image_url"].tolist() == [made["image_url"].iloc[0], str(Path("/data/mly_12.jpg"))]
    assert local["file"].isna().tolist() == [True, False]
    assert local.attrs["problems"] == ["1 × Gone."]
    assert "file" not in made.columns


def test_ids_are_read_from_names_as_well():
    plain = frame().drop(columns="mly_id")
    plain["name"] = ["mly|12", "mly_13"]

    assert ids_of(plain) == ["12", "13"]
    with pytest.raises(ValueError, match="no image id"):
        ids_of(frame(mly_id=["a", "b"]))


def test_names_of_a_column_are_safe_and_collisions_are_seen_before():
    made = frame(title=["a|b", "Über.jpg"])

    names = names_of(made, ["1", "2"], "title")

    assert all("|" not in name and name.endswith(".jpg") for name in names.values())
    assert names["2"] == "Über.jpg"
    with pytest.raises(ValueError, match="would both be called"):
        names_of(frame(title=["Same", "same"]), ["1", "2"], "title")
    with pytest.raises(ValueError, match="no column"):
        names_of(made, ["1", "2"], "nothing")


def test_a_folder_without_a_receipt_is_no_harvest(tmp_path):
    with pytest.raises(FailedError, match="no receipt"):
        open_harvest(tmp_path)
