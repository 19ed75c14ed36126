"""Ctrl-C, once and twice."""

import asyncio
import os
import signal

import pytest

from app.cli.desk import Exit
from app.cli.interrupt import Interrupt, run_async


def test_the_first_request_is_heard_and_the_second_leaves_at_once():
    said: list[object] = []
    interrupt = Interrupt(lambda: said.append("cancel"), said.append)
    interrupt.listener = lambda: said.append("pause")
    interrupt.last_words = lambda: said.append("cursor back")

    interrupt.hit()
    interrupt.hit()

    assert said == ["pause", "cursor back", Exit.INTERRUPTED]
    assert interrupt.was_hit


def test_without_a_listener_the_command_is_cancelled():
    said: list[object] = []
    interrupt = Interrupt(lambda: said.append("cancel"), said.append)

    interrupt.hit()

    assert said == ["cancel"]


def test_a_command_gives_its_exit_code():
    async def work(interrupt: Interrupt) -> int:
        return 3

    assert run_async(work) == 3


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_a_signal_ends_a_waiting_command_with_130(number):
    async def work(interrupt: Interrupt) -> int:
        os.kill(os.getpid(), number)
        await asyncio.Event().wait()
        return 0

    assert run_async(work) == Exit.INTERRUPTED


def test_a_cancellation_that_nobody_asked_for_is_not_swallowed():
    async def work(interrupt: Interrupt) -> int:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        run_async(work)
