import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.retry import (
    CAP_SECONDS,
    DATA_TRIES,
    TRANSIENT_TRIES,
    Action,
    Verdict,
    backoff,
    decide,
    given_up,
    splits,
)
from app.model.failure import Failure, FailureKind
from app.model.job import HoldKind


@pytest.mark.parametrize(
    ("failure", "tries", "verdict"),
    [
        pytest.param(
            Failure(FailureKind.AUTH, "no"), 1, Verdict(Action.HOLD, hold=HoldKind.SIGN_IN, counts=False), id="auth"
        ),
        pytest.param(
            Failure(FailureKind.DISK, "no"), 1, Verdict(Action.HOLD, hold=HoldKind.DISK, counts=False), id="disk"
        ),
        pytest.param(Failure(FailureKind.NOT_FOUND, "gone"), 1, Verdict(Action.SKIP), id="gone"),
        pytest.param(Failure(FailureKind.REFUSED, "no"), 1, Verdict(Action.GIVE_UP), id="refused"),
        pytest.param(Failure(FailureKind.FORBIDDEN, "no"), 1, Verdict(Action.GIVE_UP), id="forbidden"),
        pytest.param(Failure(FailureKind.INTERNAL, "bug"), 1, Verdict(Action.GIVE_UP), id="internal"),
        pytest.param(Failure(FailureKind.DATA, "bad"), DATA_TRIES, Verdict(Action.GIVE_UP), id="third bad body"),
        pytest.param(Failure(FailureKind.SERVER, "503"), TRANSIENT_TRIES, Verdict(Action.GIVE_UP), id="sixth time-out"),
        pytest.param(
            Failure(FailureKind.RATE, "slow", retry_after=40.0),
            99,
            Verdict(Action.HOLD, 40.0, HoldKind.QUOTA, counts=False),
            id="the server's own time",
        ),
    ],
)
def test_verdicts(failure: Failure, tries: int, verdict: Verdict) -> None:
    assert decide(failure, tries, 0.5) == verdict


def test_short_rest_is_waited_out_without_a_hold() -> None:
    verdict = decide(Failure(FailureKind.RATE, "slow", retry_after=1.0), 1, 0.0)

    assert verdict == Verdict.later(1.0, counts=False)


KINDS = st.sampled_from(FailureKind)
FAILURES = st.builds(
    Failure,
    KINDS,
    st.just("title"),
    retry_after=st.none() | st.floats(-1e6, 1e12),
    status=st.none() | st.integers(100, 599),
)


@given(FAILURES, st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_every_failure_gets_a_verdict_that_ends(failure: Failure, tries: int, chance: float) -> None:
    """Nothing is tried for ever unless the host itself asked for it, and no delay is negative."""
    verdict = decide(failure, tries, chance)

    assert verdict.seconds >= 0
    assert (verdict.hold is not None) == (verdict.action is Action.HOLD)
    if verdict.counts and verdict.action is Action.LATER:
        assert tries < TRANSIENT_TRIES
        assert verdict.seconds <= CAP_SECONDS
    if verdict.action is Action.GIVE_UP:
        assert failure.kind not in {FailureKind.AUTH, FailureKind.DISK, FailureKind.RATE, FailureKind.CANCELLED}


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_backoff_is_full_jitter_under_a_cap(tries: int, chance: float) -> None:
    assert 0 <= backoff(tries, chance) <= CAP_SECONDS
    assert backoff(tries, 0.0) == 0.0


@pytest.mark.parametrize(
    ("failure", "tries", "expected"),
    [
        pytest.param(Failure(FailureKind.REFUSED, "too big", status=413), 1, True, id="413 at once"),
        pytest.param(Failure(FailureKind.SERVER, "500", status=500), 1, False, id="first 500: the same again"),
        pytest.param(Failure(FailureKind.SERVER, "500", status=500), 2, True, id="second 500: maybe one bad item"),
        pytest.param(Failure(FailureKind.NETWORK, "reset"), 4, False, id="a lost line is nobody's fault"),
        pytest.param(Failure(FailureKind.DATA, "torn"), 2, True, id="torn twice"),
    ],
)
def test_when_a_request_for_many_is_asked_in_halves(failure: Failure, tries: int, expected: bool) -> None:
    assert splits(failure, tries) is expected


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        (FailureKind.DATA, "Every try failed. Retry it later."),
        (FailureKind.SERVER, "Every try failed. Retry it later."),
        (FailureKind.REFUSED, "It is tried again."),
    ],
)
def test_what_is_given_up_promises_no_further_try(kind: FailureKind, hint: str) -> None:
    assert given_up(Failure(kind, "No.", "It is tried again.")).hint == hint


def test_what_another_host_says_never_holds_the_job() -> None:
    pause = Failure(FailureKind.RATE, "files.example asks for a pause.", retry_after=600, status=429, is_elsewhere=True)
    sign_in = Failure(FailureKind.AUTH, "files.example wants a sign-in.", status=401, is_elsewhere=True)

    assert [decide(failure, 1, 0.5).action for failure in (pause, sign_in)] == [Action.LATER, Action.GIVE_UP]
    assert decide(pause, 6, 0.5).action is Action.GIVE_UP
