import gc
import itertools
import threading

import pytest
from PySide6.QtCore import QTimer

from ui.garbage import Garbage


class Chain:
    """A link of a cycle that a thread makes: enough of them make Python collect."""

    def __init__(self):
        self.self = self


@pytest.fixture
def garbage(qapp):
    gc.enable()  # as Python begins
    seconds = itertools.count(step=20)
    garbage = Garbage(clock=lambda: next(seconds))
    yield garbage
    garbage.close()


def in_a_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def abandoned(died):
    """Leave a running timer in a cycle; append the thread in which it is destroyed."""
    timer = QTimer()
    timer.start(60_000)
    chain = Chain()
    chain.timer = timer
    timer.chain = chain
    timer.destroyed.connect(lambda: died.append(threading.current_thread()))


def many_cycles():
    for _ in range(200_000):
        Chain()


def test_what_was_abandoned_dies_in_the_thread_of_the_window(garbage):
    died = []
    abandoned(died)
    in_a_thread(many_cycles)
    before = list(died)

    garbage.look()

    assert before == []
    assert died == [threading.main_thread()]


def test_without_many_births_nothing_is_looked_through(garbage):
    gc.collect()
    before = gc.get_stats()

    garbage.look()

    assert gc.get_stats() == before


def test_older_garbage_is_reached_in_the_end(garbage):
    died = []
    abandoned(died)
    gc.collect(0)
    gc.collect(1)  # it is among the oldest now
    turns = 0
    while not died and turns < 1000:
        many = [Chain() for _ in range(1000)]
        del many
        garbage.look()
        turns += 1

    assert died


@pytest.mark.parametrize("was_enabled", [True, False])
def test_afterwards_python_does_as_before(qapp, was_enabled):
    (gc.enable if was_enabled else gc.disable)()

    Garbage().close()

    assert gc.isenabled() is was_enabled
