"""Messages between the window's process and the engine's: length-prefixed msgpack frames. Pure.

window -> engine    ("do", command) · ("ask", number, query) · ("stop",)
engine -> window    ("news", facts, samples) · ("answer", number, value) · ("refused", number, failure)

News are the many: they are packed and read natively, one decoder per class. Everything else is rare and may
hold unions (geometries), so it goes through `tagged`, where each record carries its class name.
"""

import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeAlias, cast

import msgspec

from app.engine import tagged
from app.model import events
from app.model.events import Batch, Event, Fact, Sample
from app.model.spec import Spec, spec_from_builtins

MAX_FRAME_BYTES = 256 * 1024 * 1024
_HEAD = struct.Struct(">I")

Message: TypeAlias = tuple[Any, ...]


def frame(body: bytes) -> bytes:
    """Return a body with its length in front (four bytes, big-endian)."""
    return _HEAD.pack(len(body)) + body


class FrameReader:
    """Cuts a byte stream into frame bodies."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Take the next bytes; yield each body that is complete.

        Raises:
            ValueError: A frame claims to be longer than any of ours.
        """
        self._buffer += chunk
        start = 0
        try:
            while len(self._buffer) - start >= _HEAD.size:
                (length,) = _HEAD.unpack_from(self._buffer, start)
                if length > MAX_FRAME_BYTES:
                    raise ValueError(f"A message of {length} bytes is none of ours.")
                end = start + _HEAD.size + length
                if len(self._buffer) < end:
                    break
                body = bytes(self._buffer[start + _HEAD.size : end])
                start = end
                yield body
        finally:
            del self._buffer[:start]


_encoder = msgspec.msgpack.Encoder()


def pack(message: Message) -> bytes:
    """Return the frame of a message other than news."""
    return frame(_encoder.encode([message[0], *(tagged.take_apart(part) for part in message[1:])]))


def pack_news(batch: Batch) -> bytes:
    """Return the frame of a batch of news."""
    facts = [(type(fact).__name__, fact) for fact in batch.facts]
    samples = [(type(sample).__name__, sample) for sample in batch.samples]
    return frame(_encoder.encode(("news", facts, samples)))


_message: msgspec.msgpack.Decoder[list[msgspec.Raw]] = msgspec.msgpack.Decoder(list[msgspec.Raw])
_plain = msgspec.msgpack.Decoder()
_word = msgspec.msgpack.Decoder(str)
_news: msgspec.msgpack.Decoder[list[tuple[str, msgspec.Raw]]] = msgspec.msgpack.Decoder(list[tuple[str, msgspec.Raw]])


def unpack(body: bytes) -> Message:
    """Return the message of a frame body; news come back as ("news", Batch).

    Raises:
        ValueError: The body is none of our messages.
    """
    try:
        parts = _message.decode(body)
        word = _word.decode(parts[0])
        if word == "news":
            facts = tuple(_event(name, raw) for name, raw in _news.decode(parts[1]))
            samples = tuple(_event(name, raw) for name, raw in _news.decode(parts[2]))
            return (word, Batch(cast(tuple[Fact, ...], facts), cast(tuple[Sample, ...], samples)))
        return (word, *(tagged.put_together(_plain.decode(part)) for part in parts[1:]))
    except (msgspec.MsgspecError, IndexError, KeyError, TypeError) as error:
        raise ValueError("A message could not be read.") from error


def _event(name: str, raw: msgspec.Raw) -> Event:
    return cast(Event, _decoder_of(name).decode(raw))


@lru_cache(maxsize=64)
def _decoder_of(name: str) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(getattr(events, name), dec_hook=_read_spec)


def _read_spec(kind: type, value: Any) -> Any:
    if kind is Spec:
        return spec_from_builtins(value)
    raise TypeError(f"{kind} is not part of any message.")
