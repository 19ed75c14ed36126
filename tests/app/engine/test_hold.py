from app.engine.hold import make_hold, probe_delay
from app.model.failure import Failure, FailureKind
from app.model.job import Hold, HoldKind


def test_the_words_of_the_failure_are_better_than_ours() -> None:
    failure = Failure(FailureKind.RATE, "The server asks to wait.", "It goes on by itself.")

    hold = make_hold(HoldKind.QUOTA, failure, 100.0, 20.0)

    assert hold == Hold(HoldKind.QUOTA, "The server asks to wait.", "It goes on by itself.", 120.0, 100.0)


def test_a_hold_that_only_a_person_can_end_has_no_time() -> None:
    assert make_hold(HoldKind.SIGN_IN, None, 5.0, None).until is None


def test_every_kind_has_words() -> None:
    assert all(make_hold(kind, None, 0.0, None).title for kind in HoldKind)


def test_probes_get_rarer_up_to_a_minute() -> None:
    assert [probe_delay(tries) for tries in range(6)] == [5.0, 10.0, 20.0, 40.0, 60.0, 60.0]
