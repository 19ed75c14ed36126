"""Tests of ui.export.loss_card."""

from dataclasses import replace

import pytest

from app.model.exporter import Checked
from app.model.loss import LossReport, LossRow
from app.model.search import parse
from ui.export.loss_card import LossCard, cause_rows, verified_text

REPORT = LossReport(
    "coco",
    written=1_200,
    excluded=3,
    excluded_why=(("exact duplicate picture", 2), ("left out by hand", 1)),
    rows=(
        LossRow("car", "rectangle", 1_000, 1, 0, 4, ("cut at the edge of the picture (1)",)),
        LossRow("sign", "rectangle", 1, 0, 0),
        LossRow("tree", "bitmap", 20, 0, 0),
        LossRow("road", "polygon", 30, 0, 0),
        LossRow("lane", "line", 0, 0, 7, 0, ("COCO has no lines (7)",)),
        LossRow("person", "graph", 2, 0, 0),
        LossRow("van", "cuboid", 0, 2, 0),
    ),
    tags_lost=5,
    train=1_000,
    val=200,
    size_bytes=1_500_000,
)


@pytest.fixture
def card(theme, qtbot):
    card = LossCard(theme)
    card.said = []
    card.search_wanted.connect(card.said.append)
    qtbot.addWidget(card)
    card.show()
    return card


def said(card):
    return {words: value.text() for words, value in card.lines.items()}


def test_every_fate_has_its_line(card):
    card.show_report(REPORT)

    assert said(card) == {
        "Kept": "1,001 boxes · 30 polygons · 20 masks · 2 others",
        "Changed": "2 cuboids · 1 box",
        "Lost": "7 lines · 5 tags",
        "Excluded": "3 images: exact duplicate picture (2), left out by hand (1) · 4 labels by choice",
        "Output": "1,200 images (train 1,000, val 200) · ≈ 1.5 MB new",
    }


def test_nothing_is_a_nought(card):
    card.show_report(LossReport("coco", written=1))

    assert said(card) == {"Kept": "0", "Changed": "0", "Lost": "0", "Excluded": "0", "Output": "1 image"}
    assert not card.causes.isVisible()
    assert not card.verified.isVisible()


def test_causes_stand_most_first_and_lead_to_their_pictures(card):
    card.show_report(REPORT)
    rows = cause_rows(REPORT)
    card.causes.picked.emit(rows[0].key)

    assert [(row.words, row.count, row.token) for row in rows] == [
        ("lane · lines", 7, "err"),
        ("van · cuboids", 2, "warn"),
        ("car · boxes", 1, "warn"),
    ]
    assert rows[0].tip.splitlines()[1:] == ["0 changed, 7 lost", "COCO has no lines (7)"]
    assert card.said == ["class:lane shape:line"]


@pytest.mark.parametrize("name", ["two words", 'say "so"', "a,b", "-x", "class:y", "<b>"])
def test_any_class_name_leads_to_a_search_that_can_be_read(card, name):
    report = replace(REPORT, rows=(LossRow(name, "line", 0, 0, 1),))
    card.show_report(report)
    card.causes.picked.emit(cause_rows(report)[0].key)

    assert parse(card.said[0]).complaint == ""


@pytest.mark.parametrize(
    ("checked", "words", "look"),
    [
        (Checked(1_200, 1_055), "Verified: 1,200 images, 1,055 shapes, 0 differences", "ok"),
        (
            Checked(1_200, 1_055, 2, ("a.json: cut off",)),
            "2 differences found: 1,200 images, 1,055 shapes read back. The first: a.json: cut off",
            "error",
        ),
    ],
    ids=["all right", "not right"],
)
def test_what_was_read_back_is_said(card, checked, words, look):
    card.show_report(replace(REPORT, verified=checked))

    assert card.verified.isVisible()
    assert (card.verified.text(), card.verified.property("look")) == (words, look)


def test_what_was_not_read_back_claims_nothing(card):
    card.show_report(replace(REPORT, verified=Checked(1, 1)))
    card.show_report(REPORT)

    assert not card.verified.isVisible()
    assert verified_text(REPORT) == "Not read back"


def test_without_a_report_there_are_no_numbers_but_a_reason(card):
    card.show_report(REPORT)
    card.clear("The folder cannot be read. Check the rights to it.")

    assert set(said(card).values()) == {"—"}
    assert card.notes.text().startswith("The folder cannot be read.")
    assert not card.causes.isVisible()


def test_notes_of_a_report_are_shown(card):
    card.show_report(replace(REPORT, notes=("Two classes have one name.",)))

    assert card.notes.isVisible()
    assert card.notes.text() == "Two classes have one name."
