"""The log of this process, with every token that it learns kept out."""

from app.config.logs import start_log
from app.config.paths import Home
from app.net.redact import RedactingFilter, Redactor

REDACTOR = Redactor()


def start_logging(home: Home, name: str, *, to_stderr: bool = False) -> None:
    """Write `<name>.log` in the log folder of this user."""
    start_log(home.logs, name, RedactingFilter(REDACTOR), to_stderr=to_stderr)
