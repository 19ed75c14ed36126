"""Faults on order: rules that turn an honest answer into a wrong one. Pure; chance is seeded.

The file of `--faults` is a JSON object `{"rules": [...]}` or a bare list. A rule:

    {"route": "images.download",        name of a route, "*" for all
     "nth": 3 | [3, 7]                  only these hits of the rule (counted from 1), or
     "every": 10                        each tenth hit, or
     "probability": 0.05, "seed": 1     by chance, the same each run, or
     "ids": [1001, 1002]                requests for these ids (with "times": only the first hits of each id)
     "times": 2                         at most so many faults of this rule
     "fault": {"kind": ..., ...}}       without nth, every, probability and ids: each hit

Kinds of fault:

    status         {"status": 503, "retry_after": 2 | "Wed, 21 Oct 2026 07:28:00 GMT", "body": {...} | "text"}
    cut            {"at": 1000 | 0.5}   full length announced, connection closed after so many bytes (or that share)
    short          {"by": 100 | 0.5}    fewer bytes, and the shorter length announced
    stall          {"at": 0.5, "seconds": 5 | null}    null: for ever
    wrong_hash     {}                   bytes altered, same length
    missing_part   {"ids": [..]}        bulk answers: these parts (else the first) are left out
    foreign_part   {"id": 999999999}    bulk answers: a part that nobody asked for is added
    html           {}                   200 with a login page
    redirect       {"to": "http://127.0.0.1:9/", "status": 302}
    reset          {"at": 0}            the connection is reset
    slow           {"seconds": 5}       nothing at all for so long, then the honest answer
    empty          {}                   200 without a byte
    html_as_jpeg   {}                   200 with the login page, announced as image/jpeg
    gzip           {}                   compressed, and announced so; {"wrapped": true} does not announce it
    chunked        {"at": 0.5}          no length: in chunks, cut after that share; 1e9 sends all
    unframed       {"at": 0.5}          no length: the body ends with the connection, after that share; 1e9 sends all
    graph          {"row": "app-limit", "retry_after": ...}     a row of `street_errors.NAMES`: status and body
    tile_block     {"as_page": false}   302 to a login page, or 200 with it

Routes of the street half: street.tile, street.entity, street.entities, street.search, street.sequence,
street.detections, street.detections.search, street.features, street.thumb, street.me, street.basemap. Ids are those of
images; those of tiles are "z/x/y".
"""

import gzip
import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from app.sandbox.multipart import drop_parts, with_part
from app.sandbox.street_errors import NAMES, login_page, login_redirect, refused
from app.sandbox.wire import JSON_TYPE, Framing, Piece, Reply, header

LOGIN_PAGE = (
    b"<!doctype html><html><head><title>Sign in</title></head>"
    b"<body><h1>Sign in to go on</h1><form><input name=login></form></body></html>"
)
# Chunks of a body without a length.
_CHUNK = 8_192


