"""Numbers as people read them: sizes, rates, counts, times. Pure.

Sizes are SI (1 MB = 1,000,000 bytes), as disks and networks are sold. Unknown is "—", an estimate carries "≈".
The marks within numbers are those of the person's region, set once at the start; commands and files never pass here.
"""

import re

UNKNOWN = "—"
# More letters than this without a space or a hyphen do not fit beside anything.
LONG_RUN = 20
_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")
_marks: dict[int, str] = {}


def use_marks(group: str, decimal: str) -> None:
    """Write numbers with other marks from now on: "12.431" and "4,9" in Germany. English ones are the default."""
    _marks.clear()
    _marks.update({ord(","): group, ord("."): decimal})


def number_text(number: str) -> str:
    """Return a number that was written the English way with the marks of the person's region."""
    return number.translate(_marks)


def bytes_text(size: float | None) -> str:
    """Return a size such as "4.9 GB"; None is unknown.

    A value that would round to 1,000 of a unit rolls over to 1.0 of the next.
    """
    if size is None:
        return UNKNOWN
    value, unit = _scaled(size)
    return f"{number_text(value)} {unit}"


def bytes_pair_text(done: int, total: int) -> str:
    """Return "2.7 / 5.9 GB": both in the unit of the total; one number when they are equal."""
    if done >= total:
        return bytes_text(done)
    value, unit = _scaled(total)
    scale = 1000.0 ** _UNITS.index(unit)
    digits = 0 if unit == "B" else 1
    return f"{number_text(f'{done / scale:.{digits}f}')} / {number_text(value)} {unit}"


def rate_text(bytes_per_second: float | None) -> str:
    """Return a rate such as "48.2 MB/s"; nothing moving is "—"."""
    if not bytes_per_second or bytes_per_second < 1:
        return UNKNOWN
    return f"{bytes_text(bytes_per_second)}/s"


def items_rate_text(items_per_second: float | None) -> str:
    """Return "66" or, below ten, "6.6"; nothing moving is "—"."""
    if not items_per_second or items_per_second < 0.05:
        return UNKNOWN
    return number_text(f"{items_per_second:.1f}" if items_per_second < 9.95 else f"{items_per_second:,.0f}")


def count_text(count: int | None) -> str:
    """Return a count with thousands separated: "12,431"."""
    return UNKNOWN if count is None else number_text(f"{count:,}")


def about_count_text(count: int) -> str:
    """Return a count that is an estimate, with two figures: "≈ 1,900"."""
    size = 10 ** max(0, len(str(abs(count))) - 2)
    return f"≈ {count_text(round(count / size) * size)}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return "1 item" or "12,431 items"."""
    return f"{count_text(count)} {one if count == 1 else (many or one + 's')}"


def duration_text(seconds: float | None) -> str:
    """Return "8 s", "4 m 40 s", "1 h 10 m" or "2 d 3 h"; None is unknown."""
    if seconds is None:
        return UNKNOWN
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} m {whole % 60:02d} s"
    if whole < 86400:
        return f"{whole // 3600} h {whole % 3600 // 60:02d} m"
    return f"{whole // 86400} d {whole % 86400 // 3600} h"


def about_text(seconds: float) -> str:
    """Return a rough time such as "≈ 5 min", "≈ 1 h 10 min" or "under a minute"."""
    if seconds < 50:
        return "under a minute"
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return f"≈ {minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"≈ {hours} h {rest} min" if rest else f"≈ {hours} h"


def countdown_text(seconds: float) -> str:
    """Return "0:41" or "1:02:03" until something happens again."""
    whole = max(0, int(seconds + 0.999))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def left_text(low: float | None, high: float | None) -> str:
    """Return the time left: "4 m 40 s", as a range "2 m 00 s – 4 m 00 s" while it is vague, or "—"."""
    if low is None:
        return UNKNOWN
    if high is None or high - low < max(2.0, low * 0.1):
        return duration_text(low)
    return f"{duration_text(low)} – {duration_text(high)}"


def range_text(low: int, likely: int, high: int) -> str:
    """Return "≈ 5.9 GB (4.8 – 7.1 GB)"; an exact size has neither sign nor range."""
    if low == likely == high:
        return bytes_text(likely)
    if high - low <= likely * 0.02:
        return f"≈ {bytes_text(likely)}"
    low_value, low_unit = _scaled(low)
    high_value, high_unit = _scaled(high)
    span = f"{number_text(low_value)} – {number_text(high_value)} {high_unit}"
    if low_unit != high_unit:
        span = f"{bytes_text(low)} – {bytes_text(high)}"
    elif float(low_value) >= 10:
        span = f"{float(low_value):.0f} – {float(high_value):.0f} {high_unit}"
    return f"≈ {bytes_text(likely)} ({span})"


def breakable_text(words: str) -> str:
    """Return words that can be broken into lines: a name without spaces gets invisible places to break."""
    return re.sub(rf"[^\s-]{{{LONG_RUN}}}", lambda run: f"{run[0]}\u200b", words)


def percent_text(done: int, total: int) -> str:
    """Return "46 %"; 100 % is said only when nothing is left."""
    if total <= 0:
        return "0 %"
    if done >= total:
        return "100 %"
    return f"{min(99, int(100 * done / total))} %"


def _scaled(size: float) -> tuple[str, str]:
    if size < 1000:
        return f"{size:.0f}", "B"
    power = 1
    value = size / 1000
    while value >= 999.95 and power < len(_UNITS) - 1:
        value /= 1000
        power += 1
    # Three figures are enough: 4.9, 48.2, 212.
    return f"{value:.{1 if value < 99.95 else 0}f}", _UNITS[power]
