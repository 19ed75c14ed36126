"""`bench limiter`: the climbing limiter against fixed limits, on simulated servers and a virtual clock."""

from pathlib import Path

from app.bench.limiter_held_out import held_out
from app.bench.limiter_models import FixedRule, Scenario, best_fixed, scenarios, simulate
from app.bench.record import Goal, Report
from app.net.climb import Climb

SEEDS = (1, 2, 3)
LEAST_SHARE = 0.9
MOST_REJECTED_PER_100 = 2.0


def measure_limiting(folder: Path, *, is_quick: bool) -> list[Report]:
    """Run every scenario under the climb and under fixed limits; nothing is waited for."""
    del folder
    report = Report("Limiter: share of the best fixed limit (simulated, 60 kB, 50 ms ± 20 % unless said)")
    for scenario in [*scenarios(), *held_out()]:
        report.rows.append((scenario.name, compare(scenario, SEEDS[:1] if is_quick else SEEDS)))
    whole = min(float(columns["climb"]) for _, columns in report.rows)
    late = min(float(columns["2nd half"]) for _, columns in report.rows)
    rejected = max(float(columns["rejected /100"]) for _, columns in report.rows)
    report.goals += [
        Goal.at_least("worst scenario, whole run", whole, LEAST_SHARE),
        Goal.at_least("worst scenario, second half", late, LEAST_SHARE),
        Goal.at_most("most rejections per 100", rejected, MOST_REJECTED_PER_100),
    ]
    return [report]


def compare(scenario: Scenario, seeds: tuple[int, ...]) -> dict[str, float | str]:
    """Return the worst of some seeds: shares of the best fixed limit, rejections, limit, 95th percentile."""
    whole, late, rejected = 1e9, 1e9, 0.0
    limit, slowest = 0, 0.0
    for seed in seeds:
        best = best_fixed(scenario, seed)
        climb = simulate(Climb(), scenario, seed)
        whole = min(whole, climb.received / best.received)
        late = min(late, climb.late / best.late)
        rejected = max(rejected, 100 * climb.rejected_share)
        limit, slowest = climb.limit, max(slowest, climb.slowest)
    base = best_fixed(scenario, seeds[0]).received
    fixed = {f"fixed {n}": simulate(FixedRule(n), scenario, seeds[0]).received / base for n in (10, 64)}
    return {
        "climb": whole,
        "2nd half": late,
        "rejected /100": rejected,
        "limit": limit,
        "p95 ms": 1000 * slowest,
        **fixed,
    }
