import logging

import pytest

from app.config.logs import start_log


class Hide(logging.Filter):
    def filter(self, record):
        record.msg = str(record.msg).replace("secret", "…")
        return True


@pytest.fixture
def root_logger():
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield root
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)


def test_the_filter_sees_every_line(tmp_path, root_logger):
    assert start_log(tmp_path, "engine", Hide())

    logging.getLogger("app.engine").info("a secret line")

    assert "a … line" in (tmp_path / "engine.log").read_text()


def test_a_folder_that_cannot_be_made_does_not_stop_the_program(tmp_path, root_logger):
    (tmp_path / "file").write_text("")

    assert start_log(tmp_path / "file" / "logs", "engine", Hide()) is False
