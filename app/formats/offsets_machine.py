"""The steps of a pickle that a list of offsets needs, on a stack of plain values. Pure but for reading its stream.

Follows  PROTO FRAME STOP · MARK EMPTY_LIST APPEND APPENDS · EMPTY_DICT SETITEM SETITEMS · EMPTY_TUPLE NEWOBJ BUILD
         GLOBAL STACK_GLOBAL (one name) · BININT BININT1 BININT2 LONG1 · SHORT_BINUNICODE BINUNICODE BINUNICODE8
         BINPUT LONG_BINPUT MEMOIZE BINGET LONG_BINGET
Refuses  every other step of a pickle, and every other name: these are how a pickle runs code or grows without end.

Lists hold nothing here: an instance is told about when it is built. So values never nest, and a reference that comes
back to itself is nothing to follow.
"""

from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import BinaryIO, Final, TypeAlias

State: TypeAlias = dict[str, str | int]

PROTOCOLS = range(2, 6)
# Writers lay down a thousand values between two marks, and remember three for each of the 10,000 images of a list.
MOST_STACK = 100_000
MOST_MEMO = 1_000_000
# Longer than any name of a file; and eight bytes count further than any archive.
MOST_TEXT = 4096
MOST_INTEGER_BYTES = 8
_MODULE = "supervisely.api.image_api"
_CLASS = "BlobImageInfo"
_PROTO = 0x80
_STOP = ord(".")


class RefusedError(ValueError):
    """The pickle asks for what no list of offsets needs; the text is a sentence."""


class DamagedError(ValueError):
    """The pickle breaks off or makes no sense from here on; the text is a sentence."""


class Token(Enum):
    """Values without content."""

    MARK = auto()
    LIST = auto()
    TUPLE = auto()
    CLASS = auto()


class Instance:
    """One image of a list, before and after it is told its state."""

    __slots__ = ()


Value: TypeAlias = str | int | Token | Instance | State


def _damaged() -> DamagedError:
    return DamagedError("The list of offsets is damaged; what stands before the damage is used.")


