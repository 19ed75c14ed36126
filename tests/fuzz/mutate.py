"""Ways to spoil bytes and JSON; every choice comes from the generator that is given."""

import copy
import json
import random
import re
from collections.abc import Callable, Sequence

# Standing for text that no writer of JSON would write; put in place once the document is text.
_RAW = re.compile(r'"@raw(\d+)@"')
RAW = (
    "NaN",
    "-Infinity",
    "1e999",
    "-1e999",
    "-0",
    "1" * 400,
    "9" * 5000,
    "-" + "7" * 4400,
    "0." + "3" * 900,
    "1E-400",
    '"\\ud800"',
    '"\\udc00x\\ud800"',
    '"\\u0000\\u202e\\u0007"',
    "[" * 70 + "]" * 70,
    "[" * 900 + "]" * 900,
    "[" * 3000 + "]" * 3000,
    '{"a":' * 80 + "1" + "}" * 80,
    '{"name": 1, "name": 2}',
    '{"a" : 1, "a"\n: [{"b": 2}]}',
)
NASTY: tuple[object, ...] = (
    None, True, False, 0, -1, 1, 0.5, 2**31, -(2**31), 2**53 + 1, 2**63, 2**64, 1e308, -1e308, 5e-324,
    "", " ", "point", "a" * 3000, "\0", "é", "😀", "../..", "{}", "[1]", ":", '"', "\\", "NaN",
    [], {}, [[]], [{}], [[1, 2]], [[0, 0], [1, 1]], [1, 2], {"loc": [1, 2]}, {"exterior": []}, {"name": {}},
    *(f"@raw{number}@" for number in range(len(RAW))),
)  # fmt: skip
WORDS = (
    "size", "height", "width", "objects", "tags", "name", "value", "classTitle", "classId", "geometryType", "shape",
    "points", "exterior", "interior", "parts", "bitmap", "origin", "data", "nodes", "loc", "disabled", "vertices",
    "faces", "angle", "id", "classes", "title", "color", "geometry_config", "edges", "src", "dst", "label", "values",
    "tags_images", "projectType", "description",
)  # fmt: skip
KINDS = (
    "point", "rectangle", "polygon", "multipolygon", "line", "bitmap", "alpha_mask", "graph", "cuboid", "cuboid_2d",
    "oriented_bbox", "any", "hologram",
)  # fmt: skip


def _at(rng: random.Random, body: bytes) -> int:
    return rng.randrange(len(body) + 1)


def _flip(rng: random.Random, body: bytes, _: bytes) -> bytes:
    if not body:
        return body
    spoiled = bytearray(body)
    for _place in range(rng.choice((1, 1, 2, 8))):
        spoiled[rng.randrange(len(body))] ^= 1 << rng.randrange(8)
    return bytes(spoiled)


def _set(rng: random.Random, body: bytes, _: bytes) -> bytes:
    at = _at(rng, body)
    return body[:at] + bytes((rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256))),)) + body[at + 1 :]


def _insert(rng: random.Random, body: bytes, _: bytes) -> bytes:
    at = _at(rng, body)
    return body[:at] + rng.randbytes(rng.choice((1, 2, 4, 8, 40))) + body[at:]


def _delete(rng: random.Random, body: bytes, _: bytes) -> bytes:
    at = _at(rng, body)
    return body[:at] + body[at + rng.choice((1, 1, 4, 30, 1000)) :]


def _cut(rng: random.Random, body: bytes, _: bytes) -> bytes:
    return body[: _at(rng, body)]


def _repeat(rng: random.Random, body: bytes, _: bytes) -> bytes:
    start = _at(rng, body)
    end = start + rng.choice((1, 5, 40, 300))
    return body[:end] + body[start:end] * rng.choice((1, 2, 30)) + body[end:]


def _splice(rng: random.Random, body: bytes, other: bytes) -> bytes:
    return body[: _at(rng, body)] + other[_at(rng, other) :]


def _number(rng: random.Random, body: bytes, _: bytes) -> bytes:
    """Write an edge case of a length or a number over four or eight bytes."""
    at = _at(rng, body)
    value = rng.choice((0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, rng.getrandbits(32)))
    part = value.to_bytes(4, rng.choice(("little", "big"))) * rng.choice((1, 2))
    return body[:at] + part + body[at + len(part) :]


_WAYS: tuple[Callable[[random.Random, bytes, bytes], bytes], ...] = (
    _flip, _set, _insert, _delete, _cut, _repeat, _splice, _number,
)  # fmt: skip


def spoiled(rng: random.Random, body: bytes, other: bytes, most_times: int = 4) -> bytes:
    """Return bytes after one to `most_times` changes; `other` lends a tail."""
    for _ in range(rng.randint(1, most_times)):
        body = rng.choice(_WAYS)(rng, body, other)
    return body


def _places(node: object) -> list[tuple[dict[str, object] | list[object], object]]:
    """Return every (container, key or index) of a document."""
    found: list[tuple[dict[str, object] | list[object], object]] = []
    waiting = [node]
    while waiting:
        inside = waiting.pop()
        if isinstance(inside, dict):
            found.extend((inside, key) for key in inside)
            waiting.extend(inside.values())
        elif isinstance(inside, list):
            # Long rings would be nearly all there is to choose from.
            found.extend((inside, at) for at in range(min(len(inside), 6)))
            waiting.extend(inside[:6])
    return found


def spoiled_json(rng: random.Random, text: bytes) -> bytes:
    """Return a document with a few values, keys or kinds that do not belong there."""
    document = json.loads(text)
    for _ in range(rng.choice((1, 1, 2, 5))):
        places = _places(document)
        if not places:
            break
        _spoil_place(rng, *rng.choice(places))
    written = json.dumps(document, ensure_ascii=rng.random() < 0.7, indent=rng.choice((None, None, 4)))
    written = _RAW.sub(lambda match: RAW[int(match[1])], written)
    if rng.random() < 0.1:
        written = _doubled(rng, written)
    return written.encode("utf-8", "surrogatepass")


def _spoil_place(rng: random.Random, node: dict[str, object] | list[object], key: object) -> None:
    way = rng.randrange(6)
    if isinstance(node, dict):
        name = str(key)
        if way == 0:
            del node[name]
        elif way == 1:
            node[rng.choice(WORDS)] = node.pop(name)
        elif way == 2:
            node["geometryType"] = rng.choice(KINDS)
        elif way == 3:
            node[rng.choice(WORDS)] = copy.deepcopy(rng.choice(NASTY))
        else:
            node[name] = copy.deepcopy(rng.choice(NASTY))
    elif isinstance(key, int):
        if way == 0:
            del node[key]
        elif way == 1:
            node.extend(node[: rng.choice((1, 2, 50))])
        else:
            node[key] = copy.deepcopy(rng.choice(NASTY))


def _doubled(rng: random.Random, written: str) -> str:
    braces: Sequence[int] = [at for at, letter in enumerate(written) if letter == "{"]
    at = rng.choice(braces) + 1 if braces else 0
    key = rng.choice(WORDS)
    return f'{written[:at]}"{key}"{rng.choice(("", " "))}: 1, "{key}": [2],{written[at:]}'
