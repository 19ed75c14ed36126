"""One rotating log file. What must not be in it is taken out by a filter that bootstrap hands in."""

import logging
import logging.handlers
from pathlib import Path

LINE = "%(asctime)s %(levelname)-7s %(process)d %(name)s: %(message)s"
MOST_BYTES = 5 * 1024 * 1024
FILES = 10
CHATTY = ("httpx", "httpcore", "aiohttp", "asyncio", "keyring", "PIL")


def start_log(folder: Path, name: str, secrets: logging.Filter, *, to_stderr: bool = False) -> bool:
    """Send everything from INFO on to `<folder>/<name>.log`; return False when the file cannot be opened.

    A log that cannot be written never stops the program. Libraries that print
    whole addresses are heard from WARNING on only.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    handlers: list[logging.Handler] = []
    is_open = True
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handlers.append(
            logging.handlers.RotatingFileHandler(
                folder / f"{name}.log", maxBytes=MOST_BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True
            )
        )
    except OSError:
        is_open = False
    if to_stderr:
        handlers.append(logging.StreamHandler())
    for handler in handlers or [logging.NullHandler()]:
        handler.setFormatter(logging.Formatter(LINE))
        handler.addFilter(secrets)
        root.addHandler(handler)
    return is_open
