"""The map of a frame."""

import pytest

from app.api.frame_map import MOST_MARKS, mark_html, popup_html
from app.api.image_frame import GeoImageFrame, frame_of_described
from app.model.described import Described
from app.model.harvest_record import HarvestRecord

EVIL = '<script>alert("x")</script>'


def frame(count: int = 2, **facts: object) -> GeoImageFrame:
    return frame_of_described(
        Described(
            str(number),
            HarvestRecord(id=str(number), name=f"mly_{number}.jpg", file="", lon=4.8 + number / 1e4, lat=45.7, **facts),
            f"https://pictures.example/{number}?a=1&b=2",
        )
        for number in range(1, count + 1)
    )


@pytest.mark.slow
def test_every_image_is_a_mark_and_nothing_of_it_is_html():
    page = frame(creator=EVIL, compass_angle=90.0).map().get_root().render()

    assert "mly_1" in page
    assert "mly_2" in page
    assert EVIL not in page
    assert "&lt;script&gt;" in page


@pytest.mark.slow
def test_columns_of_ones_own_come_into_the_popup():
    images = frame()
    images["note"] = ["first", "second"]

    page = images.map(additional_properties=["note"]).get_root().render()

    assert "note: second" in page


@pytest.mark.slow
def test_an_empty_frame_is_an_empty_map():
    assert "leaflet" in frame(0).map().get_root().render()


@pytest.mark.slow
def test_more_than_a_browser_bears_is_thinned_evenly():
    page = frame(MOST_MARKS + 1).map().get_root().render()

    assert page.count("L.marker(") == (MOST_MARKS + 2) // 2


@pytest.mark.parametrize(
    ("angle", "part"),
    [(90.0, "rotate(90.0 11 11)"), (0.0, "rotate(0.0 11 11)"), (360.0, "rotate(0.0 11 11)"), (None, "<circle")],
    ids=["east", "north", "round", "unknown"],
)
def test_a_heading_is_an_arrow_and_an_unknown_one_a_point(angle, part):
    assert part in mark_html(angle)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/x?a=1&b=2", 'src="https://a.example/x?a=1&amp;b=2"'),
        ("/data/mly_1.jpg", 'src="file:///data/mly_1.jpg"'),
    ],
    ids=["address", "file"],
)
def test_pictures_are_shown_from_where_they_are(address, expected):
    assert expected in popup_html({"name": "mly_1", "image_url": address}, ())


def test_an_address_of_another_kind_is_left_out():
    assert "<img" not in popup_html({"name": "mly_1", "image_url": "javascript://x"}, ())
