import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit

from ui.theme.theme import Theme, scale_for
from ui.theme.tokens import CONTRAST, DARK, LIGHT


@pytest.mark.parametrize(("mode", "tokens"), [("light", LIGHT), ("dark", DARK), ("contrast", CONTRAST)])
def test_a_mode_sets_tokens_and_palette_at_once(qapp, mode, tokens):
    theme = Theme()

    theme.apply(mode)

    assert theme.tokens is tokens
    assert QApplication.palette().color(QPalette.ColorRole.Window).name().upper() == tokens.window


def test_a_switch_is_told_and_makes_icons_anew(theme, qtbot):
    before = theme.icon("pause")
    assert theme.icon("pause") is before

    with qtbot.waitSignal(theme.changed):
        theme.apply("dark")

    assert theme.icon("pause") is not before


def test_the_system_theme_follows_the_desktop(theme, monkeypatch):
    theme.apply("system")

    class Hints:
        def colorScheme(self):  # noqa: N802
            return Qt.ColorScheme.Dark

    monkeypatch.setattr(QGuiApplication, "styleHints", lambda: Hints())
    theme.follow_system()

    assert theme.tokens is DARK


def test_a_chosen_theme_does_not_follow_the_desktop(theme):
    theme.apply("light")

    theme.follow_system()

    assert theme.tokens is LIGHT


def test_fields_have_edges_and_selections_that_can_be_seen(theme, qtbot):
    theme.apply("dark")
    field = QLineEdit()
    qtbot.addWidget(field)

    assert QApplication.palette(field).color(QPalette.ColorRole.Highlight).name().upper() == DARK.accent


def test_fonts_are_the_systems_in_our_sizes(theme):
    assert theme.font(18, semibold=True).pixelSize() == 18
    assert theme.font(18, semibold=True).bold()
    assert theme.fixed_font().pixelSize() == 12


def test_colours_come_by_name(theme):
    assert theme.color("accent").name().upper() == LIGHT.accent


FONTS = {"small": (12, 1.0), "usual": (15, 1.0), "large": (20, 20 / 13)}


@pytest.mark.parametrize(("pixels", "scale"), FONTS.values(), ids=FONTS)
def test_a_large_font_of_the_desktop_makes_words_and_rows_larger(pixels, scale):
    assert scale_for(pixels) == scale


def test_what_holds_words_grows_with_them(theme):
    theme.scale = 2.0

    assert theme.px(27) == 54
    assert theme.font(13).pixelSize() == 26
