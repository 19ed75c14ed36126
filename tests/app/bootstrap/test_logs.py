import logging

import pytest

from app.bootstrap.logs import REDACTOR, start_logging
from app.config.paths import find_home

TOKEN = "canary-token-0123456789abcdef"


@pytest.fixture
def home(tmp_path):
    """Give the root logger back as it was: a log file must not outlive its test."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield find_home({"WINDROW_HOME": str(tmp_path)})
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_a_token_that_was_learned_never_reaches_the_log(home):
    start_logging(home, "window")
    REDACTOR.add(TOKEN)

    logging.getLogger("app.test").warning("the server said %s", f"x-api-key: {TOKEN}")

    text = (home.logs / "window.log").read_text()
    assert "the server said" in text
    assert TOKEN not in text


def test_a_token_inside_a_trace_never_reaches_the_log(home):
    start_logging(home, "engine")
    REDACTOR.add(TOKEN)
    try:
        raise ValueError(f"bad header {TOKEN}")
    except ValueError:
        logging.getLogger("app.test").exception("it broke")

    text = (home.logs / "engine.log").read_text()

    assert "ValueError" in text
    assert TOKEN not in text


def test_a_folder_that_cannot_be_written_stops_nothing(home):
    home.logs.parent.mkdir(parents=True, exist_ok=True)
    home.logs.write_text("a file where the folder should be")

    start_logging(home, "window")

    logging.getLogger("app.test").warning("still alive")
    assert home.logs.read_text() == "a file where the folder should be"
