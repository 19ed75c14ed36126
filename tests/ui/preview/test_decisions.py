"""Tests of ui.preview.decisions."""

import pytest

from app.model.export_spec import ExportSpec
from app.model.problem import ProblemKind, Remedy
from ui.preview.decisions import STATE_KEY, Decided, Decisions


def test_a_left_out_image_can_be_taken_in_again(decisions):
    decisions.exclude(["a/1.jpg", "a/2.jpg"])
    decisions.exclude(["a/1.jpg"], is_out=False)

    assert decisions.now.excluded == ("a/2.jpg",)
    assert decisions.is_excluded("a/2.jpg")
    assert not decisions.is_excluded("a/1.jpg")


def test_every_step_can_be_undone_and_done_again(decisions):
    decisions.exclude(["a.jpg"])
    decisions.rename("car", "vehicle")

    decisions.undo()
    after_one = decisions.now
    decisions.undo()
    after_two = decisions.now
    decisions.redo()
    decisions.redo()

    assert after_one == Decided(excluded=("a.jpg",))
    assert after_two == Decided()
    assert decisions.now == Decided(excluded=("a.jpg",), renames=(("car", "vehicle"),))


def test_whether_there_is_something_to_undo_is_told(decisions, qtbot):
    with qtbot.waitSignal(decisions.undoable) as told:
        decisions.leave_class("car")

    assert told.args == [True, False]


def test_a_step_that_changes_nothing_is_none(decisions):
    decisions.rename("car", "car")
    decisions.exclude([])
    decisions.undo()

    assert decisions.now == Decided()


def test_its_own_name_takes_a_new_name_back(decisions):
    decisions.rename("car", "vehicle")
    decisions.rename("car", "car")

    assert decisions.now.renames == ()


def test_the_remedy_that_a_format_needs_is_no_decision(decisions):
    decisions.set_remedies({ProblemKind.OUTSIDE: Remedy.CLIP, ProblemKind.ZERO_AREA: Remedy.DROP})
    decisions.set_remedies({ProblemKind.OUTSIDE: Remedy.AUTO})

    assert decisions.now.remedies == (("zero-area", "drop"),)
    assert decisions.remedy(ProblemKind.OUTSIDE) is Remedy.AUTO


def test_decisions_are_kept_for_each_folder(desk, decisions):
    decisions.open("/data/one")
    decisions.exclude(["a.jpg"])
    decisions.open("/data/two")
    decisions.recolor("car", "#FF0000")

    later = Decisions(desk.state)
    later.open("/data/one")
    one = later.now
    later.open("/data/two")

    assert one == Decided(excluded=("a.jpg",))
    assert later.now == Decided(colors=(("car", "#FF0000"),))


@pytest.mark.parametrize("kept", ["", "no json", "[]", '{"/x": {"excluded": 3}}'])
def test_spoilt_memory_means_no_decisions(desk, kept):
    desk.state.setValue(STATE_KEY, kept)
    decisions = Decisions(desk.state)
    decisions.open("/x")

    assert decisions.now == Decided()


def test_a_spec_takes_what_was_decided(decisions):
    decisions.exclude(["a.jpg"])
    decisions.leave_class("tree")
    decisions.rename("car", "vehicle")
    decisions.set_remedies({ProblemKind.OUTSIDE: Remedy.EXCLUDE})

    spec = decisions.fill(ExportSpec(folder="/data", format="yolo-detect"))

    assert spec == ExportSpec(
        folder="/data",
        format="yolo-detect",
        excluded=("a.jpg",),
        without_classes=("tree",),
        renames=(("car", "vehicle"),),
        remedies=(("outside", "exclude"),),
    )


def test_clearing_is_one_step(decisions):
    decisions.exclude(["a.jpg"])
    decisions.leave_class("tree")
    decisions.clear()
    empty = decisions.now
    decisions.undo()

    assert empty == Decided()
    assert decisions.now == Decided(("a.jpg",), ("tree",))
