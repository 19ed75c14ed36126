import pytest

from tests.ui.map.making import LYON, TRIANGLE, a_sheet
from ui.map.chip import ChipLook, ChipText
from ui.map.counts import COUNTING, DRAFT, Counts
from ui.map.shapes import moved
from ui.map.sheet import Draft, Tool

SIZE = "3.9 × 4.4 km · 17.3 km² · 12 tiles"
PLAIN = ChipLook.PLAIN


@pytest.fixture
def sheet(qapp):
    return a_sheet(LYON, TRIANGLE)


@pytest.fixture
def counts(sheet):
    return Counts(sheet)


def test_until_somebody_has_counted_it_is_being_counted(counts):
    assert counts.chip() == ChipText(f"{SIZE} · {COUNTING}")


def test_where_nobody_counts_there_is_only_the_size(counts):
    counts.are_expected = False

    assert counts.chip() == ChipText(SIZE)


def test_the_count_stands_behind_the_size_with_its_look_and_suggestions(counts):
    counts.tell(0, "46,000 images", ChipLook.WARN, ("Newest only",))

    assert counts.chip() == ChipText(f"{SIZE} · 46,000 images", ChipLook.WARN, ("Newest only",))


def test_a_count_belongs_to_its_area(counts, sheet):
    counts.tell(0, "8,214 images", PLAIN, ())

    sheet.change(0, moved(LYON, 0.01, 0))
    assert counts.of(0).text == COUNTING
    sheet.undo()

    assert counts.of(0).text == "8,214 images"


def test_a_count_stays_with_its_region_when_the_list_changes(counts, sheet):
    counts.tell(1, "1,900 images", PLAIN, ())

    sheet.remove(0)

    assert counts.of(0).text == "1,900 images"


def test_a_region_that_is_gone_is_passed_over(counts):
    counts.tell(7, "1 image", PLAIN, ())

    assert counts.of(7) is None


def test_what_is_being_drawn_is_counted_too(counts, sheet):
    sheet.draw(Draft(((4.80, 45.77),), (4.85, 45.73), is_box=True))

    counts.tell(DRAFT, "≈ 8,000 images", PLAIN, ())

    assert counts.chip() == ChipText(f"{SIZE} · ≈ 8,000 images")


def test_a_box_around_the_globe_is_refused_in_words(counts, sheet):
    sheet.draw(Draft(((-200.0, 10.0),), (200.0, -10.0), is_box=True))

    assert counts.chip() == ChipText("The box goes all around the globe. Draw a smaller one.", ChipLook.ERROR)
    assert counts.draft() is None


def test_a_box_that_has_only_begun_says_nothing(counts, sheet):
    sheet.draw(Draft(((4.80, 45.77),), (4.80, 45.77), is_box=True))

    assert counts.chip() is None


@pytest.mark.parametrize(
    ("tool", "words"),
    [
        (Tool.RECTANGLE, "Drag to draw · or paste coordinates"),
        (Tool.PAN, "Shift+drag to draw · or paste coordinates"),
        (Tool.POLYGON, "Click corner by corner · double-click closes"),
    ],
    ids=str,
)
def test_without_regions_there_is_a_hint(qapp, tool, words):
    sheet = a_sheet()
    sheet.take(tool)

    assert Counts(sheet).chip() == ChipText(words)


def test_with_regions_but_none_selected_there_is_nothing_to_say(counts, sheet):
    sheet.select(-1)

    assert counts.chip() is None
