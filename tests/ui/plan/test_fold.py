from ui.plan.fold import Fold


def test_it_begins_folded_and_says_what_is_set_behind_it(theme, qtbot):
    fold = Fold(theme, "x.more", "More", "rare things")
    qtbot.addWidget(fold)
    assert fold.body.isHidden()
    assert fold.button.text() == "More"

    fold.say(2)
    fold.button.click()

    assert not fold.body.isHidden()
    assert fold.button.text() == "More (2 set)"
    assert fold.button.accessibleName() == "More (2 set): rare things"
