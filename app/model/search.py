r"""The search over the pictures of a folder: text to terms, and whether they fit a picture. Pure.

`class:sign tag:weather=sunny problem:* -dataset:old objects>20 0001`: all terms must fit. A term is `key:value`, or a
word that the name holds; a minus in front turns it around; commas stand between values of which one is enough; `*`
stands for anything; quotation marks take everything in them literally, \ before a quotation mark or another \.

Classes, tags and datasets are meant exactly as they are spelled. Names are found by a part of them (with a `*`: by the
whole), in any case.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from operator import eq, ge, gt, le, lt

from app.model.geometry_measure import SHAPE_WORDS
from app.model.problem import ProblemKind


class SearchKey(StrEnum):
    """What a term asks about."""

    CLASS = "class"
    TAG = "tag"
    PROBLEM = "problem"
    SHAPE = "shape"
    DATASET = "dataset"
    NAME = "name"
    OBJECTS = "objects"
    IS = "is"


class PictureState(StrEnum):
    """What a picture can be."""

    LABELLED = "labelled"
    UNLABELLED = "unlabelled"
    EXCLUDED = "excluded"


class Sign(StrEnum):
    """How the number of objects is compared."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"
    EQUAL = "="

    def holds(self, left: int, right: int) -> bool:
        """Return whether the comparison is true."""
        return _COMPARE[self](left, right)


_COMPARE: dict[Sign, Callable[[int, int], bool]] = {
    Sign.AT_LEAST: ge,
    Sign.AT_MOST: le,
    Sign.MORE: gt,
    Sign.LESS: lt,
    Sign.EQUAL: eq,
}

# Shapes that can be searched; the newer form of cuboids is counted as one.
SEARCHED_SHAPES = (*SHAPE_WORDS, "multichannelBitmap")
_SHAPES = {shape.lower(): shape for shape in SEARCHED_SHAPES} | {"cuboid_2d": "cuboid"}
_STATE_ALIASES = {"labeled": "labelled", "unlabeled": "unlabelled"}
_BARE = frozenset("_-./")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with gaps that anything may fill.

    Attributes:
        pieces: The texts before, between and behind the gaps; one piece alone has no gap.
    """

    pieces: tuple[str, ...]

    @property
    def is_exact(self) -> bool:
        """Return whether only one text fits."""
        return len(self.pieces) == 1

    @property
    def is_anything(self) -> bool:
        """Return whether every text fits."""
        return len(self.pieces) > 1 and not any(self.pieces)

    def matches(self, text: str) -> bool:
        """Return whether the whole text fits."""
        first, *rest = self.pieces
        if not rest:
            return text == first
        *middle, last = rest
        if not (text.startswith(first) and text.endswith(last)) or len(text) < len(first) + len(last):
            return False
        at, end = len(first), len(text) - len(last)
        for piece in middle:
            found = text.find(piece, at, end)
            if found < 0:
                return False
            at = found + len(piece)
        return True


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of the values of a term.

    Attributes:
        name: What is searched.
        value: Of a tag; None when any value will do.
    """

    name: Pattern
    value: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One condition.

    Attributes:
        key: What it asks about.
        wanted: Values of which one is enough; empty for OBJECTS.
        is_negated: It must not fit.
        sign, number: For OBJECTS.
    """

    key: SearchKey
    wanted: tuple[Wanted, ...] = ()
    is_negated: bool = False
    sign: Sign = Sign.EQUAL
    number: int = 0


@dataclass(frozen=True, slots=True)
class Search:
    """A search that was read.

    Attributes:
        terms: All must fit; none fit every picture.
        complaint: What could not be read, one sentence; empty when all could. Such terms are left out.
    """

    terms: tuple[Term, ...] = ()
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a search can ask about a picture.

    Attributes:
        dataset: Names from the root joined by "/".
        name: File name with extension.
        classes, shapes: Of its labels.
        tags: (name, value) of the image and of its labels.
        problems: Of the image and of its labels.
        labels: How many it has.
        is_excluded: It is left out of the export.
    """

    dataset: str
    name: str
    classes: frozenset[str] = frozenset()
    shapes: frozenset[str] = frozenset()
    tags: frozenset[tuple[str, str]] = frozenset()
    problems: frozenset[ProblemKind] = frozenset()
    labels: int = 0
    is_excluded: bool = False


