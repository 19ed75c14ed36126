"""What programs say, as a spec."""

import pytest

from app.api.wishes import region_of_bbox, regions_of, size_named, spec_of
from app.model.harvest import HarvestLayout, MapillarySpec, Pano, Pick, TableKind, ThumbSize, Via
from app.model.region import box

BOX = box(4.8, 45.7, 4.9, 45.8)


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({}, {}),
        ({"fields": None, "max_images": 50, "pick": "newest"}, {"max_images": 50, "pick": Pick.NEWEST}),
        ({"start_date": "2023-01-01", "end_date": None}, {"captured_from": "2023-01-01"}),
        ({"pano": "no", "min_quality": 0.5, "spacing": 5}, {"pano": Pano.NO, "min_quality": 0.5, "spacing": 5}),
        ({"creator": "me", "organization": 7}, {"creator": "me", "organization": "7"}),
        ({"size": 2048}, {"size": ThumbSize.LARGE}),
        ({"fields": ["id", "thumb_256_url"]}, {"fields": ("id", "thumb_256_url"), "size": ThumbSize.SMALL}),
        (
            {"tables": "csv", "map": True, "exif": False},
            {"tables": (TableKind.CSV,), "has_map": True, "has_exif": False},
        ),
        ({"layout": "flat", "via": "search"}, {"layout": HarvestLayout.FLAT, "via": Via.SEARCH}),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)
def test_wishes_become_the_spec(wishes, expected):
    assert spec_of(wishes, regions=(BOX,)) == MapillarySpec(regions=(BOX,), **expected)


def test_the_lists_of_the_caller_stay_as_they_are():
    fields, ids = ["captured_at"], ["12", 13]

    spec = spec_of({"fields": fields}, image_ids=ids)

    assert (fields, ids) == (["captured_at"], ["12", 13])
    assert (spec.fields, spec.image_ids) == (("captured_at",), ("12", "13"))


@pytest.mark.parametrize(
    ("wishes", "error", "words"),
    [
        ({"max_workers": 10}, TypeError, "no option 'max_workers'"),
        ({"size": 640}, ValueError, "there are 256, 1024, 2048, original"),
        ({"pick": "best"}, ValueError, "there are first, newest, spread"),
        ({"tables": ["xlsx"]}, ValueError, "parquet"),
        ({"max_images": 0}, ValueError, "1 or more"),
    ],
    ids=["unknown", "size", "pick", "table", "nothing"],
)
def test_wishes_that_do_not_exist_are_named(wishes, error, words):
    with pytest.raises(error, match=words):
        spec_of(wishes, regions=(BOX,))


def test_of_several_sizes_among_the_fields_the_largest_is_meant():
    assert size_named(("thumb_256_url", "thumb_2048_url", "thumb_1024_url")) is ThumbSize.LARGE
    assert size_named(("id",)) is ThumbSize.MEDIUM


@pytest.mark.parametrize(
    "area",
    [
        [4.8, 45.7, 4.9, 45.8],
        "4.8,45.7,4.9,45.8",
        BOX,
        [BOX],
        {"type": "Polygon", "coordinates": [[[4.8, 45.7], [4.9, 45.7], [4.9, 45.8], [4.8, 45.8], [4.8, 45.7]]]},
    ],
    ids=["numbers", "text", "region", "regions", "geojson"],
)
def test_an_area_comes_in_every_common_form(area):
    assert [region.bbox_text for region in regions_of(area)] == ["4.8,45.7,4.9,45.8"]


def test_shapes_of_other_libraries_are_areas():
    import shapely

    (region,) = regions_of(shapely.box(4.8, 45.7, 4.9, 45.8))

    assert region.bbox_text == "4.8,45.7,4.9,45.8"
    assert regions_of(None) == ()


@pytest.mark.parametrize(
    ("bbox", "words"),
    [
        ([35.658, 139.699, 35.659, 139.7], "latitudes end at 90"),
        ([1, 2, 3], "four numbers"),
        ([4.8, 45.8, 4.9, 45.7], "Swap"),
    ],
    ids=["latitude first", "three", "upside down"],
)
def test_a_box_in_another_order_is_refused_with_the_order(bbox, words):
    with pytest.raises(ValueError, match=words):
        region_of_bbox(bbox)
