"""Columns say the same of every search as the search itself says of one picture."""

import random

import pytest

from app.gallery.finding import find, needs_excluded
from app.gallery.index import IMAGE_BITS, FileLook, Index, Note, State
from app.model.export_spec import image_key
from app.model.problem import ProblemKind
from app.model.search import PictureFacts, matches, parse

CLASSES, SHAPES, DATASETS = ("car", "sign", "ca"), ("rectangle", "polygon"), ("streets", "streets/east", "")
TAGS = (("night", ""), ("weather", "sunny"), ("weather", "rain"), ("weather", ""))
LABEL_KINDS = tuple(kind for kind in ProblemKind if kind not in IMAGE_BITS)


def town(seed: int) -> tuple[Index, list[PictureFacts], set[str]]:
    """Return pictures as columns and one by one, and the keys of those that are left out."""
    chance = random.Random(seed)
    index, facts, excluded = Index(), [], set()
    for number in range(60):
        dataset, name = chance.choice(DATASETS), f"{chance.choice(('IMG', 'Foto'))}_{number:03}.jpg"
        index.add(dataset, [name])
        classes = [
            (chance.choice(CLASSES), chance.choice(SHAPES), chance.randrange(1, 4)) for _ in range(chance.randrange(3))
        ]
        tags = [chance.choice(TAGS) for _ in range(chance.randrange(3))]
        kinds = [chance.choice(LABEL_KINDS) for _ in range(chance.randrange(2))]
        has_picture = chance.random() < 0.8
        index.set_state(number, State.HAS_NOTE)
        index.set_state(number, State.HAS_PICTURE, has_picture)
        # What is read twice counts once.
        index.put_note(number, Note(9, 9, [("ghost", "line", 9)], [("ghost", "", 0, 1)], [(ProblemKind.BAD_MASK, 0)]))
        rows = {pair: count for *pair, count in ((c, s, n) for c, s, n in classes) for pair in [tuple(pair)]}
        index.put_note(
            number,
            Note(
                9,
                9,
                [(c, s, n) for (c, s), n in rows.items()],
                [(t, v, 0, 1) for t, v in tags],
                [(k, 0) for k in kinds],
            ),
        )
        index.put_look(number, FileLook())
        if chance.random() < 0.2:
            excluded.add(image_key(dataset, name))
        problems = {*kinds, *(() if has_picture else (ProblemKind.NO_PICTURE,))}
        facts.append(
            PictureFacts(
                dataset,
                name,
                frozenset(c for c, _ in rows),
                frozenset(s for _, s in rows),
                frozenset(tags),
                frozenset(problems),
                sum(rows.values()),
                image_key(dataset, name) in excluded,
            )
        )
    return index, facts, excluded


SEARCHES = (
    "",
    "class:car",
    "-class:car",
    "class:car,sign",
    "class:c*",
    "class:none",
    "shape:polygon class:sign",
    "dataset:streets",
    "dataset:streets*",
    "-dataset:streets",
    "tag:night",
    "tag:weather",
    "tag:weather=sunny",
    "-tag:weather=*",
    "tag:weather=",
    "tag:*=rain",
    "problem:*",
    "-problem:*",
    "problem:no-picture",
    "problem:out*",
    "objects>2",
    "objects<=1",
    "objects:3",
    "objects>=4",
    "objects<2",
    "name:img",
    "name:*3.jpg",
    "foto 01",
    "is:labelled",
    "is:unlabelled",
    "is:excluded",
    "-is:excluded",
    "is:*",
    "class:ghost",
    "problem:bad-mask tag:ghost",
)


@pytest.mark.parametrize("text", SEARCHES)
def test_columns_say_what_the_search_says(text):
    for seed in range(3):
        index, facts, excluded = town(seed)
        search = parse(text)

        assert find(index, search, excluded).tolist() == [matches(search, one) for one in facts]


def test_an_empty_folder_is_searched():
    assert find(Index(), parse("class:car tag:a=b problem:* objects>1 x"), ()).tolist() == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("is:excluded", True), ("-is:excluded", True), ("is:*", True), ("is:labelled", False), ("excluded", False)],
)
def test_a_search_says_whether_it_asks_for_what_is_left_out(text, expected):
    assert needs_excluded(parse(text)) is expected
