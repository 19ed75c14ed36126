from PySide6.QtWidgets import QLabel

from ui.plan.estimate import Estimate, Verdict, nothing_chosen
from ui.plan.plan_card import DOWNLOAD_LINES, HARVEST_LINES, PlanNumbers


def test_the_card_shows_every_line_and_reads_itself_out(theme, qtbot):
    card = PlanNumbers(theme, DOWNLOAD_LINES, "Download plan")
    qtbot.addWidget(card)

    card.show_plan("signs", Estimate(Verdict.READY, "Download", "5 items", "1.0 GB", "≈ 2 min"))

    assert card.findChild(QLabel, "plan.fetch").text() == "5 items"
    assert card.findChild(QLabel, "plan.disk").text() == "—"
    assert "To fetch: 5 items" in card.accessibleDescription()


def test_problem_and_notes_are_shown_only_when_there_are_some(theme, qtbot):
    card = PlanNumbers(theme, DOWNLOAD_LINES, "Download plan")
    qtbot.addWidget(card)

    card.show_plan("", Estimate(Verdict.NO_SPACE, "No", problem="Needs 33 GB, 21 GB free.", notes=("a", "b")))
    assert not card.problem.isHidden()
    assert card.notes.text() == "a\nb"
    card.show_plan("", Estimate(Verdict.NOTHING, "No"))

    assert card.problem.isHidden()
    assert card.notes.isHidden()


def test_a_name_without_spaces_does_not_widen_the_card(theme, qtbot):
    card = PlanNumbers(theme, DOWNLOAD_LINES, "Download plan")
    qtbot.addWidget(card)

    card.show_plan("x" * 90, nothing_chosen())

    assert card.minimumSizeHint().width() < 300
    assert "x" * 90 in card.accessibleDescription()


def test_a_harvest_has_its_own_lines(theme, qtbot):
    card = PlanNumbers(theme, HARVEST_LINES, "Harvest plan")
    qtbot.addWidget(card)

    card.show_plan("", Estimate(Verdict.READY, "Harvest", "8,214", quota="30 of 50,000 tile calls today"))

    assert card.accessibleName() == "Harvest plan"
    assert card.findChild(QLabel, "plan.quota").text() == "30 of 50,000 tile calls today"
    assert "Images: 8,214" in card.accessibleDescription()
    assert card.findChild(QLabel, "plan.selected") is None
