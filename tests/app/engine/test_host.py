from pathlib import Path

from app.engine.host import InProcessHost
from app.model.events import EngineStarted, EngineStopped
from app.model.queries import ListJobs
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource


async def test_the_doors_lead_to_the_engine(tmp_path: Path) -> None:
    bench = Bench(tmp_path, FakeSource(1))
    host = InProcessHost(bench.engine, resume=False)
    calls: list[int] = []
    host.on_news = lambda: calls.append(1)

    await host.start()
    first = host.drain().facts
    jobs = await host.call(ListJobs())
    await host.stop()
    await host.stop()

    assert first == (EngineStarted(0, False),)
    assert jobs == ()
    assert host.drain().facts == (EngineStopped(),)
    assert calls
