"""The gallery out of its real parts."""

import json
import subprocess

import pytest

from app.bootstrap.demo import own_command, own_environment
from app.bootstrap.gallery import build_gallery, check_export
from app.config.paths import find_home
from app.model.export_spec import ExportSpec
from app.model.failure import FailedError
from app.model.gallery import OpenFolder, ShowThumb
from app.model.spec import SuperviselySpec, spec_text
from tests.fakes.gallery_folder import ProjectFolder, box


@pytest.fixture
def home(tmp_path):
    return find_home({"WINDROW_HOME": str(tmp_path / "home")})


@pytest.fixture
def town(tmp_path):
    project = ProjectFolder(tmp_path / "town")
    for number in range(3):
        project.add(f"{number}.jpg", [box()])
    return str(project.root)


@pytest.mark.slow
def test_small_pictures_are_there_at_once_the_next_time(home, town):
    first = build_gallery(home)
    first.answer(OpenFolder(town))
    before = first.answer(ShowThumb(town, 1, 40, 30))
    first.close()
    assert any(path.is_file() for path in (home.cache / "thumbs").rglob("*"))

    again = build_gallery(home)
    again.answer(OpenFolder(town))
    after = again.answer(ShowThumb(town, 1, 40, 30))
    assert (after.width, after.height) == (before.width, before.height) == (40, 30)
    assert not again._drawing._pictures._pictures._idle, "a decoder was started for a picture that was kept"
    again.close()


def test_an_export_is_checked(town):
    report = check_export(spec_text(ExportSpec(town)), lambda: False)

    assert (report.written, report.rows[0].kept) == (3, 3)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", json.dumps({"kind": "none"}), spec_text(SuperviselySpec(project_id=1))]
)
def test_what_is_no_export_is_said(text):
    with pytest.raises(FailedError, match="no export"):
        check_export(text, lambda: False)


@pytest.mark.slow
def test_the_child_ends_with_its_input(home):
    ended = subprocess.run(
        own_command("gallery"), input=b"", capture_output=True, check=False, timeout=60,
        env={**own_environment(), "WINDROW_HOME": str(home.config.parent)},
    )  # fmt: skip

    assert (ended.returncode, ended.stdout) == (0, b"")
