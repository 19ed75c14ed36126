import asyncio
import os
from pathlib import Path

from app.engine.channel import FrameReader, pack, unpack
from app.engine.serve import serve
from app.model.events import EngineStopped, EngineTrouble
from app.model.queries import ListJobs
from tests.fakes.engine import Bench
from tests.fakes.source import FakeSource


async def talk(bench: Bench, said: bytes) -> list[tuple[object, ...]]:
    """Say this, hang up, and return all that was answered."""
    in_read, in_write = os.pipe()
    out_read, out_write = os.pipe()
    os.write(in_write, said)
    with os.fdopen(in_read, "rb") as stdin, os.fdopen(out_write, "wb") as stdout, os.fdopen(out_read, "rb") as heard:
        async with asyncio.TaskGroup() as group:
            served = group.create_task(serve(bench.engine, stdin, stdout))
            await asyncio.sleep(0.1)
            os.close(in_write)
            await served
        stdout.close()
        return [unpack(body) for body in FrameReader().feed(heard.read())]


async def test_it_answers_and_ends_when_the_window_hangs_up(tmp_path: Path) -> None:
    bench = Bench(tmp_path, FakeSource(1))

    messages = await talk(bench, pack(("ask", 7, ListJobs())))

    assert ("answer", 7, ()) in messages
    assert messages[-1][0] == "news"
    assert messages[-1][1].facts[-1] == EngineStopped()


async def test_an_engine_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    bench = Bench(tmp_path, FakeSource(1))

    messages = await talk(bench, b"")

    facts = [fact for message in messages if message[0] == "news" for fact in message[1].facts]
    assert any(isinstance(fact, EngineTrouble) for fact in facts)
