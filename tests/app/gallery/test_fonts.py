"""Fonts for names in any script."""

import shutil

import pytest
from PIL import ImageFont

from app.gallery.fonts import WANTED, FontCase, _files, _has, _system_folders


def test_a_machine_without_fonts_has_one_all_the_same(tmp_path):
    case = FontCase((tmp_path / "none",))

    assert case.font_for("car", 12).getbbox("car")[2] > 5
    assert case.font_for("名前", 12).getbbox("名前")[2] > 5


def test_a_broken_font_is_passed_over(tmp_path):
    (tmp_path / WANTED[0]).write_bytes(b"no font")

    assert FontCase((tmp_path,)).font_for("car", 12).getbbox("car")[2] > 5


def test_the_same_letters_get_the_same_font():
    case = FontCase()

    assert case.font_for("car", 12) is case.font_for("sign", 12)
    assert case.font_for("шум", 12) is case.font_for("муш", 12)


def test_the_best_font_that_is_there_is_taken(tmp_path):
    there = next((path for path in _files(_system_folders({})) if path.name.lower() in WANTED), None)
    if there is None:
        pytest.skip("this machine has none of the fonts")
    for name in (WANTED[9], WANTED[3]):
        shutil.copy(there, tmp_path / name.upper())

    font = FontCase((tmp_path,)).font_for("car", 12)
    assert isinstance(font, ImageFont.FreeTypeFont)
    assert str(font.path).endswith(WANTED[3].upper())


def test_folders_with_very_many_files_are_not_searched_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr("app.gallery.fonts.MOST_FILES", 3)
    for number in range(9):
        (tmp_path / f"{number}.ttf").write_bytes(b"")

    assert len(list(_files((tmp_path,)))) == 3


def test_a_letter_that_a_font_has_not_is_seen():
    font = FontCase().font_for("car", 12)

    assert _has(font, "a")
    assert _has(font, " ")
    assert not _has(font, "\U0010fffd") or not isinstance(font, ImageFont.FreeTypeFont)


def test_a_system_says_where_its_fonts_are():
    found = [str(path) for path in _system_folders({"XDG_DATA_DIRS": "/one::/two"})]

    assert all("ont" in path for path in found)
