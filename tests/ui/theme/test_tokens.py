import pytest

from ui.theme.tokens import CONTRAST, DARK, LIGHT, contrast, ink_on

SCHEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
WORDS = ("text", "muted", "ok", "warn", "err", "info", "paused")


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("ground", ["base", "window", "alt", "selection"])
def test_words_can_be_read_on_every_ground(scheme, word, ground):
    assert contrast(getattr(scheme, word), getattr(scheme, ground)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_buttons_strips_and_edges_can_be_seen(scheme):
    assert contrast(scheme.on_accent, scheme.accent) >= 4.5
    assert contrast(scheme.control, scheme.base) >= 3
    assert contrast(scheme.accent, scheme.window) >= 3
    for ground in (scheme.ok_bg, scheme.warn_bg, scheme.err_bg):
        assert contrast(scheme.text, ground) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize("ground", ["map_land", "map_water"])
def test_everything_on_the_bundled_map_can_be_seen(scheme, ground):
    years = [f"map_year_{number}" for number in range(1, 6)]

    for name in ("map_track", "accent", "text", "ok", "warn", "err", *years):
        assert contrast(getattr(scheme, name), getattr(scheme, ground)) >= 3, name


def test_black_on_white_has_the_most_contrast():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#123456", "#123456") == pytest.approx(1)


def test_only_the_dark_blue_class_takes_white_words():
    assert [
        ink_on(color) for color in ("#E69F00", "#56B4E9", "#009E73", "#CC79A7", "#F0E442", "#D55E00", "#0072B2")
    ] == ["#000000"] * 6 + ["#FFFFFF"]
