"""Takes secrets out of text: those that live now, in every spelling, and whatever looks like one."""

import base64
import json
import logging
import re
from urllib.parse import quote, quote_plus

HIDDEN = "…"
# Shorter words would blank out half of every text.
SHORTEST = 6

PATTERNS = (
    re.compile(r"(?i)(access_token(?:=|%3D|\"?'?\s*:\s*[\"']?))[^\s&\"'<>,;}]+"),
    re.compile(r"(?i)(api_token(?:=|%3D|\"?'?\s*:\s*[\"']?))[^\s&\"'<>,;}]+"),
    re.compile(r"(?i)(x-api-key[\"']?\s*[,:=]\s*b?[\"']?)[^\s\"'<>,;)\]}]+"),
    re.compile(r"(?i)(\b(?:bearer|oauth)\s+)[A-Za-z0-9._~+/=|%-]{6,}"),
    re.compile(r"(?i)(authorization[\"']?\s*[,:=]\s*b?[\"']?(?:basic\s+|bearer\s+|oauth\s+)?)[^\s\"'<>,;)\]}]{6,}"),
    re.compile(r"(MLY(?:\||%7C|%7c))[A-Za-z0-9|%]+"),
)


class Redactor:
    """Knows the live secrets of this process."""

    def __init__(self) -> None:
        """Know no secret yet."""
        self._spellings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Say how many, never which."""
        return f"Redactor({len(self._spellings)} spellings)"

    def add(self, secret: str) -> None:
        """Know one more secret, in all its spellings."""
        if len(secret) >= SHORTEST:
            # Longest first, so that a spelling within another one does not leave a rest.
            known = {*self._spellings, *spellings(secret)}
            self._spellings = tuple(sorted(known, key=len, reverse=True))

    def redact(self, text: str) -> str:
        """Return the text without secrets."""
        for spelling in self._spellings:
            if spelling in text:
                text = text.replace(spelling, HIDDEN)
        for pattern in PATTERNS:
            text = pattern.sub(rf"\1{HIDDEN}", text)
        return text


def spellings(secret: str) -> set[str]:
    """Return how a secret may be written: raw, percent-encoded, JSON-escaped, and within base64."""
    raw = secret.encode()
    found = {
        secret,
        quote(secret, safe=""),
        quote(secret),
        quote_plus(secret),
        quote(secret, safe="").replace("%", "%25"),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        json.dumps(secret)[1:-1].replace("/", "\\/"),
        repr(secret)[1:-1],
    }
    found |= {re.sub(r"%[0-9A-F]{2}", lambda match: match.group().lower(), text) for text in found}
    # Inside other base64 text a secret may begin at any of three places; only its middle looks always the same.
    for shift in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            text = encode(b"\0" * shift + raw).decode().rstrip("=")
            first = -(-shift * 8 // 6)
            last = (shift + len(raw)) * 8 // 6
            found.add(text[first:last])
    return {text for text in found if len(text) >= SHORTEST}


class RedactingFilter(logging.Filter):
    """Cleans every line of a log, its trace included. Belongs on handlers, where all loggers pass."""

    def __init__(self, redactor: Redactor) -> None:
        """Take the redactor whose secrets count."""
        super().__init__()
        self._redactor = redactor

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the text together, clean it, let it pass."""
        try:
            text = record.getMessage()
        except (TypeError, ValueError, KeyError):
            text = str(record.msg)
        record.msg = one_line(self._redactor.redact(text))
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self._redactor.redact(record.exc_text)
        if record.stack_info:
            record.stack_info = self._redactor.redact(record.stack_info)
        return True


def one_line(text: str) -> str:
    """Return the text with control characters written out, so that nobody can forge a line of the log."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)
