from app.engine.health import BREAKER_FAILURES, QUOTA, Health, Streaks
from app.engine.retry import IN_A_ROW
from app.model.failure import Failure, FailureKind
from app.model.job import HoldKind

SERVER = Failure(FailureKind.SERVER, "The server failed.", status=502)
NETWORK = Failure(FailureKind.NETWORK, "No way.")


def test_one_stubborn_item_never_opens_the_breaker() -> None:
    health = Health()

    assert all(health.failed(SERVER, ("1",)) is None for _ in range(BREAKER_FAILURES * 3))


def test_eight_failures_on_three_items_are_the_host() -> None:
    health = Health()

    verdicts = [health.failed(NETWORK, (str(number % 3),)) for number in range(BREAKER_FAILURES)]

    assert verdicts == [None] * (BREAKER_FAILURES - 1) + [HoldKind.NETWORK]


def test_a_success_starts_the_count_again() -> None:
    health = Health()
    for number in range(BREAKER_FAILURES - 1):
        health.failed(SERVER, (str(number),))

    health.succeeded()

    assert health.failed(SERVER, ("9",)) is None


def test_the_retry_budget_is_bounded_and_refilled_by_success() -> None:
    health = Health()
    health.failed(SERVER, ("1",))
    health.failed(NETWORK, ("1",))

    spent = health.quota
    health.succeeded()

    assert (spent, health.quota) == (QUOTA - 15, QUOTA - 14)


def test_an_empty_budget_holds() -> None:
    health = Health()

    verdicts = [health.failed(NETWORK, ("1",)) for _ in range(QUOTA // 10)]

    assert verdicts[-1] is HoldKind.NETWORK


def test_other_failures_say_nothing_about_the_host() -> None:
    health = Health()

    assert all(health.failed(Failure(FailureKind.NOT_FOUND, "gone"), (str(n),)) is None for n in range(50))


def test_twenty_refusals_of_pace_in_a_row_hold_for_quota() -> None:
    health = Health()

    verdicts = [health.failed(Failure(FailureKind.RATE, "slow", status=429), (str(n),)) for n in range(IN_A_ROW)]

    assert verdicts[-1] is HoldKind.QUOTA


def test_the_first_twenty_all_wrong_stop_the_job() -> None:
    streaks = Streaks()
    bad = Failure(FailureKind.DATA, "not what was listed")

    verdicts = [streaks.gave_up(bad) for _ in range(IN_A_ROW)]

    assert verdicts == [False] * (IN_A_ROW - 1) + [True]


def test_one_good_item_clears_a_systematic_mismatch() -> None:
    streaks = Streaks()
    bad = Failure(FailureKind.DATA, "not what was listed")
    streaks.settled_well()

    assert not any(streaks.gave_up(bad) for _ in range(IN_A_ROW * 2))


def test_twenty_forbidden_in_a_row_are_trouble() -> None:
    streaks = Streaks()
    forbidden = Failure(FailureKind.FORBIDDEN, "no")
    for _ in range(IN_A_ROW - 1):
        streaks.gave_up(forbidden)
    streaks.settled_well()

    assert not streaks.gave_up(forbidden)
    assert [streaks.gave_up(forbidden) for _ in range(IN_A_ROW - 1)][-1]


def test_refusals_of_our_own_gate_say_nothing_about_the_server() -> None:
    health = Health()

    verdicts = [health.failed(Failure(FailureKind.RATE, "pause", retry_after=1.0), ("1",)) for _ in range(99)]

    assert set(verdicts) == {None}


def test_the_host_is_not_blamed_for_where_it_points() -> None:
    health = Health()
    failure = Failure(FailureKind.SERVER, "files.example does not answer.", is_elsewhere=True)

    verdicts = [health.failed(failure, (str(number),)) for number in range(BREAKER_FAILURES * 10)]

    assert set(verdicts) == {None}
    assert health.quota == QUOTA
