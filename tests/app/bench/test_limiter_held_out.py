"""The servers that nobody tuned for."""

import random

from app.bench.limiter_held_out import heavy_tail, held_out
from app.bench.limiter_models import FixedRule, simulate

BY_NAME = {scenario.name: scenario for scenario in held_out()}


def test_few_files_hold_most_of_the_bytes():
    chance = random.Random(1)
    sizes = sorted(heavy_tail(chance) for _ in range(10_000))

    assert sum(sizes[-1_000:]) > sum(sizes) / 2
    assert sizes[0] >= 10_000
    assert sizes[-1] <= 20_000_000


def test_the_slow_pool_adds_what_the_quick_one_lacks():
    scenario = BY_NAME["two knees: 12 quick, 40 slow"]

    at_12, at_52, at_128 = (simulate(FixedRule(limit), scenario).received for limit in (12, 52, 128))

    assert at_52 > 1.7 * at_12
    assert at_128 < 1.1 * at_52


def test_a_cold_server_gets_quicker():
    run = simulate(FixedRule(48), BY_NAME["slow start, then 48 slots"])

    assert run.late > 0.6 * run.received
