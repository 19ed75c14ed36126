"""`ATTRIBUTION.md`: whose pictures these are, under which licence, and how to credit them.

Names of people are data: whatever they hold, they stay one line of plain text.
"""

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.model.harvest_record import LICENCE, LICENCE_URL, HarvestRecord

SERVICE_URL = "https://www.mapillary.com"
UNNAMED = "unnamed"
# Whatever Markdown may take for a mark, a link or a tag; a full stop only where it makes an address.
_MARKS = re.compile(r"([!\"#$%&()*+/:;<=>?@\[\\\]^_`{|}~]|(?<=www)\.)", re.IGNORECASE)


@dataclass(slots=True)
class Credits:
    """What the credits of a harvest say.

    Attributes:
        images: Pictures.
        creators: Name -> pictures.
        licences: Licence -> pictures.
        first, last: Capture times, ISO 8601; empty when none is known.
    """

    images: int = 0
    creators: Counter[str] = field(default_factory=Counter)
    licences: Counter[str] = field(default_factory=Counter)
    first: str = ""
    last: str = ""


def credits_of(records: Iterable[HarvestRecord]) -> Credits:
    """Return whom to credit; one pass."""
    found = Credits()
    for record in records:
        found.images += 1
        found.creators[record.creator or UNNAMED] += 1
        found.licences[record.licence] += 1
        time = record.captured_at
        if time:
            found.first = min(found.first or time, time)
            found.last = max(found.last, time)
    return found


def attribution_text(found: Credits, written_on: datetime.date) -> str:
    """Return the whole file."""
    licences = sorted(found.licences) or [LICENCE]
    names = " and ".join(f"[{one}]({LICENCE_URL})" if one == LICENCE else escaped(one) for one in licences if one)
    creators = sorted(found.creators.items(), key=lambda one: (-one[1], one[0].casefold(), one[0]))
    lines = [
        "# Attribution",
        "",
        f"Images © the Mapillary contributors named below, from [Mapillary]({SERVICE_URL}), under the licence {names}.",
        "",
        f"- Images: {found.images:,}",
        *([f"- Captured: {found.first[:10]} to {found.last[:10]}"] if found.first else []),
        f"- Harvested: {written_on.isoformat()}",
        "",
        "## How to credit",
        "",
        "Name the creator, Mapillary and the licence, and link to the image where you can. Changes must be told, and "
        "what you make of the images goes under the same licence.",
        "",
        f"> Image by *creator*, Mapillary, {LICENCE}",
        "",
        "The creator and the page of each image stand in the table, in the map, and in the image file itself where "
        "positions were written into the files.",
        "",
        f"## Creators ({len(creators):,})",
        "",
        "| Creator | Images |",
        "|---|---|",
        *(f"| {escaped(name)} | {count:,} |" for name, count in creators),
        "",
    ]
    return "\n".join(lines)


def escaped(text: str) -> str:
    """Return a text as Markdown shows it: one line, no mark, no link, no tag, no turned direction of writing."""
    plain = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    visible = "".join(letter for letter in plain if unicodedata.category(letter) not in ("Cf", "Cs"))
    return _MARKS.sub(r"\\\1", " ".join(visible.split())) or UNNAMED
