"""The models of servers behave as their names say."""

from app.bench.limiter_models import FixedRule, best_fixed, scenarios, simulate

BY_NAME = {scenario.name: scenario for scenario in scenarios()}


def test_a_queue_gives_no_more_past_its_slots_but_takes_longer():
    scenario = BY_NAME["8 slots, rest queues"]

    at_8, at_32 = simulate(FixedRule(8), scenario), simulate(FixedRule(32), scenario)

    assert at_32.received <= 1.05 * at_8.received
    assert at_32.slowest > 3 * at_8.slowest


def test_the_best_fixed_limit_is_the_knee():
    for name in ("degrades past 16", "429 past 10", "429 past 40"):
        assert best_fixed(BY_NAME[name]).limit == BY_NAME[name].knee


def test_too_many_requests_are_rejected():
    run = simulate(FixedRule(64), BY_NAME["429 past 10"])

    assert run.rejected_share > 0.3
