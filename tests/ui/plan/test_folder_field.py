from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from ui.plan.folder_field import FolderField, short


@pytest.fixture
def field(theme, qtbot):
    field = FolderField(theme, Path("/data"))
    qtbot.addWidget(field)
    return field


def test_a_project_gets_a_folder_of_its_own(field):
    field.propose(5, "signs")

    assert field.folder() == "/data/signs"


def test_a_typed_folder_stays_while_the_project_does(field):
    field.propose(5, "signs")
    field._field.setText("/elsewhere/x")

    field.propose(5, "signs")
    assert field.folder() == "/elsewhere/x"
    field.propose(6, "cracks")

    assert field.folder() == "/data/cracks"


def test_another_root_moves_the_proposal(field, qtbot):
    field.propose(5, "signs")

    with qtbot.waitSignal(field.edited):
        field.use_root(Path("/big disk"))

    assert field.folder() == "/big disk/signs"


def test_the_home_is_written_short_and_read_back(field, private_home):
    assert short(f"{private_home}/a") == "~/a"
    field._field.setText("~/a")

    assert field.folder() == f"{private_home}/a"


def test_an_empty_field_is_no_folder(field):
    assert field.folder() == ""


def test_a_reason_is_shown_beside_the_field(field):
    field.say("“notes.txt” is in the way.")

    assert not field._reason.isHidden()
    field.say("")
    assert field._reason.isHidden()


def test_the_picker_is_opened_and_not_executed(field, qtbot):
    field.propose(5, "signs")

    field.choose()
    (dialog,) = field.findChildren(QFileDialog) or field.window().findChildren(QFileDialog)
    dialog.fileSelected.emit("/picked")
    dialog.close()

    assert field.folder() == "/picked/signs"


def test_it_knows_its_own_proposal(field):
    field.propose(5, "signs")
    assert field.is_proposal

    field._field.setText("/elsewhere/x")

    assert not field.is_proposal


def test_nothing_chosen_keeps_what_is_there(field):
    field.propose(5, "signs")

    field.propose(None, "")

    assert field.folder() == "/data/signs"
