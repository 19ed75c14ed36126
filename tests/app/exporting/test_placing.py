from types import SimpleNamespace

import pytest

from app.exporting import placing
from app.exporting.placing import check_free, check_room, move_away
from app.model.export_spec import ExportSpec, Images
from app.model.failure import FailedError
from app.store.disk import Space
from tests.fakes.export_runs import export
from tests.fakes.gallery_folder import ProjectFolder


@pytest.fixture
def folder(tmp_path):
    town = ProjectFolder(tmp_path / "town")
    town.add("a.jpg")
    return town


def test_the_file_in_the_way_is_named(tmp_path):
    (tmp_path / "out" / "deep").mkdir(parents=True)
    (tmp_path / "out" / "deep" / "thesis.txt").touch()

    with pytest.raises(FailedError, match=r"out/deep/thesis\.txt is in the way.* Move it away"):
        check_free(tmp_path / "out")


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "out").touch()

    with pytest.raises(FailedError, match="is no folder"):
        check_free(tmp_path / "out")


@pytest.mark.parametrize(
    ("images", "free", "is_enough"),
    [
        (Images.COPY, 10 << 30, True),
        (Images.COPY, 9 << 30, False),
        (Images.LINK, 1 << 30, True),
        (Images.NONE, 1 << 30, True),
        (Images.LINK, 1 << 20, False),
    ],
)
def test_pictures_that_are_copied_need_room(tmp_path, monkeypatch, images, free, is_enough):
    monkeypatch.setattr(placing, "space", lambda place: Space(free, 100 << 30))
    survey = SimpleNamespace(spec=ExportSpec(str(tmp_path), images=images), picture_bytes=9 << 30)

    if is_enough:
        check_room(survey, tmp_path / "new" / "out")
    else:
        with pytest.raises(FailedError, match="nearly full"):
            check_room(survey, tmp_path / "new" / "out")


def test_an_export_can_be_moved_away_as_a_whole(folder, tmp_path):
    export(folder.root, tmp_path / "out")

    assert move_away(tmp_path / "out", tmp_path / "trash")
    assert (tmp_path / "trash" / "list.txt").exists()
    assert not move_away(tmp_path / "out", tmp_path / "trash2")


def test_an_export_with_files_of_others_stays(folder, tmp_path):
    export(folder.root, tmp_path / "out")
    (tmp_path / "out" / "own.txt").touch()

    with pytest.raises(FailedError, match="in the way"):
        move_away(tmp_path / "out", tmp_path / "trash")
    assert (tmp_path / "out" / "own.txt").exists()
