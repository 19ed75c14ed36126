from dataclasses import replace

import pytest

from app.model.survey import ByteRange, Difference, Survey
from ui.plan.plan_words import DOWNLOAD, HARVEST, gone_note

SURVEY = Survey(8214, 1306, ByteRange(1, 2, 3), {}, tiles=30, tiles_read=30)


def test_a_harvest_counts_all_and_fetches_what_is_missing():
    assert HARVEST.fetch_line(SURVEY) == "8,214 (1,306 already here)"
    assert HARVEST.button(SURVEY) == "Harvest 6,908 images"


def test_a_download_counts_what_is_still_to_come():
    assert DOWNLOAD.fetch_line(SURVEY) == "6,908 items (1,306 already here)"
    assert DOWNLOAD.button(SURVEY) == "Download 6,908 items"


def test_an_estimate_carries_its_sign_and_two_figures():
    rough = replace(SURVEY, already_here=0, tiles_read=3)

    assert HARVEST.fetch_line(rough) == "≈ 8,200"
    assert HARVEST.button(rough) == "Harvest ≈ 8,200 images"


def test_when_all_is_here_it_is_checked():
    complete = replace(SURVEY, already_here=8214)

    assert HARVEST.button(complete) == "Check 8,214 images again"
    assert HARVEST.fetch_line(complete) == "Nothing new · all 8,214 are here"


def test_a_blocked_button_says_why():
    assert HARVEST.blocked("draw a region") == "Harvest — draw a region"


def test_a_folder_that_was_filled_before_tells_new_from_changed():
    again = replace(SURVEY, difference=Difference(3, 6905, 0))

    assert DOWNLOAD.fetch_line(again) == "3 new · 6,905 changed (1,306 already here)"
    assert gone_note(again) == ()


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        (1, "1 image here is not in the project any more, ds/img/a.jpg first."),
        (1204, "1,204 images here are not in the project any more, ds/img/a.jpg first."),
    ],
)
def test_gone_images_are_told(gone, sentence):
    assert gone_note(replace(SURVEY, difference=Difference(0, 0, gone, ("ds/img/a.jpg",)))) == (sentence,)
