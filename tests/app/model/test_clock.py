"""The real clock of this machine."""

from app.model.clock import SystemClock


async def test_the_clock_runs_forwards():
    clock = SystemClock()
    before = clock.monotonic()

    await clock.sleep(-1)

    assert clock.monotonic() >= before
    assert clock.utc() > 1_700_000_000
    assert 0 <= clock.random() < 1
