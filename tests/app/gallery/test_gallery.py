"""Questions about open folders, each answered by the right part."""

import pytest

from app.gallery.drawing import Drawing
from app.gallery.gallery import Gallery
from app.model.annotation import Annotation
from app.model.answers import Look
from app.model.failure import FailedError
from app.model.gallery import (
    CheckExport,
    CloseFolder,
    CountFolder,
    FindPicture,
    LabelAt,
    ListPictures,
    ListPlaces,
    NextProblem,
    OpenFolder,
    PaintLook,
    ShowPicture,
    ShowThumb,
    ShowView,
)  # fmt: skip
from app.model.loss import LossReport
from app.model.problem import ProblemKind
from tests.fakes.gallery_folder import ProjectFolder, box
from tests.fakes.pictures import FakePictures

OUTSIDE = ((30, 10), (60, 20))


@pytest.fixture
def project(tmp_path):
    project = ProjectFolder(tmp_path / "town")
    project.add("a.jpg", [box(), box("sign", OUTSIDE)])
    project.add("b.jpg", [box("sign")])
    return project


@pytest.fixture
def gallery(tmp_path):
    gallery = Gallery(tmp_path / "cache", Drawing(FakePictures()), lambda text, is_stopped: LossReport(text))
    yield gallery
    gallery.close()


@pytest.fixture
def opened(gallery, project):
    path = str(project.root)
    gallery.answer(OpenFolder(path))
    gallery._folders[path][0].wait(20.0)
    return path


def test_every_question_about_a_folder_is_answered(gallery, opened):
    assert gallery.answer(CountFolder(opened)).labels == 3
    assert [row.name for row in gallery.answer(ListPictures(opened, "class:car", 0, 9)).rows] == ["a.jpg"]
    assert gallery.answer(FindPicture(opened, 1, "")) == 1
    assert gallery.answer(ShowThumb(opened, 0, 20, 20)).width == 20
    assert gallery.answer(ShowView(opened, 0, 0, 0, 1.0, 9, 9)).height == 9
    assert gallery.answer(LabelAt(opened, 0, 5, 5)) == 0
    assert [label.class_name for label in gallery.answer(ShowPicture(opened, 0)).labels] == ["car", "sign"]
    assert gallery.answer(ListPlaces(opened, "")) == ()
    assert gallery.answer(PaintLook(Look("x.jpg", b"x", Annotation(40, 30)), 20, 20)).width == 20
    assert gallery.answer(CheckExport("{}")) == LossReport("{}")


def test_the_next_problem_comes_with_its_sentence_and_ends_somewhere(gallery, opened):
    found = gallery.answer(NextProblem(opened, "", -1, None, ()))

    assert (found.number, found.problem.kind, found.problem.label) == (0, ProblemKind.OUTSIDE, 1)
    assert (found.ordinal, found.total) == (1, 1)
    assert "beyond the right edge" in found.problem.sentence
    assert gallery.answer(NextProblem(opened, "class:car -class:sign", -1, None, ())) is None


@pytest.mark.parametrize(
    "ask",
    [lambda path: ShowPicture(path, 99), lambda path: ShowThumb(path, -5, 9, 9), lambda path: LabelAt(path, 99, 1, 1)],
)
def test_a_picture_that_is_not_there_is_said(gallery, opened, ask):
    with pytest.raises(FailedError, match="no such picture"):
        gallery.answer(ask(opened))


def test_a_folder_that_is_closed_has_to_be_opened_again(gallery, opened):
    gallery.answer(CloseFolder(opened))
    gallery.answer(CloseFolder(opened))

    with pytest.raises(FailedError, match="not open any more"):
        gallery.answer(CountFolder(opened))
    assert gallery.answer(OpenFolder(opened)).images == 2


def test_opening_again_takes_in_what_is_new(gallery, opened, project):
    project.add("c.jpg", [box()])

    assert gallery.answer(OpenFolder(opened)).images == 3
    gallery._folders[opened][0].wait(20.0)
    assert gallery.answer(CountFolder(opened)).labels == 4


@pytest.mark.parametrize("name", ["none", "file"])
def test_what_is_no_folder_is_one_sentence(gallery, tmp_path, name):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(FailedError, match="There is no folder"):
        gallery.answer(OpenFolder(str(tmp_path / name)))


def test_a_closed_gallery_has_no_folders(gallery, opened):
    gallery.close()
    gallery.close()

    with pytest.raises(FailedError):
        gallery.answer(CountFolder(opened))