class Fault(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What goes wrong; the fields that matter depend on the kind, as the head of this page says."""

    kind: str
    status: int = 503
    retry_after: int | str | None = None
    body: object = None
    at: float = 0.5
    by: float = 0.5
    seconds: float | None = 30.0
    ids: tuple[int, ...] = ()
    id: int = 999_999_999
    to: str = "http://127.0.0.1:9/"
    row: str = "temporary"
    wrapped: bool = False
    as_page: bool = False


class Rule(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """When a fault happens."""

    fault: Fault
    route: str = "*"
    nth: int | tuple[int, ...] | None = None
    every: int | None = None
    probability: float | None = None
    seed: int = 0
    ids: tuple[int | str, ...] | None = None
    times: int | None = None


class _Book(msgspec.Struct, forbid_unknown_fields=True):
    rules: tuple[Rule, ...] = ()


def read_rules(document: bytes) -> tuple[Rule, ...]:
    """Return the rules of a faults file.

    Raises:
        ValueError: It is not what the head of this page says; the text names the place.
    """
    if document.lstrip()[:1] == b"[":
        rules = msgspec.json.decode(document, type=tuple[Rule, ...])
    else:
        rules = msgspec.json.decode(document, type=_Book).rules
    for rule in rules:
        if rule.fault.kind not in KINDS:
            raise ValueError(f"Unknown fault “{rule.fault.kind}”. Use one of: {', '.join(KINDS)}.")
        if rule.fault.kind == "graph" and rule.fault.row not in NAMES:
            raise ValueError(f"Unknown row “{rule.fault.row}”. Use one of: {', '.join(NAMES)}.")
    return rules


def load_rules(path: Path) -> tuple[Rule, ...]:
    """Return the rules of a faults file. Raises OSError, ValueError."""
    return read_rules(path.read_bytes())


class _Counting:
    """A rule and how often it was met."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._hits = 0
        self._done = 0
        self._per_id: Counter[str] = Counter()
        self._random = random.Random(rule.seed)
        self._ids = None if rule.ids is None else {str(one) for one in rule.ids}

    def strikes(self, route: str, ids: Sequence[str]) -> bool:
        """Count a request and say whether it goes wrong."""
        rule = self.rule
        if rule.route not in ("*", route):
            return False
        if self._ids is not None:
            return self._strikes_ids([one for one in ids if one in self._ids])
        self._hits += 1
        if rule.nth is not None:
            chosen = self._hits in ((rule.nth,) if isinstance(rule.nth, int) else rule.nth)
        elif rule.every is not None:
            chosen = self._hits % rule.every == 0
        elif rule.probability is not None:
            chosen = self._random.random() < rule.probability
        else:
            chosen = True
        if not chosen or (rule.times is not None and self._done >= rule.times):
            return False
        self._done += 1
        return True

    def _strikes_ids(self, met: Sequence[str]) -> bool:
        self._per_id.update(met)
        times = self.rule.times
        return any(times is None or self._per_id[one] <= times for one in met)


class Faults:
    """All rules of a server."""

    def __init__(self, rules: Sequence[Rule] = ()) -> None:
        """Start counting."""
        self._rules = [_Counting(rule) for rule in rules]

    def __bool__(self) -> bool:
        return bool(self._rules)

    def set(self, rules: Sequence[Rule]) -> None:
        """Replace the rules; counting starts again."""
        self._rules = [_Counting(rule) for rule in rules]

    def next(self, route: str, ids: Sequence[str]) -> Fault | None:
        """Return the fault of this request; every rule counts it, the first that strikes wins."""
        struck = [one.rule.fault for one in self._rules if one.strikes(route, ids)]
        return struck[0] if struck else None


def spoil(reply: Reply, fault: Fault) -> Reply:
    """Return the answer with the fault in it."""
    spoiled = _SPOILERS[fault.kind](reply, fault)
    spoiled.fault = fault.kind
    return spoiled


def _place(at: float, length: int) -> int:
    """Return a number of bytes: shares lie below 1."""
    return int(length * at) if at < 1 else min(int(at), length)


def _cut(reply: Reply, fault: Fault) -> Reply:
    return replace(reply, cut_at=_place(fault.at, reply.length))


def _stall(reply: Reply, fault: Fault) -> Reply:
    seconds = math.inf if fault.seconds is None else fault.seconds
    return replace(reply, cut_at=_place(fault.at, reply.length), stall_seconds=seconds)


def _short(reply: Reply, fault: Fault) -> Reply:
    body = reply.whole()
    return replace(reply, pieces=(body[: len(body) - max(1, _place(fault.by, len(body)))],))


def _redirect(fault: Fault) -> Reply:
    status = fault.status if 300 <= fault.status < 400 else 302
    return Reply(status, header("Location", fault.to))


def _gzip(reply: Reply, fault: Fault) -> Reply:
    headers = reply.headers if fault.wrapped else reply.headers + header("Content-Encoding", "gzip")
    return replace(reply, headers=headers, pieces=(gzip.compress(reply.whole(), 6, mtime=0),))


def _chunked(reply: Reply, fault: Fault) -> Reply:
    """Return a body in chunks; the cut falls into the body and not into what frames it."""
    body = reply.whole()
    at = _place(fault.at, len(body))
    parts = [body[start : start + _CHUNK] for start in range(0, len(body), _CHUNK)]
    framed = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    cut_at = None if at >= len(body) else at + sum(len(b"%x\r\n\r\n" % len(part)) for part in parts[: at // _CHUNK]) + 6
    return replace(reply, pieces=(framed + b"0\r\n\r\n",), framing=Framing.CHUNKED, cut_at=cut_at)


def _unframed(reply: Reply, fault: Fault) -> Reply:
    body = reply.whole()
    return replace(reply, pieces=(body[: _place(fault.at, len(body))],), framing=Framing.CLOSE)


def _parts(pieces: Callable[[Reply, Fault], Sequence[Piece]]) -> "Spoiler":
    return lambda reply, fault: Reply(reply.status, reply.headers, pieces(reply, fault))


Spoiler = Callable[[Reply, Fault], Reply]
_HTML = b"Content-Type: text/html; charset=utf-8\r\n"
_SPOILERS: Mapping[str, Spoiler] = {
    "status": lambda _, fault: _status(fault),
    "cut": _cut,
    "short": _short,
    "stall": _stall,
    "wrong_hash": _parts(lambda reply, _: (altered(reply.whole()),)),
    "missing_part": _parts(lambda reply, fault: drop_parts(reply.whole(), reply.headers, fault.ids)),
    "foreign_part": _parts(lambda reply, fault: with_part(reply.whole(), reply.headers, fault.id)),
    "html": lambda reply, fault: Reply(200, _HTML, (LOGIN_PAGE,)),
    "redirect": lambda _, fault: _redirect(fault),
    "reset": lambda reply, fault: replace(_cut(reply, fault), resets=True),
    "slow": lambda reply, fault: replace(reply, wait_seconds=fault.seconds or 0.0),
    "empty": lambda reply, _: replace(reply, status=200, pieces=()),
    "html_as_jpeg": lambda _, fault: Reply(200, header("Content-Type", "image/jpeg"), (LOGIN_PAGE,)),
    "gzip": _gzip,
    "chunked": _chunked,
    "unframed": _unframed,
    "graph": lambda _, fault: refused(fault.row, retry_after=fault.retry_after),
    "tile_block": lambda _, fault: login_page() if fault.as_page else login_redirect(),
}
KINDS = tuple(_SPOILERS)


def _status(fault: Fault) -> Reply:
    headers = b"" if fault.retry_after is None else header("Retry-After", str(fault.retry_after))
    if isinstance(fault.body, str):
        return Reply(fault.status, headers + header("Content-Type", "text/plain"), (fault.body.encode(),))
    body = fault.body
    if not isinstance(body, Mapping | list):
        body = {"error": "FAIL", "details": {"message": "Injected by the sandbox"}}
    return Reply(fault.status, JSON_TYPE + headers, (msgspec.json.encode(body),))


def altered(body: bytes) -> bytes:
    """Return the same number of other bytes: one near the middle is turned over."""
    if not body:
        return body
    at = len(body) // 2
    return body[:at] + bytes([body[at] ^ 0xFF]) + body[at + 1 :]
