"""Tests of ui.preview.looking."""

from app.model.gallery import NamesShown, Paint


def test_a_change_is_told_once(looking, qtbot):
    with qtbot.waitSignal(looking.changed):
        looking.toggle_names()
    with qtbot.assertNotEmitted(looking.changed):
        looking.set(names=NamesShown.NONE)

    assert looking.paint == Paint(names=NamesShown.NONE)


def test_opacity_stays_between_nothing_and_everything(looking):
    for _ in range(20):
        looking.change_opacity(1)
    most = looking.paint.opacity
    for _ in range(20):
        looking.change_opacity(-1)

    assert (most, looking.paint.opacity) == (1.0, 0.0)


def test_a_hidden_class_can_be_shown_again(looking):
    looking.show_class("car", False)
    hidden = looking.paint.hidden_classes
    looking.show_class("car", True)

    assert hidden == ("car",)
    assert looking.paint.hidden_classes == ()


def test_showing_one_class_alone_forgets_the_hidden_ones(looking):
    looking.show_class("car", False)
    looking.show_only(("car",))

    assert looking.paint == Paint(only_classes=("car",))


def test_outlines_and_hiding_are_switches(looking):
    looking.toggle_outlines()
    looking.hide(True)

    assert looking.paint == Paint(is_outline_only=True, is_hidden=True)
