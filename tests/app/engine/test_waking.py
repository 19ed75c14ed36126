from app.engine.waking import Waking
from tests.fakes.clock import FakeClock


async def test_only_work_is_counted() -> None:
    clock = FakeClock()
    waking = Waking(clock)

    waking.work()
    await clock.advance(3.0)
    waking.rest()
    await clock.advance(50.0)
    waking.work()
    await clock.advance(2.0)

    assert waking.is_working
    assert waking.seconds == 5.0
