import pytest
from PySide6.QtCore import QObject

from app.model.answers import DestinationCheck
from app.model.failure import Failure, FailureKind
from app.model.queries import CheckDestination
from tests.fakes.host import FakeHost
from tests.fakes.waiting import turns
from ui.ask import Ask
from ui.tasks import TaskOwner

FINE = DestinationCheck(True, "", "", False, 10, 20)


class Asker(QObject):
    """Remembers what it was told."""

    def __init__(self):
        super().__init__()
        self.answers = []
        self.failures = []

    def ask(self, ask, destination="/a"):
        ask.ask(self, CheckDestination(destination), DestinationCheck, self.answers.append, self.failures.append)


@pytest.fixture
def host():
    return FakeHost({CheckDestination: FINE})


async def test_an_answer_reaches_the_asker(host, qapp):
    asker = Asker()

    asker.ask(Ask(host, TaskOwner()))
    await turns()

    assert asker.answers == [FINE]
    assert asker.failures == []


async def test_a_failure_reaches_the_asker_as_data(host, qapp):
    host.answers[CheckDestination] = Failure(FailureKind.DISK, "No.")
    asker = Asker()

    asker.ask(Ask(host, TaskOwner()))
    await turns()

    assert asker.failures == [Failure(FailureKind.DISK, "No.")]


async def test_the_last_question_wins(host, qapp):
    host.hold()
    ask = Ask(host, TaskOwner())
    asker = Asker()

    asker.ask(ask, "/first")
    await turns()
    asker.ask(ask, "/second")
    await turns()
    host.release()
    await turns()

    assert len(host.asked) == 2
    assert asker.answers == [FINE]


async def test_nobody_is_told_when_the_asker_is_gone(host, qapp):
    import shiboken6

    host.hold()
    asker = Asker()
    asker.ask(Ask(host, TaskOwner()))
    await turns()
    answers = asker.answers

    shiboken6.delete(asker)
    host.release()
    await turns()

    assert answers == []


async def test_a_wrong_answer_is_reported_to_the_owner(host, qapp, caplog):
    host.answers[CheckDestination] = 3
    tasks = TaskOwner()
    broken = []
    tasks.broke.connect(broken.append)

    asker = Asker()
    asker.ask(Ask(host, tasks))
    await turns()

    assert isinstance(broken[-1], TypeError)
    caplog.clear()
