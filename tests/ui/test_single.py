from pathlib import Path

from ui.single import Doorbell, hand_over, server_name


def test_nobody_answers_when_nobody_is_there():
    assert not hand_over("windrow-test-nobody", "x")


def test_a_second_start_hands_its_link_over(qtbot, tmp_path):
    name = server_name(tmp_path / "window.ini")
    bell = Doorbell(name)

    with qtbot.waitSignal(bell.rang) as told:
        assert hand_over(name, "https://a.example/projects/5")

    assert told.args == ["https://a.example/projects/5"]
    bell.close()
    assert not hand_over(name, "x")


def test_each_home_has_a_name_of_its_own():
    assert server_name(Path("/a/window.ini")) == server_name(Path("/a/window.ini"))
    assert server_name(Path("/a/window.ini")) != server_name(Path("/b/window.ini"))
