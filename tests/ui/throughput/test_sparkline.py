from PySide6.QtCore import Qt

from tests.ui.queue.making import MB, NOW, a_desk
from ui.throughput.history import History
from ui.throughput.sparkline import Sparkline


def test_it_shows_the_rate_and_leads_on(qtbot, tmp_path):
    desk, _, _ = a_desk(tmp_path)
    history = History()
    line = Sparkline(desk.theme, history)
    qtbot.addWidget(line)
    line.show()
    flat = line.grab().toImage()

    for age in range(60, -1, -1):
        history.add(NOW - age, (60 - age) * MB, 0.0, 0.0, is_held=False)
    line.refresh()

    assert line.grab().toImage() != flat
    assert line.toolTip() == "60.0 MB/s · click for the graph (Ctrl+T)"
    assert line.accessibleDescription() == "60.0 MB/s"
    with qtbot.waitSignal(line.clicked):
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
