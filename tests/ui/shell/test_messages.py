from tests.fakes.clock import FakeClock
from ui.shell.messages import Message, Messages


def message(key="a", text="Something happened.", level="info"):
    return Message(key, level, text, "Do this.")


def test_the_newest_is_on_top_and_the_rest_waits(qapp):
    messages = Messages(FakeClock())

    messages.post(message("a"))
    messages.post(message("b", "Another."))

    assert messages.top.text == "Another."
    assert messages.waiting == 1
    messages.close("b")
    assert messages.top.key == "a"


def test_one_cause_is_told_once_a_minute(qapp):
    messages = Messages(FakeClock())

    messages.post(message())
    messages.close("a")
    messages.post(message(text="Again."))

    (noted,) = messages.noted
    assert (noted.count, noted.message.text) == (2, "Again.")
    assert messages.unseen == 1


async def test_the_same_cause_later_is_a_new_one(qapp):
    clock = FakeClock()
    messages = Messages(clock)
    messages.post(message())
    messages.close("a")

    await clock.advance(61)
    messages.post(message())

    assert len(messages.noted) == 2


def test_closed_messages_stay_behind_the_bell(qapp):
    messages = Messages(FakeClock())
    for number in range(120):
        messages.post(message(str(number)))
        messages.close(str(number))

    assert messages.top is None
    assert len(messages.noted) == 100
    assert messages.noted[0].message.key == "119"
    messages.see()
    assert messages.unseen == 0


def test_a_sentence_has_both_halves():
    assert message().sentence() == "Something happened. Do this."