class Machine:
    """Follows the pickles of one stream."""

    def __init__(self, stream: BinaryIO) -> None:
        """Read from a stream that stands at its beginning."""
        self._stream = stream
        self._stack: list[Value] = []
        self._memo: dict[int, Value] = {}
        self._built: State | None = None

    def states(self) -> Iterator[State]:
        """Yield the state of every instance, in the order of the file.

        Raises:
            RefusedError: A step or a name is not of this format.
            DamagedError: The stream breaks off or makes no sense.
        """
        pickle_count = 0
        while first := self._stream.read(1):
            if first[0] != _PROTO:
                raise _damaged() if pickle_count else RefusedError("The file is no list of offsets.")
            self._begin()
            yield from self._one_pickle()
            pickle_count += 1
        if not pickle_count:
            raise DamagedError("The list of offsets is empty.")

    def _one_pickle(self) -> Iterator[State]:
        while (code := self._take(1)[0]) != _STOP:
            step = _STEPS.get(code)
            if step is None:
                raise _refused(code) if code in _OTHER_STEPS else _damaged()
            step(self)
            if self._built is not None:
                yield self._built
                self._built = None
        if not self._stack or not (self._stack[-1] is Token.LIST or isinstance(self._stack[-1], Instance)):
            raise RefusedError("The file holds something else than a list of offsets.")

    def _begin(self) -> None:
        version = self._take(1)[0]
        if version not in PROTOCOLS:
            raise RefusedError(f"The list of offsets is written in pickle protocol {version}; 2 to 5 are read.")
        self._stack.clear()
        self._memo.clear()

    def _take(self, count: int) -> bytes:
        part = self._stream.read(count)
        if len(part) < count:
            raise DamagedError("The list of offsets is cut off; what stands before the cut is used.")
        return part

    def _number(self, size: int) -> int:
        return int.from_bytes(self._take(size), "little")

    def _push(self, value: Value) -> None:
        if len(self._stack) >= MOST_STACK:
            raise _damaged()
        self._stack.append(value)

    def _pop(self) -> Value:
        if not self._stack:
            raise _damaged()
        return self._stack.pop()

    def _pop_to_mark(self) -> list[Value]:
        values: list[Value] = []
        while (value := self._pop()) is not Token.MARK:
            values.append(value)
        values.reverse()
        return values

    def _frame(self) -> None:
        self._take(8)

    def _token(self, token: Token) -> None:
        self._push(token)

    def _empty_dict(self) -> None:
        self._push({})

    def _integer(self, size: int, *, signed: bool = False) -> None:
        self._push(int.from_bytes(self._take(size), "little", signed=signed))

    def _long(self) -> None:
        size = self._number(1)
        if size > MOST_INTEGER_BYTES:
            raise RefusedError("The list of offsets holds a number that no archive reaches.")
        self._integer(size, signed=True)

    def _text(self, size_of_length: int) -> None:
        length = self._number(size_of_length)
        if length > MOST_TEXT:
            raise _damaged()
        try:
            # As pickles are written: a name of a file that is no UTF-8 has lone surrogates.
            self._push(self._take(length).decode("utf-8", "surrogatepass"))
        except UnicodeDecodeError:
            raise _damaged() from None

    def _put(self, size: int) -> None:
        self._remember(self._number(size))

    def _memoize(self) -> None:
        self._remember(len(self._memo))

    def _remember(self, key: int) -> None:
        if not self._stack or self._stack[-1] is Token.MARK:
            raise _damaged()
        if len(self._memo) >= MOST_MEMO:
            raise DamagedError("One list of offsets is too long to be read; the images up to there are used.")
        self._memo[key] = self._stack[-1]

    def _get(self, size: int) -> None:
        value = self._memo.get(self._number(size))
        if value is None:
            raise _damaged()
        self._push(value)

    def _global_name(self) -> None:
        self._known(self._line(), self._line())

    def _stack_global(self) -> None:
        name, module = self._pop(), self._pop()
        self._known(module, name)

    def _known(self, module: Value, name: Value) -> None:
        if (module, name) != (_MODULE, _CLASS):
            raise RefusedError("The file names a class that a list of offsets has no use for; nothing of it was run.")
        self._push(Token.CLASS)

    def _line(self) -> str:
        line = self._stream.readline(MOST_TEXT)
        if not line.endswith(b"\n"):
            raise _damaged()
        return line[:-1].decode("utf-8", "replace")

    def _new_object(self) -> None:
        arguments, kind = self._pop(), self._pop()
        if arguments is not Token.TUPLE or kind is not Token.CLASS:
            raise _damaged()
        self._push(Instance())

    def _build(self) -> None:
        state, instance = self._pop(), self._pop()
        if not isinstance(state, dict) or not isinstance(instance, Instance):
            raise _damaged()
        self._push(instance)
        self._built = state.copy()

    def _set_item(self) -> None:
        value, key = self._pop(), self._pop()
        self._fill([key, value])

    def _set_items(self) -> None:
        self._fill(self._pop_to_mark())

    def _fill(self, pairs: list[Value]) -> None:
        state = self._stack[-1] if self._stack else None
        if not isinstance(state, dict) or len(pairs) % 2:
            raise _damaged()
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            if key not in ("name", "offset_start", "offset_end") or not isinstance(value, str | int):
                raise RefusedError("An entry of the list of offsets holds more than a name and a place.")
            state[str(key)] = value

    def _append(self) -> None:
        self._collect([self._pop()])

    def _appends(self) -> None:
        self._collect(self._pop_to_mark())

    def _collect(self, values: list[Value]) -> None:
        if not self._stack or self._stack[-1] is not Token.LIST:
            raise _damaged()
        if not all(isinstance(value, Instance) for value in values):
            raise RefusedError("The list holds something else than places of images.")


_STEPS: Final[dict[int, Callable[[Machine], None]]] = {
    0x95: Machine._frame,
    ord("("): lambda machine: machine._token(Token.MARK),
    ord("]"): lambda machine: machine._token(Token.LIST),
    ord(")"): lambda machine: machine._token(Token.TUPLE),
    ord("}"): Machine._empty_dict,
    ord("J"): lambda machine: machine._integer(4, signed=True),
    ord("K"): lambda machine: machine._integer(1),
    ord("M"): lambda machine: machine._integer(2),
    0x8A: Machine._long,
    0x8C: lambda machine: machine._text(1),
    ord("X"): lambda machine: machine._text(4),
    0x8D: lambda machine: machine._text(8),
    ord("q"): lambda machine: machine._put(1),
    ord("r"): lambda machine: machine._put(4),
    0x94: Machine._memoize,
    ord("h"): lambda machine: machine._get(1),
    ord("j"): lambda machine: machine._get(4),
    ord("c"): Machine._global_name,
    0x93: Machine._stack_global,
    0x81: Machine._new_object,
    ord("b"): Machine._build,
    ord("s"): Machine._set_item,
    ord("u"): Machine._set_items,
    ord("a"): Machine._append,
    ord("e"): Machine._appends,
}
# Whatever else a pickle may do: call, import, ask its reader for objects, hold other values.
_OTHER_STEPS = frozenset(range(0x80, 0x99)) | frozenset(b"012BCFGILNPQRSTUVdgilopt")


def _refused(code: int) -> RefusedError:
    return RefusedError(f"The file holds a step (0x{code:02x}) that a list of offsets has no use for; nothing was run.")
