from app.model.answers import DestinationCheck
from app.model.survey import ByteRange, Survey
from ui.plan.estimate import Verdict, counting, estimate, nothing_chosen, total, unknown

GB = 10**9


def survey(items=100, here=0, size=GB):
    return Survey(items, here, ByteRange(size, size, size), {"image": items}, "CC0", ("12 names adjusted.",))


def disk(free=100 * GB, can_write=True):
    return DestinationCheck(can_write, "" if can_write else "“a.txt” is in the way.", "", False, free, 200 * GB)


def test_the_button_carries_the_number():
    card = estimate((survey(12431, 8741),), disk(), 10e6)

    assert card.verdict is Verdict.READY
    assert card.button == "Download 3,690 items"
    assert card.fetch == "3,690 items (8,741 already here)"
    assert card.time == "≈ 2 min at 10.0 MB/s"
    assert card.disk == "99.0 GB free of 200 GB"


def test_one_item_is_one_item():
    assert estimate((survey(1),), disk(), None).button == "Download 1 item"


def test_time_is_not_invented():
    assert estimate((survey(),), disk(), None).time == "not measured yet"


def test_a_disk_that_is_too_small_is_said_in_numbers():
    card = estimate((survey(size=33 * GB),), disk(free=21 * GB), None)

    assert card.verdict is Verdict.NO_SPACE
    assert card.problem == "Needs 33.0 GB, 21.0 GB free."
    assert card.button == "Download — not enough space"
    assert card.disk == "21.0 GB free now"


def test_the_reserve_counts_as_taken():
    card = estimate((survey(size=20 * GB),), disk(free=20 * GB + 1), None, reserve=GB)

    assert card.verdict is Verdict.NO_SPACE
    assert "to spare" in card.problem


def test_a_refused_folder_keeps_the_button_off():
    card = estimate((survey(),), disk(can_write=False), None)

    assert card.verdict is Verdict.REFUSED
    assert "another folder" in card.button


def test_nothing_new_can_be_checked_again():
    card = estimate((survey(240, 240, 0),), disk(), 1e6)

    assert card.verdict is Verdict.READY
    assert card.button == "Check 240 items again"
    assert card.fetch == "Nothing new · all 240 are here"
    assert card.time == ""


def test_an_empty_selection_has_nothing_to_download():
    assert estimate((survey(0, 0, 0),), disk(), None).verdict is Verdict.EMPTY


def test_surveys_add_up():
    both = total((survey(10), survey(5, 2)))

    assert (both.items, both.already_here, both.size.likely) == (15, 2, 2 * GB)
    assert both.requests == {"image": 15}
    assert both.notes == ("12 names adjusted.",)


def test_before_there_are_numbers_the_button_says_why():
    assert nothing_chosen().button == "Download — pick a project"
    assert counting().button == "Download — counting…"
    assert unknown("The server does not answer.").problem == "The server does not answer."


def test_a_small_disk_keeps_only_its_share_free():
    small = DestinationCheck(True, "", "", False, free=190_000_000, total=200_000_000)

    assert estimate((survey(size=50_000_000),), small, None).verdict is Verdict.READY
