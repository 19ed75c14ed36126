"""How fast is this server? Asked only when somebody presses, bounded, and the best way can be kept."""

import pytest

from app.model.failure import Failure, FailureKind
from app.model.measure import Kind, Measured, Way, ways
from app.model.queries import ListImages, MeasureWay
from app.model.source import Listed
from app.model.spec import Mode
from tests.fakes.waiting import turns
from ui.dialogs.server_speed import ServerSpeedDialog
from ui.plan.kept_way import kept_way

ITEMS = tuple(Listed(str(n), f"{n}.jpg", 10, None, "", "{}", "5") for n in range(3))


def measured(query):
    return Measured(query.way, 100, 1_000, 4, 1.0 / (query.way.workers * query.way.batch_size))


@pytest.fixture
def dialog(desk, host, qtbot):
    host.answers |= {ListImages: ITEMS, MeasureWay: measured}
    dialog = ServerSpeedDialog(desk, "k", "https://server.test", 5, "streets")
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


async def test_it_says_how_often_it_asks_before_it_asks(dialog, host):
    await turns()

    assert host.asked == []
    assert "at most 1,734 times" in dialog.about.text()
    assert not dialog.use.isEnabled()


async def test_every_way_is_measured_once_and_the_best_is_named(dialog, host):
    dialog.measure.click()
    await turns()

    asked = [query for query in host.asked if isinstance(query, MeasureWay)]
    assert [query.way for query in asked] == list(ways(Kind.IMAGES))
    assert all(query.items == ITEMS for query in asked)
    assert dialog.outcome.text().startswith("Best here: batches of 32, 16 at once")
    assert dialog.use.isEnabled()


async def test_the_best_way_is_kept_for_the_account_and_told(dialog, desk):
    chosen = []
    dialog.chosen.connect(chosen.append)
    dialog.measure.click()
    await turns()

    dialog.use.click()

    assert chosen == [Way(Mode.BULK, 32, 16)]
    assert kept_way(desk.state, "k") == Way(Mode.BULK, 32, 16)
    assert kept_way(desk.state, "other") is None


async def test_annotations_have_ways_of_their_own(dialog, host):
    dialog.kind.setCurrentIndex(1)
    dialog.measure.click()
    await turns()

    kinds = {query.kind for query in host.asked if isinstance(query, MeasureWay)}
    assert kinds == {Kind.ANNOTATIONS}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({ListImages: ()}, "There is nothing in this dataset"),
        ({ListImages: Failure(FailureKind.FORBIDDEN, "Not yours.")}, "Not yours."),
        ({MeasureWay: Failure(FailureKind.REFUSED, "Downloads are running.")}, "Downloads are running."),
        ({MeasureWay: lambda query: Measured(query.way, 0, 0, 1, 1.0, failed=3)}, "no best way"),
    ],
    ids=["empty", "forbidden", "busy", "nothing arrives"],
)
async def test_what_stops_it_is_said_and_it_can_be_tried_again(dialog, host, answers, words):
    host.answers |= answers
    dialog.measure.click()
    await turns()

    assert words in dialog.outcome.text()
    assert dialog.measure.isEnabled()
    assert not dialog.use.isEnabled()
