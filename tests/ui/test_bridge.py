from app.model.events import EngineStopped
from tests.fakes.host import FakeHost
from ui.bridge import Bridge


def test_news_come_in_one_batch(qtbot):
    host = FakeHost()
    bridge = Bridge(host)

    with qtbot.waitSignal(bridge.batch) as told:
        host.publish(EngineStopped())
        host.publish(EngineStopped())

    assert len(told.args[0].facts) == 2


def test_nothing_new_is_no_batch(qtbot):
    bridge = Bridge(FakeHost())

    with qtbot.assertNotEmitted(bridge.batch):
        bridge.drain()


def test_a_closed_bridge_is_deaf(qtbot):
    host = FakeHost()
    bridge = Bridge(host)
    bridge.close()

    with qtbot.assertNotEmitted(bridge.batch, wait=100):
        host.publish(EngineStopped())
