"""Models of what a server can take."""

import pytest

from app.sandbox.capacity import Capacity, CapacityKind, Gate, Pace


class Crowd:
    """Counts who was let in, with which service time, and who was refused."""

    def __init__(self, capacity: Capacity) -> None:
        self.gate = Gate(capacity)
        self.times: list[float] = []
        self.refused = 0

    def come(self, now: float = 0.0) -> None:
        self.gate.enter(now, self.times.append, self._refuse)

    def _refuse(self) -> None:
        self.refused += 1


def test_slots_let_the_rest_wait():
    crowd = Crowd(Capacity(CapacityKind.SLOTS, slots=2, service_ms=10))
    for _ in range(3):
        crowd.come()

    assert crowd.times == [0.01, 0.01]
    crowd.gate.leave()
    assert crowd.times == [0.01] * 3


def test_degrade_grows_slower():
    crowd = Crowd(Capacity(CapacityKind.DEGRADE, slots=1, service_ms=10))

    crowd.come()
    crowd.come()

    assert crowd.times == pytest.approx([0.01, 0.04])


def test_reject_refuses_past_its_slots():
    crowd = Crowd(Capacity(CapacityKind.REJECT, slots=1))

    crowd.come()
    crowd.come()

    assert (len(crowd.times), crowd.refused) == (1, 1)


def test_rate_fills_again_with_time():
    crowd = Crowd(Capacity(CapacityKind.RATE, per_second=10, burst=2))
    for now in (0.0, 0.0, 0.0, 0.1):
        crowd.come(now)

    assert (len(crowd.times), crowd.refused) == (3, 1)


def test_pace_makes_later_bytes_wait_longer():
    pace = Pace(1_000, lambda: 5.0)

    assert [pace.delay(500), pace.delay(500)] == pytest.approx([0.5, 1.0])
