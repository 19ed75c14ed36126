"""Tests of ui.preview.workspace."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.model.annotation import Annotation, Label
from app.model.answers import Look
from app.model.failure import Failure, FailureKind
from app.model.folder_card import FolderCard
from app.model.gallery import (
    CloseFolder,
    CountFolder,
    ListPlaces,
    NextProblem,
    OpenFolder,
    PicturePlace,
    ShowPicture,
    ShowView,
)
from app.model.geometry import Rectangle
from app.model.job import JobCounts, JobState
from app.model.queries import FirstLook
from tests.fakes.gallery import FOLDER
from tests.fakes.waiting import until
from tests.ui.queue.making import NOW, a_job
from ui.plan.choice import Choice
from ui.preview.sources import SourceKind
from ui.preview.workspace import PreviewWorkspace
from ui.queue.job_model import JobModel

CHOSEN = Choice("acc", 5, "signs")
KEY = "streets/streets_0001.jpg"


@pytest.fixture
def jobs():
    return JobModel(lambda: NOW)


@pytest.fixture
def preview(desk, jobs, qtbot):
    window = QWidget()
    preview = PreviewWorkspace(desk, jobs, window)
    row = QHBoxLayout(window)
    for part in (preview.sidebar, preview.centre, preview.inspector):
        row.addWidget(part)
    preview.said = []
    preview.undoable.connect(lambda *can: preview.said.append(can))
    preview.map_wanted.connect(lambda name, place: preview.said.append((name, place)))
    qtbot.addWidget(window)
    window.resize(1200, 700)
    window.show()
    preview.window = window
    return preview


async def rest(preview):
    """Let nothing be left that would ask when there is no loop any more."""
    for timer in (preview.grid._rest, preview.single._rest, preview.inspector._settle):
        timer.stop()
    await until(lambda: not preview._desk.tasks.count)


async def opened(preview, path=FOLDER):
    preview.open_folder(path)
    await until(lambda: preview.folder.counts is not None and preview.grid._rows.row(0) is not None)
    await rest(preview)


def messages(preview):
    return [one.message.text for one in preview._desk.messages.noted]


async def test_an_open_folder_is_shown_counted_and_planned(preview):
    await opened(preview)

    assert preview.grid._rows.total == 12
    assert [row.words for row in preview.sidebar.classes.rows.rows] == ["car", "sign"]
    assert preview.inspector.spec().folder == FOLDER
    assert preview.centre.pages.currentWidget() is preview.grid
    assert preview.recent.all() == [FOLDER]


async def test_what_is_no_project_folder_is_one_sentence_with_a_way_out(preview):
    preview.open_folder("/data/none")
    await until(lambda: messages(preview))

    (noted,) = preview._desk.messages.noted
    assert noted.message.text == "This is no project folder."
    assert [button.text for button in noted.message.buttons] == ["Open another folder…"]
    assert preview.centre.pages.currentWidget() is preview.centre.nothing
    await rest(preview)


async def test_what_is_wrong_with_the_folder_as_a_whole_is_told(preview, host, gallery):
    good = host.answers[OpenFolder]
    told = ("meta.json is missing.", "Dataset “a” has 3 annotations without image.")
    host.answers[OpenFolder] = lambda query: replace(good(query), problems=told)
    await opened(preview)

    assert messages(preview) == ["meta.json is missing. (and 1 more)"]


async def test_another_folder_closes_the_one_before(preview, gallery, host):
    await opened(preview)
    good = host.answers[OpenFolder]
    host.answers[OpenFolder] = lambda query: (
        FolderCard(query.path, "Other", images=12) if query.path != FOLDER else good(query)
    )
    preview.open_folder("/data/other")
    await until(lambda: preview.folder.card is not None and preview.folder.card.path == "/data/other")
    await rest(preview)

    assert [query.path for query in gallery.asked_of(CloseFolder)] == [FOLDER]
    assert preview.inspector.spec().folder == "/data/other"


async def test_a_picture_is_shown_alone_and_the_grid_again(preview):
    await opened(preview)
    preview.grid.opened.emit(3)
    await until(lambda: preview.single.card is not None)
    assert preview.centre.is_single
    assert preview.centre.details._name.text() == "streets_0003.jpg"

    preview.handlers()["preview-back"]()
    assert (preview.centre.is_single, preview.grid.position) == (False, 3)
    await rest(preview)


async def test_stepping_ends_at_both_ends(preview):
    await opened(preview)
    preview.show_single()
    preview.single.stepped.emit(-1)
    assert preview.grid.position == 0
    for _ in range(20):
        preview.single.stepped.emit(1)

    assert preview.grid.position == 11
    await rest(preview)


async def test_the_next_problem_is_shown_with_its_label_and_can_be_left_out(preview, gallery):
    await opened(preview)
    preview.next_problem()
    await until(lambda: preview.single.card is not None and preview.single.card.number == 1)
    assert (preview.single.label, preview.grid.position) == (0, 1)
    assert messages(preview) == ["Problem 1 of 1: The box reaches 52 px beyond the right edge."]

    (button,) = preview._desk.messages.noted[0].message.buttons
    button.act()
    assert preview.decisions.now.excluded == (KEY,)
    preview.next_problem()
    await until(lambda: len(gallery.asked_of(NextProblem)) == 2)
    asked = gallery.asked_of(NextProblem)[1]
    assert (asked.number, asked.label) == (1, 0)
    await rest(preview)


async def test_without_problems_that_is_said(preview):
    await opened(preview)
    preview.folder.find("is:labelled nothing", at_once=True)
    preview.next_problem()
    await until(lambda: messages(preview))

    assert messages(preview) == ["There are no problems among these pictures."]
    await rest(preview)


async def test_leaving_out_can_be_undone_and_is_counted(preview, gallery):
    await opened(preview)
    preview.grid.go_to(1)
    preview.exclude()
    assert preview.decisions.now.excluded == (KEY,)
    await until(lambda: gallery.asked_of(CountFolder)[-1].excluded == (KEY,))
    preview.exclude()

    assert preview.decisions.now.excluded == ()
    assert preview.said[-1] == (True, False)
    await rest(preview)


async def test_leaving_out_nothing_does_nothing(preview):
    preview.exclude()

    assert preview.decisions.now.excluded == ()


async def test_a_search_filters_and_a_way_out_shows_all(preview):
    await opened(preview)
    preview.sidebar.set_search("nothing")
    preview.folder._typing.stop()
    preview.folder._search()
    await until(lambda: preview.folder.counts.shown == 0)
    assert preview.centre.pages.currentWidget() is preview.centre.found_nothing
    preview.centre.reset_wanted.emit()
    preview.folder._typing.stop()
    preview.folder._search()
    await until(lambda: preview.folder.counts.shown == 12)

    assert preview.centre.pages.currentWidget() is preview.grid
    await rest(preview)


async def test_counts_of_an_older_search_never_win(preview, host):
    await opened(preview)
    host.hold()
    preview.folder.find("problem:*", at_once=True)
    preview.folder.find("", at_once=True)
    host.release()
    await rest(preview)

    assert preview.folder.counts.shown == 12
    assert preview.grid._rows.total == 12


async def test_classes_are_switched_by_their_place(preview):
    await opened(preview)
    preview.handlers()["preview-class-2"]()
    assert preview.looking.paint.hidden_classes == ("sign",)
    preview.handlers()["preview-class-2"]()
    preview.handlers()["preview-class-9"]()

    assert preview.looking.paint.hidden_classes == ()
    await rest(preview)


async def test_other_names_and_colours_are_drawn(preview):
    await opened(preview)
    preview.decisions.rename("car", "vehicle")
    preview.decisions.recolor("car", "#123456")

    paint = preview.looking.paint
    assert (paint.names_of, paint.colors) == ((("car", "vehicle"),), (("car", "#123456"),))
    await rest(preview)


async def test_jobs_and_folders_are_sources(preview, jobs):
    done = JobCounts(listed=3, done=3)
    jobs.reset([a_job(1, title="Town", destination="/data/t", counts=done), a_job(2, state=JobState.QUEUED)])
    await opened(preview)
    preview.use_selection((CHOSEN,))

    kinds = [(one.kind, one.path) for one in preview._sources()]
    assert kinds == [(SourceKind.JOB, "/data/t"), (SourceKind.FOLDER, FOLDER), (SourceKind.SELECTION, "")]


async def test_a_folder_that_a_download_fills_is_looked_at_again_until_it_ends(preview, jobs, gallery):
    running = a_job(1, destination=FOLDER, state=JobState.RUNNING, counts=JobCounts(listed=9, done=3))
    jobs.reset([running])
    await opened(preview)
    assert preview.folder._look.isActive()
    gallery.count = 15
    preview.folder.look_again()
    await until(lambda: preview.grid._rows.total == 15)

    jobs.reset([replace(running, state=JobState.DONE)])
    preview.folder._look.stop()
    preview.folder.look_again()
    await rest(preview)
    assert not preview.folder._look.isActive()


async def test_a_first_look_at_what_is_chosen_in_the_tree_is_kept_and_opened(preview, host, backend, gallery):
    label = Label("car", "#E4572E", Rectangle(1, 1, 5, 5))
    look = Look("a.jpg", b"bytes", Annotation(9, 9, (label,)))
    host.answers[FirstLook] = (look,)
    gallery.path = str(backend.default_folder.parent / "looks" / CHOSEN.name)
    preview.use_selection((CHOSEN,))
    (source,) = [one for one in preview._sources() if one.kind is SourceKind.SELECTION]
    preview.sidebar.source_picked.emit(source)
    await until(lambda: preview.folder.counts is not None)

    (looks, classes) = backend.kept_looks[CHOSEN.name]
    assert looks == (look,)
    assert [(one.name, one.color) for one in classes] == [("car", "#E4572E")]
    await rest(preview)


async def test_a_first_look_that_fails_is_told(preview, host):
    host.answers[FirstLook] = Failure(FailureKind.NETWORK, "The server cannot be reached.", "Try again.")
    preview.use_selection((CHOSEN,))
    preview.first_look()
    await until(lambda: "The server cannot be reached." in messages(preview))
    await rest(preview)


async def test_a_picture_of_a_harvest_is_shown_on_the_map(preview, host, gallery):
    host.answers[ShowPicture] = lambda query: replace(gallery.card(query.number), place=(4.8, 45.7), page="https://x")
    await opened(preview)
    preview.grid.opened.emit(2)
    await until(lambda: preview.single.card is not None)
    preview._open_menu(2, QPoint(5, 5))
    menu = preview.window.findChild(QMenu, "preview.menu")
    entries = {action.text().replace("&", ""): action for action in menu.actions()}
    entries["Show on map"].trigger()
    menu.close()

    assert set(entries) == {"Exclude from the export", "Show alone", "Show on map", "Open its page"}
    assert preview.said[-1] == ("streets_0002.jpg", (4.8, 45.7))
    await rest(preview)


async def test_all_pictures_that_are_found_are_shown_on_the_map(preview, host):
    good = host.answers[OpenFolder]
    host.answers[OpenFolder] = lambda query: replace(good(query), has_places=True)
    host.answers[ListPlaces] = (PicturePlace(0, "a.jpg", 4.8, 45.7), PicturePlace(1, "b.jpg", 4.9, 45.8))
    preview.places_wanted.connect(lambda title, places: preview.said.append((title, places)))
    await opened(preview)
    preview.show_places()
    await rest(preview)

    assert preview.said[-1] == ("Town streets", ((4.8, 45.7), (4.9, 45.8)))


async def test_a_picture_is_gone_to_wherever_it_stands(preview, gallery):
    await opened(preview)
    preview.go_to_picture(7)
    await until(lambda: preview.single.card is not None and preview.single.card.number == 7)
    await until(lambda: gallery.asked_of(ShowView))

    assert preview.grid.position == 7
    await rest(preview)


async def test_a_picture_far_off_is_shown_as_soon_as_it_is_known(preview, gallery):
    gallery.count = 100_000
    await opened(preview)
    preview.go_to_picture(70_000)
    await until(lambda: preview.single.card is not None and preview.single.card.number == 70_000)

    assert preview.grid.position == 70_000
    await rest(preview)


async def test_the_size_of_the_tiles_is_remembered(preview, desk, jobs):
    preview.centre.strip.size_wanted.emit(240)
    preview.save()

    assert PreviewWorkspace(desk, jobs, preview.window).grid.tile == 240
