import pytest

from ui.shell.finding import Offer, best

OFFERS = [
    Offer(kind, words, "x", lambda: None)
    for kind, words in (
        ("Project", "street-signs"),
        ("Project", "cracks"),
        ("Job", "signs done"),
        ("Action", "Settings"),
    )
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["street-signs", "cracks", "signs done", "Settings"]),
        ("sig", ["signs done", "street-signs"]),
        ("SIGN street", ["street-signs"]),
        ("stsi", ["street-signs"]),
        ("zzz", []),
    ],
    ids=["everything", "beginnings first", "all words", "letters in order", "nothing"],
)
def test_the_best_match_comes_first(text, expected):
    assert [offer.words for offer in best(OFFERS, text)] == expected


def test_the_list_stays_short():
    assert len(best(OFFERS * 10, "s")) == 12
