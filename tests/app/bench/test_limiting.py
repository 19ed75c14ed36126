"""The limiter on simulated servers."""

import pytest

from app.bench.limiter_held_out import held_out
from app.bench.limiter_models import scenarios
from app.bench.limiting import compare, measure_limiting


def test_one_scenario_tells_share_rejections_and_limit():
    slots = next(scenario for scenario in scenarios() if scenario.knee == 8)

    columns = compare(slots, (1,))

    assert columns["climb"] > 0.9
    assert columns["rejected /100"] == 0
    assert set(columns) >= {"2nd half", "limit", "p95 ms", "fixed 10", "fixed 64"}


@pytest.mark.slow
def test_every_scenario_has_its_row(tmp_path):
    (report,) = measure_limiting(tmp_path, is_quick=True)

    assert [name for name, _ in report.rows] == [scenario.name for scenario in [*scenarios(), *held_out()]]
    assert len(report.goals) == 3
