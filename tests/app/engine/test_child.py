"""The engine in a child process: orders, answers, death and an orderly end."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from app.engine.child import ChildHost
from app.model.account import Account
from app.model.commands import AddJob, UseAccount
from app.model.events import EngineStarted, EngineStopped, EngineTrouble, JobFinished
from app.model.failure import FailedError
from app.model.queries import ListJobs, ListTasks, ShowProject
from app.model.spec import SuperviselySpec
from tests.fakes.engine_child import child_argv, child_environment

pytestmark = pytest.mark.slow

ACCOUNT = Account("k", "supervisely", "https://fake.test", "Fake")


async def until(host: ChildHost, kind: type, seconds: float = 60.0) -> object:
    async with asyncio.timeout(seconds):
        while True:
            for fact in host.drain().facts:
                if isinstance(fact, kind):
                    return fact
            await asyncio.sleep(0.01)


async def test_a_job_through_the_pipe(tmp_path: Path) -> None:
    host = ChildHost(child_argv(tmp_path / "home", count=40), environment=child_environment())
    await host.start()
    host.submit(UseAccount(ACCOUNT, "token"))
    host.submit(AddJob(SuperviselySpec(1), "k", str(tmp_path / "out"), "T"))

    finished = await until(host, JobFinished)
    page = await host.call(ListTasks(1, count=3))
    with pytest.raises(FailedError, match="not signed in"):
        await host.call(ShowProject("nobody", 1))
    await host.stop()

    assert isinstance(finished, JobFinished)
    assert (finished.counts.done, page.total) == (40, 40)
    assert isinstance(host.drain().facts[-1], EngineStopped)
    assert host.pid is None


async def test_a_killed_child_is_replaced_and_questions_fail_in_words(tmp_path: Path) -> None:
    host = ChildHost(child_argv(tmp_path / "home", count=4), environment=child_environment())
    await host.start()
    await until(host, EngineStarted)
    first = host.pid
    assert first is not None

    async with asyncio.TaskGroup() as group:
        os.kill(first, signal.SIGSTOP)
        question = group.create_task(_ask(host))
        await asyncio.sleep(0.05)
        os.kill(first, signal.SIGKILL)
    started = await until(host, EngineStarted)
    jobs = await host.call(ListJobs())
    await host.stop()

    assert isinstance(question.result(), FailedError)
    assert isinstance(started, EngineStarted)
    assert started.was_unclean
    assert jobs == ()


async def _ask(host: ChildHost) -> object:
    try:
        return await host.call(ListJobs())
    except FailedError as error:
        return error


async def test_a_program_that_cannot_run_is_told(tmp_path: Path) -> None:
    host = ChildHost([str(tmp_path / "nothing")])

    await host.start()
    trouble = [fact for fact in host.drain().facts if isinstance(fact, EngineTrouble)]
    with pytest.raises(FailedError):
        await host.call(ListJobs())
    await host.stop()

    assert trouble


async def test_a_child_that_talks_nonsense_is_ended(tmp_path: Path) -> None:
    host = ChildHost([sys.executable, "-c", "import sys; sys.stdout.write('x' * 100); sys.stdout.flush(); input()"])
    await host.start()

    trouble = await until(host, EngineTrouble)
    await host.stop()

    assert isinstance(trouble, EngineTrouble)
