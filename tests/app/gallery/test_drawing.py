"""Pictures of folders are decoded once and painted as often as asked."""

import pytest

from app.gallery import drawing as room
from app.gallery.courtesy import Courtesy
from app.gallery.drawing import Drawing, file_of
from app.gallery.folder import Folder
from app.gallery.kept_index import KeptIndexes
from app.gallery.picture import PictureFacts
from app.model.annotation import Annotation
from app.model.answers import Look
from app.model.exporter import PictureFile
from app.model.gallery import LabelAt, Paint, PaintLook, ShowThumb, ShowView
from app.model.problem import ProblemKind
from tests.fakes.blob import write_blob
from tests.fakes.gallery_folder import ProjectFolder, box, picture
from tests.fakes.pictures import FACTS, FakePictures


@pytest.fixture
def pictures() -> FakePictures:
    return FakePictures()


@pytest.fixture
def folder(tmp_path):
    project = ProjectFolder(tmp_path / "road")
    project.add("a.jpg", [box()])
    project.add("b.jpg", [box()], body=None)
    made = Folder(str(project.root), KeptIndexes(tmp_path / "cache"), Courtesy())
    made.wait(20.0)
    yield made
    made.close()


def test_a_thumbnail_is_decoded_at_its_size(folder, pictures):
    painted = Drawing(pictures).thumb(folder, ShowThumb(folder.path, 0, 20, 20))

    assert (painted.width, painted.height, len(painted.data), painted.labels) == (20, 15, 20 * 15 * 4, 1)
    ((file, box_, annotated),) = pictures.asked
    assert (file.path.endswith("a.jpg"), box_, annotated) == (True, (20, 20), (40, 30))


def test_another_manner_of_painting_decodes_nothing_anew(folder, pictures):
    drawing = Drawing(pictures)
    thumbs = [
        drawing.thumb(folder, ShowThumb(folder.path, 0, 20, 20, paint=Paint(is_hidden=hidden)))
        for hidden in (True, False)
    ]
    views = [drawing.view(folder, ShowView(folder.path, 0, left, 0, 2.0, 30, 20)) for left in (0, 5, -5)]

    assert len(pictures.asked) == 2
    assert thumbs[0].data != thumbs[1].data
    assert {(view.width, view.height) for view in views} == {(30, 20)}


def test_a_picture_that_changed_is_decoded_again(folder, pictures, tmp_path):
    drawing, query = Drawing(pictures), ShowThumb(folder.path, 0, 20, 20)
    drawing.thumb(folder, query)
    (tmp_path / "road/ds/img/a.jpg").write_bytes(picture(50, 50))

    drawing.thumb(folder, query)

    assert len(pictures.asked) == 2


def test_what_is_kept_is_bounded(folder, pictures, monkeypatch):
    monkeypatch.setattr(room, "MOST_THUMBS", 2)
    drawing = Drawing(pictures)
    for side in (20, 21, 22, 22, 20):
        drawing.thumb(folder, ShowThumb(folder.path, 0, side, side))

    assert [asked[1] for asked in pictures.asked] == [(20, 20), (21, 21), (22, 22), (20, 20)]


def test_a_missing_picture_is_told(folder, pictures):
    painted = Drawing(pictures).thumb(folder, ShowThumb(folder.path, 1, 20, 20))

    assert (painted.data, pictures.asked) == (b"", [])
    assert "no picture" in painted.problem


DAMAGE = {
    "cut": ("The picture is cut off: a part of its file is missing.", True),
    "too large": ("This picture has 900 megapixels, too many to be shown.", False),
    "closing": ("Windrow is closing.", False),
}


@pytest.mark.parametrize(("problem", "is_damage"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_picture_that_is_damaged_becomes_a_problem(folder, pictures, problem, is_damage):
    """One that is only too large for us is none."""
    pictures.problem = problem

    painted = Drawing(pictures).view(folder, ShowView(folder.path, 0, 0, 0, 1.0, 9, 9))

    assert painted.problem == problem
    assert [one.kind for one in folder.problems(0)] == [ProblemKind.UNREADABLE_PICTURE] * is_damage


def test_a_look_is_painted_from_its_bytes(pictures):
    look = Look("a.jpg", b"bytes", Annotation(40, 30))

    painted = Drawing(pictures).look(PaintLook(look, 20, 20))

    assert (painted.width, painted.height) == (20, 15)
    assert pictures.asked == [(b"bytes", (20, 20), (40, 30))]


def test_a_point_finds_its_label(folder, pictures):
    drawing = Drawing(pictures)

    assert drawing.label_at(folder, LabelAt(folder.path, 0, 5, 5)) == 0
    assert drawing.label_at(folder, LabelAt(folder.path, 0, 39, 29, 1.0)) is None


def test_facts_are_those_of_the_file(folder, pictures):
    drawing = Drawing(pictures)

    assert drawing.facts(folder, 0) == FACTS
    assert drawing.facts(folder, 1) == PictureFacts()
    with pytest.raises(IndexError):
        drawing.facts(folder, 9)
    drawing.close()
    assert pictures.is_closed


def test_pictures_in_an_archive_are_named_by_their_bytes(tmp_path):
    ((name, start, end),) = write_blob(tmp_path, "ds", "1", {"a.jpg": picture()})
    made = Folder(str(tmp_path), KeptIndexes(tmp_path / "cache"), Courtesy())

    assert file_of(made.item(0)) == PictureFile(str(tmp_path / "blob/1.tar"), start, end)
    assert name == "a.jpg"
    made.close()
