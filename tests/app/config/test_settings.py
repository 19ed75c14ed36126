import os
import tomllib

import pytest

from app.config.settings import Settings, read_settings, write_settings


def test_a_missing_file_gives_the_defaults(tmp_path):
    assert read_settings(tmp_path / "settings.toml") == (Settings(), ())


def test_the_file_holds_only_differences(tmp_path):
    path = tmp_path / "settings.toml"

    write_settings(path, Settings(theme="dark", jobs_at_once=3))

    assert tomllib.loads(path.read_text()) == {"theme": "dark"}
    assert read_settings(path)[0] == Settings(theme="dark")


@pytest.mark.parametrize(
    "text",
    ['theme = "pink"', "jobs_at_once = 0", "jobs_at_once = 99", 'jobs_at_once = "3"', "reduced_motion = 1"],
    ids=["unknown choice", "below", "above", "text for a number", "number for a switch"],
)
def test_a_value_that_does_not_fit_falls_back_and_is_reported(tmp_path, text):
    path = tmp_path / "settings.toml"
    path.write_text(text)

    settings, notes = read_settings(path)

    assert settings == Settings()
    assert len(notes) == 1


def test_keys_of_another_version_survive(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('theme = "light"\nmap_tiles = "off"\n')

    settings, _ = read_settings(path)
    write_settings(path, settings)

    assert tomllib.loads(path.read_text()) == {"map_tiles": "off", "theme": "light"}


def test_a_broken_file_is_left_alone_and_reported(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("theme = ")

    settings, notes = read_settings(path)

    assert settings == Settings()
    assert "could not be read" in notes[0]
    assert path.read_text() == "theme = "


def test_a_failed_write_keeps_the_old_file_and_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "settings.toml"
    write_settings(path, Settings(theme="dark"))

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_settings(path, Settings(theme="light"))

    assert read_settings(path)[0].theme == "dark"
    assert [p.name for p in tmp_path.iterdir()] == ["settings.toml"]
