"""Tests of ui.preview.sidebar."""

import pytest

from app.model.gallery import CountFolder, OpenFolder
from app.model.problem import ProblemKind, Remedy
from tests.fakes.gallery import FOLDER, FakeGallery
from ui.preview.sidebar import PreviewSidebar
from ui.preview.sources import SourceKind, ViewSource
from ui.preview.views import SavedViews

GALLERY = FakeGallery()


@pytest.fixture
def sidebar(desk, decisions, looking, qtbot):
    sidebar = PreviewSidebar(desk.theme, decisions, looking, SavedViews(desk.state))
    qtbot.addWidget(sidebar)
    sidebar.show_folder(GALLERY._open(OpenFolder(FOLDER)))
    sidebar.show_counts(GALLERY._counts(CountFolder(FOLDER)))
    return sidebar


def test_classes_and_problems_are_listed_with_counts(sidebar):
    assert [(row.words, row.count) for row in sidebar.classes.rows.rows] == [("car", 12), ("sign", 12)]
    assert [(row.words, row.count) for row in sidebar.problems.rows.rows] == [("Shape outside picture", 1)]


def test_a_class_is_shown_alone_and_clicking_it_again_shows_all(sidebar, looking):
    sidebar.classes.picked.emit("car")
    alone = (sidebar.search.text(), looking.paint.only_classes)
    sidebar.classes.picked.emit("car")

    assert alone == ("class:car", ("car",))
    assert (sidebar.search.text(), looking.paint.only_classes) == ("", ())


def test_a_problem_filters_the_pictures(sidebar, qtbot):
    with qtbot.waitSignal(sidebar.search_edited) as told:
        sidebar.problems.picked.emit("outside")

    assert told.args == ["problem:outside"]


def test_a_decided_problem_says_what_is_done(sidebar, decisions):
    decisions.set_remedies({ProblemKind.OUTSIDE: Remedy.CLIP})

    (row,) = sidebar.problems.rows.rows
    assert (row.words, row.token) == ("Shape outside picture · clipped", "ok")


def test_a_renamed_and_a_left_out_class_say_so(sidebar, decisions):
    decisions.rename("car", "vehicle")
    decisions.leave_class("sign")

    assert [row.words for row in sidebar.classes.rows.rows] == ["car → vehicle", "sign · left out"]


def test_the_foot_counts_and_resets(sidebar, looking):
    before = sidebar._foot.text()
    sidebar.set_search("problem:*")
    sidebar.show_counts(GALLERY._counts(CountFolder(FOLDER, "problem:*", ("a",))))
    searched = sidebar._foot.text()
    sidebar._foot.linkActivated.emit("#")

    assert before == "12 of 12 images shown"
    assert searched.startswith("1 of 12 images shown, 1 excluded")
    assert sidebar.search.text() == ""


def test_a_search_that_cannot_be_read_is_told_below_the_field(sidebar):
    sidebar.show_counts(GALLERY._counts(CountFolder(FOLDER, "foo:x")))

    assert sidebar._complaint.text() == "There is no key “foo”."
    assert not sidebar._complaint.isHidden()


def test_a_source_is_picked_and_the_last_entry_opens_a_folder(sidebar, qtbot):
    source = ViewSource(SourceKind.JOB, "Town", FOLDER)
    sidebar.show_sources([source], FOLDER)

    with qtbot.waitSignal(sidebar.source_picked) as told:
        sidebar.source.activated.emit(0)
    with qtbot.waitSignal(sidebar.folder_wanted):
        sidebar.source.activated.emit(1)

    assert told.args == [source]
    assert sidebar.source.currentText() == "Town"


def test_a_saved_view_comes_back(sidebar):
    sidebar._views.save("Dusk", "tag:dusk")
    sidebar._fill_views()
    next(action for action in sidebar._menu.actions() if action.text() == "Dusk").trigger()

    assert sidebar.search.text() == "tag:dusk"
