"""What the command palette offers for a text: best match first. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

MOST = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be gone to or done.

    Attributes:
        kind: "Project", "Job" or "Action".
        words: What is matched and shown.
        icon: Name of a Material Design icon.
        act: Goes there or does it.
        keys: Shortcut as text; may be empty.
    """

    kind: str
    words: str
    icon: str
    act: Callable[[], None]
    keys: str = ""


def best(offers: Iterable[Offer], text: str) -> list[Offer]:
    """Return the offers that hold every word of a text, those that begin with it first.

    Letters in order are enough when nothing holds the words: "stsi" finds "street-signs".
    """
    wanted = text.casefold().split()
    everything = list(offers)
    if not wanted:
        return everything[:MOST]
    ranked = []
    for place, offer in enumerate(everything):
        words = offer.words.casefold()
        if all(word in words for word in wanted):
            rank = 0 if words.startswith(wanted[0]) else 1 + words.index(wanted[0])
            ranked.append((rank, place, offer))
    if not ranked:
        letters = "".join(wanted)
        ranked = [(0, n, offer) for n, offer in enumerate(everything) if _in_order(letters, offer.words.casefold())]
    return [offer for _rank, _place, offer in sorted(ranked, key=lambda row: row[:2])][:MOST]


def _in_order(letters: str, words: str) -> bool:
    rest = iter(words)
    return all(letter in rest for letter in letters)
