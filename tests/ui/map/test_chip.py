import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from tests.ui.map.making import recorded
from ui.map.chip import Chip, ChipLook, ChipText


@pytest.fixture
def chip(theme, qtbot):
    chip = Chip(theme)
    qtbot.addWidget(chip)
    return chip


def links(chip):
    return [one for one in chip.findChildren(QToolButton) if not one.isHidden()]


def test_it_says_one_line_and_lets_the_mouse_through(chip):
    chip.say(ChipText("11.2 km²", ChipLook.WARN))

    words = chip.findChild(QLabel)
    assert (words.text(), words.property("look")) == ("11.2 km²", "warn")
    assert chip.accessibleName() == "11.2 km²"
    assert chip.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_suggestions_are_buttons_large_enough_to_hit(chip, qtbot):
    picked = recorded(chip.picked)
    chip.say(ChipText("46,000 images", links=("Thin", "Newest only")))
    chip.show()

    qtbot.mouseClick(links(chip)[1], Qt.MouseButton.LeftButton)

    assert picked == [(1,)]
    assert [one.accessibleName() for one in links(chip)] == ["Thin", "Newest only"]
    assert all(one.height() >= 28 for one in links(chip))
    assert not chip.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_the_chip_grows_and_shrinks_with_what_it_says(chip):
    chip.say(ChipText("46,000 images", links=("Thin to 1 per 5 m", "Newest only")))
    large = chip.size()

    chip.say(ChipText("8 images"))

    assert links(chip) == []
    assert chip.height() < large.height()
    assert chip.width() < large.width()


@pytest.mark.parametrize(
    ("below", "above", "top"),
    [(200, 100, 208), (390, 100, "over"), (390, 4, "inside")],
    ids=["below", "above", "inside"],
)
def test_it_stands_below_or_where_there_is_room(chip, below, above, top):
    chip.say(ChipText("8,214 images"))
    height = chip.height()

    chip.stand_at(300, below, above, (600, 400))

    expected = {"over": 100 - 8 - height, "inside": 400 - height - 24}.get(top, top)
    assert chip.y() == expected
    assert chip.x() == 300 - round(chip.width() / 2)


@pytest.mark.parametrize("middle", [-500, 5000], ids=["left", "right"])
def test_it_never_leaves_the_map(chip, middle):
    chip.say(ChipText("8,214 images"))

    chip.stand_at(middle, 100, 50, (600, 400))

    assert chip.x() >= 8
    assert chip.x() + chip.width() <= 592
