"""Rules as they are written."""

import pytest

from app.model.rule import Rule, RuleKind, moment, name_fits, parse_rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("class:car", Rule(RuleKind.CLASS, "car")),
        ("class:a: b", Rule(RuleKind.CLASS, "a: b")),
        ("tag:night", Rule(RuleKind.TAG, "night")),
        ("tag:weather=rain=much", Rule(RuleKind.TAG, "weather", "rain=much")),
        ("tag:weather=", Rule(RuleKind.TAG, "weather", "")),
        ("name:*.PNG", Rule(RuleKind.NAME, "*.PNG")),
        ("since:2026-01-31", Rule(RuleKind.SINCE, "2026-01-31")),
        (" labelled ", Rule(RuleKind.LABELLED)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_rule_is_read(text, rule):
    assert parse_rule(text) == rule


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("car", "is no rule"),
        ("colour:red", "is no rule"),
        ("labelled:yes", "is no rule"),
        ("class:", "names nothing"),
        ("tag:=5", "names no tag"),
        ("since:yesterday", "is no date"),
        ("", "is no rule"),
    ],
)
def test_what_is_no_rule_says_what_there_is(text, words):
    with pytest.raises(ValueError, match=words):
        parse_rule(text)


def test_a_date_without_zone_means_utc():
    early, late = moment("2026-01-31"), moment("2026-01-31T00:30:00+01:00")
    assert early is not None
    assert late is not None
    assert late < early


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("*.png", "A.PNG", True),
        ("img_[0-9]*", "IMG_7.jpg", True),
        ("img", "img.jpg", False),
        ("a?.jpg", "ab.jpg", True),
    ],
)
def test_names_fit_patterns_whatever_their_case(pattern, name, fits):
    assert name_fits(pattern, name) is fits
