"""Colours of the window by name, for light, dark and high contrast. Pure.

Contrast was measured: text ≥ 4.5 on every ground it stands on, edges of controls ≥ 3.
"""

from dataclasses import dataclass
from enum import StrEnum


class ThemeMode(StrEnum):
    """What a person chooses; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour scheme; every value is "#RRGGBB".

    Attributes:
        window: Chrome around everything.
        base: Lists, cards, graph.
        alt: Every second row.
        text: Words.
        muted: Secondary words.
        border: Separators only.
        control: Edges of fields and bars.
        accent: Primary button, focus ring, active things.
        on_accent: Words on `accent`.
        selection: Selected rows; text keeps its token.
        ok, warn, err, info, paused: States.
        ok_bg, warn_bg, err_bg: Grounds of message strips.
        fill: Progress fill; accent at 43 % over `base`.
        map_land, map_water, map_coast: The bundled map; a coast separates where the grounds alone do not.
        map_track: Lines of image sequences.
        map_year_1, map_year_2, map_year_3, map_year_4, map_year_5: Images on the map, newest to oldest.
        is_dark: The scheme is light on dark.
        is_contrast: No alpha fills, edges of 2 px.
    """

    window: str
    base: str
    alt: str
    text: str
    muted: str
    border: str
    control: str
    accent: str
    on_accent: str
    selection: str
    ok: str
    warn: str
    err: str
    info: str
    paused: str
    ok_bg: str
    warn_bg: str
    err_bg: str
    fill: str
    map_land: str
    map_water: str
    map_coast: str
    map_track: str
    map_year_1: str
    map_year_2: str
    map_year_3: str
    map_year_4: str
    map_year_5: str
    is_dark: bool = False
    is_contrast: bool = False


LIGHT = Tokens(
    window="#F6F7F9",
    base="#FFFFFF",
    alt="#F1F3F6",
    text="#1B2430",
    muted="#566273",
    border="#C9D0D9",
    control="#7A8695",
    accent="#0B63C5",
    on_accent="#FFFFFF",
    selection="#D6E6FA",
    ok="#146C43",
    warn="#8F5A00",
    err="#B42318",
    info="#3D4FC4",
    paused="#6B4FA8",
    ok_bg="#E3F4EA",
    warn_bg="#FFF1D6",
    err_bg="#FDE7E4",
    fill="#96BCE6",
    map_land="#F3F1EA",
    map_water="#D5E3EF",
    map_coast="#A9B9C7",
    map_track="#00794A",
    map_year_1="#007A45",
    map_year_2="#0069B0",
    map_year_3="#5A3FC0",
    map_year_4="#A0247F",
    map_year_5="#7A5A1E",
)

DARK = Tokens(
    window="#14181F",
    base="#1B212A",
    alt="#212833",
    text="#E6EAF0",
    muted="#A2AEBE",
    border="#323C49",
    control="#76849A",
    accent="#5AA9FF",
    on_accent="#08121F",
    selection="#1E3A5C",
    ok="#5BC98C",
    warn="#F2B84B",
    err="#FF8A7D",
    info="#9DA9FF",
    paused="#C3A6FF",
    ok_bg="#173226",
    warn_bg="#3A2C10",
    err_bg="#3F1D1B",
    fill="#365C86",
    map_land="#262D37",
    map_water="#151F2B",
    map_coast="#465467",
    map_track="#3DDC84",
    map_year_1="#3DDC84",
    map_year_2="#5AB4FF",
    map_year_3="#B39DFF",
    map_year_4="#FF8AD0",
    map_year_5="#E8B96A",
    is_dark=True,
)

CONTRAST = Tokens(
    window="#000000",
    base="#000000",
    alt="#000000",
    text="#FFFFFF",
    muted="#FFFFFF",
    border="#FFFFFF",
    control="#FFFFFF",
    accent="#FFFF00",
    on_accent="#000000",
    selection="#003C8F",
    ok="#7CFC9A",
    warn="#FFD24D",
    err="#FF9D94",
    info="#B8C4FF",
    paused="#E0CCFF",
    ok_bg="#000000",
    warn_bg="#000000",
    err_bg="#000000",
    fill="#004FC4",
    map_land="#000000",
    map_water="#00003C",
    map_coast="#FFFFFF",
    map_track="#00FF7F",
    map_year_1="#00FF7F",
    map_year_2="#66C2FF",
    map_year_3="#C9B8FF",
    map_year_4="#FF99DD",
    map_year_5="#FFD27F",
    is_dark=True,
    is_contrast=True,
)


def contrast(first: str, second: str) -> float:
    """Return the WCAG contrast of two colours, from 1 to 21.

    Source: WCAG 2.1, "relative luminance" and "contrast ratio".
    """
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def ink_on(color: str) -> str:
    """Return black or white, whichever reads better on a colour."""
    return "#000000" if contrast(color, "#000000") >= contrast(color, "#FFFFFF") else "#FFFFFF"


def _luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
