import sys
import threading

from app.engine.channel import Message, pack
from app.engine.child_pipe import ChildPipe

ECHO = "import sys, shutil; shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)"


def test_messages_go_there_and_back_and_the_end_is_heard() -> None:
    heard: list[Message] = []
    ended = threading.Event()
    pipe = ChildPipe(
        [sys.executable, "-c", ECHO], None, lambda _, message: heard.append(message), lambda _: ended.set()
    )

    pipe.send(pack(("answer", 1, "hello")))
    pipe.hang_up()
    assert ended.wait(10)
    code = pipe.join()

    assert heard == [("answer", 1, "hello")]
    assert code == 0
    assert pipe.is_over()
