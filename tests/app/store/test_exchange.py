import sys

import pytest

from app.store import exchange as module
from app.store.exchange import exchange


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such call")
def test_two_folders_change_names(tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"was {name}").touch()

    if exchange(tmp_path / "one", tmp_path / "other"):
        assert (tmp_path / "one" / "was other").exists()
        assert (tmp_path / "other" / "was one").exists()
    else:
        assert (tmp_path / "one" / "was one").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such call")
def test_what_is_missing_is_an_error(tmp_path):
    (tmp_path / "one").mkdir()

    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "one", tmp_path / "none")
    assert (tmp_path / "one").exists()


def test_a_system_without_the_call_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_RENAME", None)

    assert not exchange(tmp_path, tmp_path)