def matches(search: Search, facts: PictureFacts) -> bool:
    """Return whether all terms fit a picture."""
    return all(_fits(term, facts) != term.is_negated for term in search.terms)


def _fits(term: Term, facts: PictureFacts) -> bool:
    match term.key:
        case SearchKey.OBJECTS:
            return term.sign.holds(facts.labels, term.number)
        case SearchKey.CLASS:
            return any_of(term, facts.classes)
        case SearchKey.SHAPE:
            return any_of(term, facts.shapes)
        case SearchKey.DATASET:
            return any_of(term, (facts.dataset,))
        case SearchKey.PROBLEM:
            return any_of(term, facts.problems)
        case SearchKey.IS:
            return any_of(term, states(facts.labels, facts.is_excluded))
        case SearchKey.NAME:
            return name_fits(term, facts.name)
        case SearchKey.TAG:
            return any(tag_fits(term, name, value) for name, value in facts.tags)


def any_of(term: Term, texts: Iterable[str]) -> bool:
    """Return whether one of the texts is wanted; the minus of the term is left to the caller."""
    return any(wanted.name.matches(text) for text in texts for wanted in term.wanted)


def tag_fits(term: Term, name: str, value: str) -> bool:
    """Return whether a tag is wanted; the minus of the term is left to the caller."""
    return any(
        wanted.name.matches(name) and (wanted.value is None or wanted.value.matches(value)) for wanted in term.wanted
    )


def name_fits(term: Term, name: str) -> bool:
    """Return whether the name of a picture is wanted; the minus of the term is left to the caller."""
    folded = name.casefold()
    return any(
        wanted.name.pieces[0] in folded if wanted.name.is_exact else wanted.name.matches(folded)
        for wanted in term.wanted
    )


def states(labels: int, is_excluded: bool) -> tuple[PictureState, ...]:
    """Return what a picture is."""
    labelled = PictureState.LABELLED if labels else PictureState.UNLABELLED
    return (labelled, PictureState.EXCLUDED) if is_excluded else (labelled,)


