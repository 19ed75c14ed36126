from tests.fakes.clock import FakeClock
from ui.desk import make_desk


def test_a_desk_has_every_tool_and_keeps_state_in_the_private_home(backend, qapp):
    desk = make_desk(backend, FakeClock())

    desk.state.setValue("a", 1)
    desk.state.sync()

    assert backend.state_file.is_file()
    assert desk.backend is backend
