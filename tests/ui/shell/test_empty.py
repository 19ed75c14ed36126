from ui.shell.empty import EmptyState


def test_an_empty_place_says_why(theme, qtbot):
    state = EmptyState(theme, "centre.map", "map-search-outline", "No map yet", "It comes later.")
    qtbot.addWidget(state)

    assert state.accessibleName() == "No map yet It comes later."
    theme.apply("dark")
    assert not state.grab().isNull()
