"""The climb finds the knee of every kind of server."""

import statistics

import pytest

from app.bench.limiter_models import best_fixed, scenarios, simulate
from app.net.climb import CAP, Climb

# After a collapse the answers that are still queued come late, whatever the rule does.
WHOLE = {"bears 48, then 12": 0.75}


@pytest.mark.slow
@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.name)
def test_it_is_nearly_as_good_as_the_best_fixed_limit(scenario):
    best = best_fixed(scenario)

    runs = [simulate(Climb(), scenario, seed) for seed in (1, 2, 3)]

    assert statistics.median(run.received for run in runs) >= WHOLE.get(scenario.name, 0.9) * best.received
    assert statistics.median(run.late for run in runs) >= 0.95 * best.late
    assert statistics.median(run.rejected_share for run in runs) <= 0.02
    assert all(1 <= run.limit <= CAP for run in runs)


def test_it_does_not_climb_while_nobody_asks_for_more():
    climb = Climb()

    for step in range(2000):
        climb.on_answer(step * 0.01, step * 0.01 - 0.05, 2, 1000.0)

    assert climb.limit == 8


def test_it_never_falls_below_one():
    climb = Climb()

    for step in range(1, 100):
        climb.on_rejection(float(step), step - 0.5, 1)

    assert climb.limit == 1
