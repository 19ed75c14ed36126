from ui.theme.resources import resource, resource_text


def test_the_icon_of_the_program_is_bundled():
    assert resource("icons/windrow.svg") is not None


def test_licences_of_what_is_bundled_can_be_read():
    assert "MIT" in resource_text("licences/THIRD_PARTY.md")


def test_what_is_not_there_is_empty():
    assert resource("nothing.txt") is None
    assert resource_text("nothing.txt") == ""
