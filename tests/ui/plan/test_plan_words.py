from dataclasses import replace

from app.model.survey import ByteRange, Survey
from ui.plan.plan_words import DOWNLOAD, HARVEST

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
