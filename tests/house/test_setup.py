"""The two commands of a fresh machine: what they decide, without installing anything."""

import importlib.util
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def setup_env():
    spec = importlib.util.spec_from_file_location("setup_env", PACKAGING / "setup_env.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_libraries_that_are_there_are_not_asked_for(setup_env, monkeypatch):
    monkeypatch.setattr(setup_env.ctypes.util, "find_library", lambda name: None if name == "EGL" else "lib.so")

    assert setup_env.missing_packages(setup_env.OFFSCREEN) == ["libegl1"]


@pytest.mark.parametrize(
    ("known", "name"), [(True, "libglib2.0-0t64"), (False, "libglib2.0-0")], ids=["Debian 13", "Debian 12"]
)
def test_the_name_of_this_release_is_used(setup_env, monkeypatch, known, name):
    class Result:
        returncode = 0 if known else 100

    monkeypatch.setattr(setup_env.subprocess, "run", lambda *_args, **_kwargs: Result())

    assert setup_env.known_to_apt("libglib2.0-0") == name


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian's way")
def test_who_may_not_install_gets_the_exact_command(setup_env, monkeypatch):
    monkeypatch.setattr(setup_env, "missing_packages", lambda wanted: ["libegl1"])
    monkeypatch.setattr(setup_env.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(setup_env.os, "geteuid", lambda: 1000)

    with pytest.raises(setup_env.SetupError, match="sudo apt install libegl1"):
        setup_env.ensure_libraries(with_screen=False)


def test_nothing_is_installed_twice(setup_env, monkeypatch, tmp_path):
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    monkeypatch.setattr(setup_env, "VENV", venv)
    monkeypatch.setattr(setup_env, "STAMP", venv / "stamp")
    monkeypatch.setattr(setup_env, "venv_python", lambda: venv / "bin" / "python")
    commands = []
    monkeypatch.setattr(setup_env, "run", lambda command, **_kwargs: commands.append(command) or 0)

    setup_env.ensure_venv("requirements.lock")
    setup_env.ensure_venv("requirements.lock")

    assert len(commands) == 1
    assert "--require-hashes" in commands[0]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_locks_pin_everything_and_name_no_host(lock):
    text = (PACKAGING / lock).read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]

    assert "://" not in text
    assert all("==" in line for line in pins)
    assert text.count("--hash=sha256:") >= len(pins)
