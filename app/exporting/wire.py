"""Values as bytes between the processes of an export. Pure.

Names of files may hold bytes that are no text; Python keeps them as lone surrogates, which msgpack refuses. Such a
value goes as JSON, which is slower and takes everything.
"""

import json
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")

_PACKED, _SPELLED = b"p", b"s"
_pack = msgspec.msgpack.Encoder().encode


def encode(value: Any) -> bytes:
    """Return a value of records, sequences and mappings as bytes."""
    try:
        return _PACKED + _pack(value)
    except UnicodeEncodeError:
        return _SPELLED + json.dumps(msgspec.to_builtins(value)).encode("ascii")


class Decoder(Generic[T]):
    """Reads values of one type."""

    def __init__(self, kind: type[T]) -> None:
        """Take the type."""
        self._kind = kind
        self._packed = msgspec.msgpack.Decoder(kind)

    def decode(self, body: bytes) -> T:
        """Return a value that `encode` wrote.

        Raises:
            ValueError: It is none of this type.
        """
        if body[:1] == _SPELLED:
            return msgspec.convert(json.loads(body[1:]), self._kind)
        return self._packed.decode(memoryview(body)[1:])
