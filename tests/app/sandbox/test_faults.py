"""Rules of faults, and what they do to an answer."""

import gzip
import math

import pytest

from app.sandbox.faults import Faults, load_rules, read_rules, spoil
from app.sandbox.street_errors import NAMES, refused
from app.sandbox.wire import Framing, Reply

HONEST = Reply(200, b"Content-Type: image/jpeg\r\n", (b"0123456789",))


def strikes(rule: str, hits: int = 10) -> list[int]:
    faults = Faults(read_rules(f'[{{"route": "r", "fault": {{"kind": "html"}}, {rule}}}]'.encode()))
    return [hit for hit in range(1, hits + 1) if faults.next("r", ["7"])]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('"nth": 3', [3]),
        ('"nth": [1, 4]', [1, 4]),
        ('"every": 4', [4, 8]),
        ('"every": 2, "times": 2', [2, 4]),
        ('"ids": [7], "times": 2', [1, 2]),
        ('"ids": [8]', []),
        ('"probability": 0', []),
        ('"probability": 1', list(range(1, 11))),
    ],
)
def test_rule_says_which_hits_go_wrong(rule, expected):
    assert strikes(rule) == expected


def test_chance_is_the_same_each_run():
    assert strikes('"probability": 0.5, "seed": 4', 50) == strikes('"probability": 0.5, "seed": 4', 50)


def test_other_routes_are_left_alone():
    faults = Faults(read_rules(b'{"rules": [{"route": "r", "fault": {"kind": "html"}}]}'))

    assert faults.next("other", []) is None


@pytest.mark.parametrize(
    "text", [b"{", b'[{"fault": {"kind": "unheard"}}]', b'[{"fault": {"kind": "cut", "typo": 1}}]']
)
def test_wrong_file_is_refused_in_words(text, tmp_path):
    path = tmp_path / "faults.json"
    path.write_bytes(text)

    with pytest.raises(ValueError, match=r"\w+"):
        load_rules(path)


def spoiled(fault: str) -> Reply:
    (rule,) = read_rules(f'[{{"fault": {fault}}}]'.encode())
    return spoil(HONEST, rule.fault)


def test_status_carries_the_time_to_wait():
    reply = spoiled('{"kind": "status", "status": 429, "retry_after": 7}')

    assert (reply.status, b"Retry-After: 7" in reply.headers, reply.fault) == (429, True, "status")


@pytest.mark.parametrize(
    ("fault", "length", "cut_at"),
    [('{"kind": "cut", "at": 4}', 10, 4), ('{"kind": "cut"}', 10, 5), ('{"kind": "short", "by": 3}', 7, None)],
)
def test_cut_keeps_the_announced_length_and_short_does_not(fault, length, cut_at):
    reply = spoiled(fault)

    assert (reply.length, reply.cut_at) == (length, cut_at)


def test_other_faults_do_as_they_say():
    assert spoiled('{"kind": "stall", "seconds": null}').stall_seconds == math.inf
    assert spoiled('{"kind": "reset", "at": 0}').resets
    assert spoiled('{"kind": "html"}').whole().startswith(b"<!doctype html>")
    assert b"Location: http://x/" in spoiled('{"kind": "redirect", "to": "http://x/"}').headers
    wrong = spoiled('{"kind": "wrong_hash"}').whole()
    assert len(wrong) == 10
    assert wrong != b"0123456789"


@pytest.mark.parametrize("name", NAMES)
def test_every_row_of_the_street_half_can_be_ordered(name):
    reply = spoiled(f'{{"kind": "graph", "row": "{name}"}}')

    assert reply.whole() == refused(name).whole()
    assert reply.status == refused(name).status


def test_unknown_row_is_refused_in_words():
    with pytest.raises(ValueError, match="Unknown row"):
        read_rules(b'[{"fault": {"kind": "graph", "row": "nothing"}}]')


def test_edge_names_a_time_when_told():
    date = "Wed, 21 Oct 2026 07:28:00 GMT"

    reply = spoiled(f'{{"kind": "graph", "row": "edge-429", "retry_after": "{date}"}}')

    assert f"Retry-After: {date}\r\n".encode() in reply.headers


@pytest.mark.parametrize(
    ("fault", "status", "kind", "start"),
    [
        ('{"kind": "empty"}', 200, b"image/jpeg", b""),
        ('{"kind": "html_as_jpeg"}', 200, b"image/jpeg", b"<!doctype"),
        ('{"kind": "tile_block"}', 302, b"text/html", b""),
        ('{"kind": "tile_block", "as_page": true}', 200, b"text/html", b"<!DOCTYPE"),
        ('{"kind": "gzip"}', 200, b"Content-Encoding: gzip", b"\x1f\x8b"),
        ('{"kind": "slow", "seconds": 3}', 200, b"image/jpeg", b"0123"),
    ],
)
def test_answer_of_a_street_fault(fault, status, kind, start):
    reply = spoiled(fault)

    assert (reply.status, kind in reply.headers) == (status, True)
    assert reply.whole()[: len(start)] == start
    assert reply.wait_seconds == (3 if "slow" in fault else 0)


def test_wrapped_gzip_is_not_announced():
    reply = spoiled('{"kind": "gzip", "wrapped": true}')

    assert b"Encoding" not in reply.headers
    assert gzip.decompress(reply.whole()) == b"0123456789"


@pytest.mark.parametrize(("at", "sent"), [(0.5, b"01234"), (1e9, b"0123456789")], ids=["cut", "whole"])
def test_unframed_body_ends_with_the_connection(at, sent):
    reply = spoiled(f'{{"kind": "unframed", "at": {at}}}')

    assert (reply.framing, reply.whole()) == (Framing.CLOSE, sent)
