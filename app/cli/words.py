"""Numbers as the terminal shows them: sizes in SI units, counts, times. Pure."""

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")


def bytes_text(size: float | None) -> str:
    """Return a size such as "4.9 GB"; None is unknown."""
    if size is None:
        return "—"
    if size < 1000:
        return f"{size:.0f} B"
    power = 0
    while size >= 999.95 and power < len(_UNITS) - 1:
        size /= 1000
        power += 1
    return f"{size:.1f} {_UNITS[power]}"


def rate_text(bytes_per_second: float) -> str:
    """Return a rate such as "48.2 MB/s"; nothing moving is "—"."""
    return f"{bytes_text(bytes_per_second)}/s" if bytes_per_second >= 1 else "—"


def count_text(count: int, one: str, many: str = "") -> str:
    """Return "1 image" or "12,431 images"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def duration_text(seconds: float) -> str:
    """Return "0.8 s", "42 s", "4 m 40 s" or "1 h 10 m"."""
    if seconds < 9.95:
        return f"{max(0.0, seconds):.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} m {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} m"


def range_text(low: int, likely: int, high: int) -> str:
    """Return "≈ 5.9 GB (4.8 GB – 7.1 GB)", or one size when nothing is vague about it."""
    if low == likely == high:
        return bytes_text(likely)
    return f"≈ {bytes_text(likely)} ({bytes_text(low)} – {bytes_text(high)})"


def printable(text: str) -> str:
    """Return text from a server with everything that could steer a terminal taken out."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
