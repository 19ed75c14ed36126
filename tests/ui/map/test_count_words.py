from dataclasses import replace

from app.model.failure import Failure, FailureKind
from app.model.harvest import MapillarySpec
from app.model.queries import MakeSurvey
from tests.fakes import street
from ui.map.chip import ChipLook
from ui.map.count_words import chip_text, list_text
from ui.map.region_counts import RegionCount

EXACT = street.survey(MakeSurvey(MapillarySpec(regions=(street.SMALL,)), "a", ""))
MANY = replace(EXACT, items=46_123, size=replace(EXACT.size, likely=33 * 10**9))


def test_an_exact_number_is_said_as_it_is():
    count = RegionCount(EXACT, is_final=True)

    assert list_text(count) == "1,124"
    assert chip_text(count, None) == ("1,124 images", ChipLook.PLAIN)


def test_a_guess_carries_its_sign():
    count = RegionCount(replace(EXACT, tiles=30, tiles_read=2, items=1934))

    assert list_text(count) == "≈ 1,900"
    assert chip_text(count, None)[0] == "≈ 1,900 images"


def test_before_any_tile_was_read_there_is_no_number():
    unread = RegionCount(replace(EXACT, tiles=30, tiles_read=0, items=0))

    assert list_text(unread) == "…"
    assert chip_text(unread, None) == ("counting…", ChipLook.MUTED)


def test_too_many_are_a_warning_with_gigabytes_and_time():
    words, look = chip_text(RegionCount(MANY, is_final=True), 8_000_000.0)

    assert words == "46,123 images · ≈ 33.0 GB · ≈ 1 h 9 min"
    assert look is ChipLook.WARN
    assert chip_text(RegionCount(EXACT), None, lacks_space=True)[1] is ChipLook.WARN


def test_a_failure_is_said_instead():
    failed = RegionCount(None, True, Failure(FailureKind.AUTH, "Mapillary does not accept this token."))

    assert list_text(failed) == "—"
    assert chip_text(failed, None) == ("Mapillary does not accept this token.", ChipLook.ERROR)