def quoted(value: str) -> str:
    """Return a name so that it is meant literally behind a key: in quotation marks if it needs them."""
    if value and not value.startswith("-") and all(char.isalnum() or char in _BARE for char in value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


# A character, and whether it stood in quotation marks.
_Chars = tuple[tuple[str, bool], ...]


class _UnreadableError(ValueError):
    """A term cannot be read; the text is a sentence."""


def parse(text: str) -> Search:
    """Return the terms of a search as typed. Never raises: what cannot be read is told in `complaint`."""
    terms: list[Term] = []
    complaints: list[str] = []
    for token in _tokens(text, complaints):
        try:
            terms.append(_term(token))
        except _UnreadableError as error:
            complaints.append(str(error))
    return Search(tuple(terms), complaints[0] if complaints else "")


def _tokens(text: str, complaints: list[str]) -> Iterator[_Chars]:
    token: list[tuple[str, bool]] = []
    is_begun = is_quoted = False
    chars = iter(text)
    for char in chars:
        if char == '"':
            is_quoted, is_begun = not is_quoted, True
            token.append(("", True))  # so that "" is a value
        elif is_quoted and char == "\\":
            escaped = next(chars, "")
            token.append((escaped if escaped in ('"', "\\") else char + escaped, True))
        elif is_quoted or not char.isspace():
            token.append((char, is_quoted))
            is_begun = True
        elif is_begun:
            yield tuple(token)
            token, is_begun = [], False
    if is_quoted:
        complaints.append("A quotation mark is not closed.")
    if is_begun:
        yield tuple(token)


def _term(token: _Chars) -> Term:
    is_negated = len(token) > 1 and token[0] == ("-", False)
    if is_negated:
        token = token[1:]
    word, sign, rest = _key(token)
    if not sign:
        return Term(SearchKey.NAME, (Wanted(_pattern(token, str.casefold)),), is_negated)
    if word == SearchKey.OBJECTS:
        return Term(SearchKey.OBJECTS, (), is_negated, Sign("=" if sign == ":" else sign), _count(rest))
    if word not in list(SearchKey):
        keys = ", ".join(f"{key}:" for key in SearchKey if key is not SearchKey.OBJECTS)
        raise _UnreadableError(f"“{word}:” cannot be searched. There are {keys} and objects>20.")
    key = SearchKey(word)
    values = [value for value in _split(rest, ",") if value]
    if not values:
        raise _UnreadableError(f"A value is missing behind “{key}:”.")
    return Term(key, tuple(_wanted(key, value) for value in values), is_negated)


def _key(token: _Chars) -> tuple[str, str, _Chars]:
    """Return the key in lower case, its sign and what follows; without a key the sign is empty."""
    name = tuple(takewhile(lambda char: not char[1] and (char[0].isalpha() or char[0] == "_"), token))
    word, behind = "".join(char for char, _ in name).lower(), token[len(name) :]
    signs = "".join(char for char, is_quoted in behind[:2] if not is_quoted)
    if word == SearchKey.OBJECTS:
        for sign in (*Sign, ":"):
            if signs.startswith(sign):
                return word, str(sign), behind[len(sign) :]
    if word and signs.startswith(":"):
        return word, ":", behind[1:]
    return "", "", token


def _count(value: _Chars) -> int:
    digits = "".join(char for char, _ in value)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise _UnreadableError("Behind “objects” a whole number is needed, as in objects>20.")
    return int(digits)


def _wanted(key: SearchKey, value: _Chars) -> Wanted:
    match key:
        case SearchKey.TAG:
            name, *rest = _split(value, "=", 1)
            return Wanted(_pattern(name), _pattern(rest[0]) if rest else None)
        case SearchKey.NAME:
            return Wanted(_pattern(value, str.casefold))
        case SearchKey.PROBLEM:
            return Wanted(_known(key, _pattern(value, str.lower), list(ProblemKind)))
        case SearchKey.IS:
            return Wanted(_known(key, _pattern(value, _state), list(PictureState)))
        case SearchKey.SHAPE:
            pattern = _pattern(value, _shape)
            # In quotation marks also a shape that nobody has heard of yet.
            is_literal = all(is_quoted for _, is_quoted in value)
            return Wanted(pattern if is_literal else _known(key, pattern, SEARCHED_SHAPES))
        case _:
            return Wanted(_pattern(value))


def _state(text: str) -> str:
    return _STATE_ALIASES.get(text.lower(), text.lower())


def _shape(text: str) -> str:
    return _SHAPES.get(text.lower(), text)


def _known(key: SearchKey, pattern: Pattern, choices: Sequence[str]) -> Pattern:
    if not any(pattern.matches(choice) for choice in choices):
        raise _UnreadableError(f"“{key}:{'*'.join(pattern.pieces)}” finds nothing. There are {', '.join(choices)}.")
    return pattern


def _pattern(value: _Chars, fold: Callable[[str], str] = str) -> Pattern:
    return Pattern(tuple(fold("".join(char for char, _ in piece)) for piece in _split(value, "*")))


def _split(value: _Chars, separator: str, most: int = -1) -> list[_Chars]:
    """Split as `str.split` does, at separators outside quotation marks."""
    parts: list[list[tuple[str, bool]]] = [[]]
    for char in value:
        if char == (separator, False) and most != len(parts) - 1:
            parts.append([])
        else:
            parts[-1].append(char)
    return [tuple(part) for part in parts]
