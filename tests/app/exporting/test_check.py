import pytest

from app.exporting.check import check_export
from app.model.export_progress import Phase
from app.model.failure import FailedError
from tests.fakes.export_runs import bytes_of, check, spec_for, tools_with
from tests.fakes.gallery_folder import ProjectFolder, box, polygon


@pytest.fixture
def town(tmp_path):
    folder = ProjectFolder(tmp_path / "town")
    folder.add("a.jpg", [box(), polygon("sign", ((1, 1), (9, 1), (9, 9)))])
    return folder


def test_labels_are_judged_and_nothing_is_written(town, tmp_path):
    before = bytes_of(tmp_path)
    report = check(town.root).report

    assert [(row.class_name, row.shape, row.kept, row.lost) for row in report.rows] == [
        ("car", "rectangle", 1, 0),
        ("sign", "polygon", 0, 1),
    ]
    assert report.verified is None
    assert bytes_of(tmp_path) == before


def test_a_check_tells_how_far_it_is_and_can_be_stopped(town):
    told = []
    check_export(spec_for(town.root), tools_with(tell=told.append))

    assert [one.phase for one in told] == [Phase.READING, Phase.JUDGING]
    with pytest.raises(FailedError, match="stopped"):
        check_export(spec_for(town.root), tools_with(is_stopped=lambda: True))
