"""An open folder shows its names at once, is read behind them, and takes in what is new behind the old numbers."""

import threading

import pytest

from app.gallery.courtesy import Courtesy
from app.gallery.folder import KEPT_ANNOTATIONS, Folder
from app.gallery.index import State
from app.gallery.kept_index import KeptIndexes
from app.model.class_color import class_color
from app.model.failure import FailedError
from app.model.harvest_record import HarvestRecord, record_to_json
from app.model.label_class import LabelClass
from app.model.problem import ProblemKind
from tests.fakes.gallery_folder import ProjectFolder, box, picture

SECONDS = 20.0


@pytest.fixture
def open_folder(tmp_path):
    opened = []

    def open_it(project: ProjectFolder) -> Folder:
        folder = Folder(str(project.root), KeptIndexes(tmp_path / "cache"), Courtesy())
        opened.append(folder)
        return folder

    yield open_it
    for folder in opened:
        folder.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "windrow-folder"]


def test_names_are_there_at_once_and_all_else_follows(tmp_path, open_folder):
    project = ProjectFolder(tmp_path / "road")
    project.add("a.jpg", [box()])

    folder = open_folder(project)
    card = folder.card()

    assert (card.path, card.title, card.images, card.datasets) == (str(project.root), "road", 1, ("ds",))
    assert (card.classes[0], card.tags[0].name) == (LabelClass("car", "any", "#102030"), "weather")
    assert folder.wait(SECONDS)
    assert folder.is_complete
    assert (folder.index.count(State.READ), folder.index.count(State.CHECKED)) == (1, 1)


def test_what_is_new_comes_behind(tmp_path, open_folder):
    """As when a download runs."""
    project = ProjectFolder(tmp_path / "road")
    project.add("m.jpg", [box()])
    folder = open_folder(project)
    folder.wait(SECONDS)

    project.add("a.jpg", [box(), box()])
    project.add("z.jpg", dataset="later")
    project.write("ds/ann/m.jpg.json", {"objects": []})
    folder.look()
    folder.wait(SECONDS)

    assert [folder.key(number) for number in range(3)] == [("ds", "m.jpg"), ("ds", "a.jpg"), ("later", "z.jpg")]
    assert folder.index.labels.view.tolist() == [0, 2, 0]
    assert folder.card().images == 3


def test_a_look_is_not_complete_until_it_was_walked(tmp_path, open_folder):
    project = ProjectFolder(tmp_path / "road")
    project.add("a.jpg", [box()])
    folder = open_folder(project)
    folder.wait(SECONDS)

    with folder.index.lock:
        folder.look()
        project.add("b.jpg", [box()])
        folder.look()
        assert not folder.is_complete

    assert folder.wait(SECONDS)
    assert folder.index.count(State.CHECKED) == 2


def test_other_classes_are_other_problems(tmp_path, open_folder):
    project = ProjectFolder(tmp_path / "road")
    project.add("a.jpg", [box("ghost")])
    folder = open_folder(project)
    folder.wait(SECONDS)
    assert [problem.kind for problem in folder.problems(0)] == [ProblemKind.UNKNOWN_CLASS]

    project.write("meta.json", {"classes": [{"title": "ghost", "shape": "any", "color": "#010203"}]})
    folder.look()
    folder.wait(SECONDS)

    assert folder.problems(0) == ()
    assert folder.index.problem_count(0) == 0


def test_without_meta_classes_come_from_the_labels(tmp_path, open_folder):
    project = ProjectFolder(tmp_path / "road", classes=())
    project.add("a.jpg", [box("sign"), box("car")])

    folder = open_folder(project)

    expected = tuple(LabelClass(name, "any", class_color(name)) for name in ("car", "sign"))
    assert folder.card().classes == expected
    assert [label.color for label in folder.annotation(0).labels] == [class_color("sign"), class_color("car")]
    assert folder.problems(0) == ()


def test_annotations_are_kept_as_long_as_they_are_the_same(tmp_path, open_folder):
    project = ProjectFolder(tmp_path / "road")
    for number in range(KEPT_ANNOTATIONS + 10):
        project.add(f"{number:04}.jpg", [box()], body=None)
    folder = open_folder(project)
    first = folder.annotation(3)

    assert folder.annotation(3) is first
    for number in range(len(folder.index)):
        folder.annotation(number)
    assert folder.annotation(3) is not first

    project.write("ds/ann/0003.jpg.json", {"objects": [box(), box()]})
    assert len(folder.annotation(3).labels) == 2


@pytest.mark.parametrize("body", [None, b"{"], ids=["missing", "damaged"])
def test_a_picture_without_a_readable_annotation_has_no_labels(tmp_path, open_folder, body):
    project = ProjectFolder(tmp_path / "road")
    project.add("a.jpg", None)
    if body is not None:
        project.write("ds/ann/a.jpg.json", body)
    folder = open_folder(project)
    folder.wait(SECONDS)

    assert folder.annotation(0).labels == ()
    assert folder.size(0) == (40, 30)
    assert len(folder.problems(0)) == 1


@pytest.mark.parametrize("number", [-1, 1, 10**9])
def test_a_picture_that_is_not_there_is_an_index_error(tmp_path, open_folder, number):
    project = ProjectFolder(tmp_path / "road")
    project.add("a.jpg")

    with pytest.raises(IndexError):
        open_folder(project).item(number)


def test_a_picture_that_cannot_be_decoded_after_all_is_a_problem(tmp_path, open_folder):
    project = ProjectFolder(tmp_path / "road")
    project.add("a.jpg")
    folder = open_folder(project)
    folder.wait(SECONDS)
    revision = folder.index.revision

    folder.note_unreadable(0, "It is damaged.")
    folder.note_unreadable(0, "It is damaged.")

    assert [problem.sentence for problem in folder.problems(0)] == ["It is damaged."]
    assert folder.index.revision == revision + 1


def test_a_harvest_has_records_and_places(tmp_path, open_folder):
    project = ProjectFolder(tmp_path / "town")
    project.add("mly_1.jpg")
    record = HarvestRecord(id="1", name="mly_1.jpg", lon=4.5, lat=45.5)
    project.write("ds/meta/mly_1.jpg.json", record_to_json(record))

    folder = open_folder(project)
    folder.wait(SECONDS)

    assert folder.card().has_places
    assert folder.record(0) == record
    assert (folder.index.lon.view[0], folder.index.lat.view[0]) == (4.5, 45.5)


def test_a_folder_that_is_gone_is_told_and_stays_as_it_was(tmp_path, open_folder):
    project = ProjectFolder(tmp_path / "road")
    project.add("a.jpg", body=picture())
    folder = open_folder(project)
    folder.wait(SECONDS)
    project.root.rename(tmp_path / "elsewhere")

    with pytest.raises(FailedError, match="no folder"):
        folder.look()

    assert folder.card().images == 1
    assert folder.is_complete
