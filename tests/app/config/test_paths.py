from pathlib import Path

from app.config.paths import find_home


def test_windrow_home_holds_everything(tmp_path):
    home = find_home({"WINDROW_HOME": str(tmp_path)})

    home.make()

    assert all(folder.is_dir() for folder in (home.config, home.data, home.cache, home.logs))
    assert home.ledger.is_relative_to(tmp_path)
    assert home.accounts.is_relative_to(tmp_path)


def test_without_windrow_home_the_folders_of_the_system_are_used():
    home = find_home({})

    assert home.config.is_absolute()
    assert "windrow" in str(home.data)
    assert home.settings.name == "settings.toml"


def test_a_tilde_in_windrow_home_is_the_home_of_the_person():
    assert find_home({"WINDROW_HOME": "~/w"}).data == Path("~/w/data").expanduser()
