"""No secret leaves, in whatever spelling."""

import base64
import json
import logging
from urllib.parse import quote

import pytest

from app.net.redact import RedactingFilter, Redactor, one_line

SECRET = 'MLz|12/ab+"c=d'


@pytest.mark.parametrize(
    "spelled",
    [
        SECRET,
        quote(SECRET, safe=""),
        quote(SECRET, safe="").replace("%7C", "%7c").replace("%2F", "%2f").replace("%2B", "%2b").replace("%3D", "%3d"),
        json.dumps({"t": SECRET}),
        base64.b64encode(SECRET.encode()).decode(),
        base64.b64encode(b"x:" + SECRET.encode() + b"y").decode(),
    ],
    ids=["raw", "percent", "lower percent", "json", "base64", "within base64"],
)
def test_every_spelling_is_hidden(spelled):
    redactor = Redactor()
    redactor.add(SECRET)

    text = redactor.redact(f"before {spelled} after")

    assert text != f"before {spelled} after"
    assert SECRET not in text
    assert quote(SECRET, safe="").lower() not in text.lower()
    assert text.startswith("before")
    assert text.endswith("after")


@pytest.mark.parametrize(
    "text",
    [
        "GET /x?access_token=abcdefgh&b=1",
        "{'x-api-key': 'abcdefgh'}",
        "Authorization: Bearer abcdefgh",
        "authorization: OAuth abcdefgh",
        "MLY|abcdefgh|x",
        "MLY%7Cabcdefgh",
    ],
)
def test_what_looks_like_a_secret_is_hidden(text):
    assert "abcdefgh" not in Redactor().redact(text)


def test_a_log_line_and_its_trace_are_clean():
    redactor = Redactor()
    redactor.add(SECRET)
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        trace = (type(error), error, error.__traceback__)
    record = logging.LogRecord("n", logging.INFO, "p", 1, "got %s\nforged", (SECRET,), trace)

    assert RedactingFilter(redactor).filter(record)

    assert SECRET not in record.getMessage() + record.exc_text
    assert "\n" not in record.getMessage()
    assert SECRET not in repr(redactor)


def test_control_characters_are_written_out():
    assert one_line("a\r\nb") == "a\\r\\nb"
