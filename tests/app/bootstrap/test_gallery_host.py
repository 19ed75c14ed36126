"""The window's side of the gallery: what a person sees when the child dies."""

import asyncio
import os
import signal
import sys

import pytest

from app.bootstrap.demo import own_command, own_environment
from app.bootstrap.gallery_host import MOST_DEATHS, GalleryHost
from app.model.failure import FailedError
from app.model.gallery import CloseFolder, CountFolder, ListPictures, OpenFolder
from tests.fakes.clock import FakeClock
from tests.fakes.gallery_folder import ProjectFolder, box
from tests.fakes.waiting import until

pytestmark = pytest.mark.slow


@pytest.fixture
def town(tmp_path):
    project = ProjectFolder(tmp_path / "town")
    project.add("a.jpg", [box()])
    return str(project.root)


@pytest.fixture
async def host(tmp_path):
    environment = {**own_environment(), "WINDROW_HOME": str(tmp_path / "home")}
    host = GalleryHost(own_command("gallery"), environment=environment)
    yield host
    await host.stop()


async def test_the_child_starts_with_the_first_question(host, town):
    assert host.pid is None

    assert (await host.call(OpenFolder(town))).images == 1
    assert host.pid is not None


async def test_after_its_death_the_next_question_finds_the_folder_open_again(host, town):
    await host.call(OpenFolder(town))
    first = host.pid
    os.kill(first, signal.SIGKILL)
    await until(lambda: host.pid is None)

    assert (await host.call(CountFolder(town))).images == 1
    assert host.pid not in (None, first)


async def test_a_folder_that_was_closed_is_not_opened_again(host, town):
    await host.call(OpenFolder(town))
    await host.call(CloseFolder(town))
    os.kill(host.pid, signal.SIGKILL)
    await until(lambda: host.pid is None)

    with pytest.raises(FailedError, match="not open any more"):
        await host.call(CountFolder(town))


async def test_questions_under_way_fail_with_a_sentence(host, town):
    await host.call(OpenFolder(town))
    os.kill(host.pid, signal.SIGSTOP)
    async with asyncio.TaskGroup() as tasks:
        waits = tasks.create_task(refused(host, ListPictures(town, "", 0, 9)))
        await until(lambda: host._questions)
        os.kill(host.pid, signal.SIGKILL)

    assert waits.result() == "The preview ended and was started again. Try again."


async def refused(host, query):
    try:
        await host.call(query)
    except FailedError as error:
        return error.failure.sentence()
    return ""


async def test_a_caller_that_leaves_does_no_harm(host, town):
    await host.call(OpenFolder(town))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await host.call(CountFolder(town))

    assert (await host.call(CountFolder(town))).images == 1
    assert not host._questions


async def test_a_child_that_dies_again_and_again_is_left_alone_for_a_while():
    clock = FakeClock()
    host = GalleryHost([sys.executable, "-c", "raise SystemExit(3)"], environment=own_environment(), clock=clock)
    said = [await refused(host, OpenFolder("/a")) for _ in range(MOST_DEATHS + 1)]
    assert [one.split(".")[0] for one in said[-2:]] == [
        "The preview ended and was started again",
        "The preview ends again and again",
    ]

    await clock.advance(61)
    assert (await refused(host, OpenFolder("/a"))).startswith("The preview ended and was started again")
    await host.stop()


async def test_a_program_that_is_not_there_is_said():
    host = GalleryHost(["/none/such/program"])

    assert (await refused(host, OpenFolder("/a"))).startswith("The preview cannot be started")
    await host.stop()


async def test_stopping_ends_the_child_and_refuses_what_comes_later(host, town):
    await host.call(OpenFolder(town))
    pid = host.pid
    await host.stop()
    await host.stop()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert await refused(host, CountFolder(town)) == "Windrow is closing."
