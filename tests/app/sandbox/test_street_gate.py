"""Who gets through the gate of the graph, and how often."""

import msgspec
import pytest

from app.sandbox.routes import Handler
from app.sandbox.street_access import STREET_TOKEN
from app.sandbox.street_gate import StreetGate
from app.sandbox.street_settings import StreetSettings
from app.sandbox.street_world import StreetWorld
from app.sandbox.wire import Reply, Request
from app.sandbox.world import UnreadyError
from tests.fakes.clock import FakeClock

GOOD = Request("GET", "/1", {}, {"authorization": f"OAuth {STREET_TOKEN}"}, b"")
BAD = Request("GET", "/1", {}, {}, b"")


def gate_of(**values: int) -> tuple[StreetGate, FakeClock, Handler]:
    settings, clock = StreetSettings(**values), FakeClock()
    gate = StreetGate(settings, StreetWorld(settings), clock)
    return gate, clock, gate.passing(gate.entity_quota, lambda _: Reply(200))


async def test_spent_quota_is_the_limit_of_the_application_until_the_next_minute():
    _, clock, handler = gate_of(entity_per_minute=2)

    replies = [handler(GOOD) for _ in range(3)]
    await clock.advance(60)

    assert [one.status for one in replies] == [200, 200, 403]
    error = msgspec.json.decode(replies[2].whole())["error"]
    assert (error["code"], error["is_transient"]) == (4, True)
    assert handler(GOOD).status == 200


def test_refused_token_costs_nothing():
    gate, _, handler = gate_of(entity_per_minute=1)

    assert handler(BAD).status == 500
    assert gate.entity_quota.used == 0


def test_entity_and_search_have_quotas_of_their_own():
    gate, _, handler = gate_of(entity_per_minute=1)
    handler(GOOD)

    assert handler(GOOD).status == 403
    assert gate.passing(gate.search_quota, lambda _: Reply(200))(GOOD).status == 200


def test_request_that_waits_for_a_drawing_counts_once():
    gate, _, _ = gate_of(entity_per_minute=5)
    answers = iter([UnreadyError([]), Reply(200)])

    def work(_: Request) -> Reply:
        answer = next(answers)
        if isinstance(answer, UnreadyError):
            raise answer
        return answer

    handler = gate.passing(gate.entity_quota, work)
    with pytest.raises(UnreadyError):
        handler(GOOD)
    handler(GOOD)

    assert gate.entity_quota.used == 1


def test_token_can_change_while_it_runs():
    gate, _, handler = gate_of()
    gate.token = "MLY|2|b"

    assert handler(GOOD).status == 401
