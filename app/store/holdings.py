"""What the receipt of a destination says, lean enough for a million items."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """The last word of the receipt on one item.

    Attributes:
        key: Id of the item.
        path: Relative path of the image.
        size: Bytes; None when only sidecars were wanted.
        sha256: Lower-case hex digest; empty without an image.
        version: As it was handed to the sink.
        mtime_ns: Modification time when it was put in place; 0 without an image.
    """

    key: str
    path: str
    size: int | None
    sha256: str
    version: str
    mtime_ns: int


class Holdings:
    """Items by key and by path. Thread-safe."""

    def __len__(self) -> int:
        """Return the number of items."""

    def get(self, key: str) -> Held | None:
        """Return what the receipt says of an item."""

    def is_right(self, key: str, sha256: str | None, size: int | None, version: str) -> bool:
        """Tell whether image and sidecars lie there as noted and match what is listed now.

        A file with the noted size and time counts as unchanged, otherwise its bytes are hashed.
        """

    def has_image(self, key: str, sha256: str | None, size: int | None) -> bool:
        """Tell whether the image alone is right, whatever became of version and sidecars."""
