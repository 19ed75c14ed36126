"""The script that the SDK's Python runs, with a stand-in for the SDK."""

import types

import pytest

from app.bench import sdk_script


@pytest.mark.parametrize(("way", "expected"), [("project", {}), ("labels", {"save_images": False})])
def test_each_way_is_one_call_of_the_sdk(way, expected):
    calls = []
    sly = types.SimpleNamespace(
        Api=lambda address, token: (address, token),
        download_fast=lambda api, project, folder, **options: calls.append((api, project, folder, options)),
    )

    sdk_script.bring(sly, {"address": "a", "token": "t", "project_id": 7, "destination": "d", "way": way})

    assert calls == [(("a", "t"), 7, "d", {"log_progress": False} | expected)]


def test_an_unknown_way_is_refused():
    wish = {"address": "a", "token": "t", "project_id": 7, "destination": "d", "way": "magic"}

    with pytest.raises(ValueError, match="magic"):
        sdk_script.bring(types.SimpleNamespace(Api=lambda *_: None), wish)


def test_only_pictures_are_counted(tmp_path):
    (tmp_path / "ds" / "img").mkdir(parents=True)
    (tmp_path / "ds" / "img" / "a.jpg").write_bytes(b"12345")
    (tmp_path / "README.md").write_text("x")

    assert sdk_script.size_of(str(tmp_path)) == (1, 5)
