"""Who may ask how much: tokens, and the counts of calls per minute and per day. Pure; time is an argument."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.sandbox.street_errors import WITHDRAWN, StreetRefusalError
from app.sandbox.wire import Request

STREET_TOKEN = "MLY|4210987654321098|5e1f0c9a7b3d2846a0c4e8f17b95d362"
USER_TOKEN = "windrow-user-token-0001"
EXPIRED_USER_TOKEN = "windrow-user-token-expired"
WITHDRAWN_USER_TOKEN = "windrow-user-token-withdrawn"
_CLIENT = re.compile(r"MLY\|\d+\|[0-9a-f]+")


class TokenForm(StrEnum):
    """How a token came."""

    NONE = ""
    HEADER = "header"
    QUERY = "query"


def token_of(request: Request) -> tuple[TokenForm, str]:
    """Return how a token came, and the token. Another word than "OAuth" in the header is no token."""
    word, _, rest = request.headers.get("authorization", "").partition(" ")
    if word == "OAuth":
        return TokenForm.HEADER, rest.strip()
    found = request.query.get("access_token")
    return (TokenForm.NONE, "") if found is None else (TokenForm.QUERY, found)


def check_graph(request: Request, token: str) -> bool:
    """Let a request of the graph through; return whether it came with a user token.

    Raises:
        StreetRefusalError: The row that fits.
    """
    form, found = token_of(request)
    if form is TokenForm.NONE:
        raise StreetRefusalError("no-token")
    if found in (token, USER_TOKEN):
        return found == USER_TOKEN
    if found == EXPIRED_USER_TOKEN:
        raise StreetRefusalError("expired-token")
    if found == WITHDRAWN_USER_TOKEN:
        raise StreetRefusalError(WITHDRAWN)
    if not _CLIENT.fullmatch(found):
        raise StreetRefusalError("malformed-token")
    raise StreetRefusalError("bad-token" if form is TokenForm.HEADER else "bad-token-query")


def may_read_tiles(request: Request, token: str) -> bool:
    """Return whether a tile may be read: only the query form counts there."""
    return request.query.get("access_token") in (token, USER_TOKEN)


class Quota:
    """So many calls in each span of time, counted from its beginning."""

    def __init__(self, most: int, seconds: float) -> None:
        """Count calls; `most` 0 allows any number."""
        self.most = most
        self._seconds = seconds
        self._span = -1
        self.used = 0

    def spend(self, now: float) -> bool:
        """Count a call and say whether it is allowed."""
        span = int(now // self._seconds)
        if span != self._span:
            self._span, self.used = span, 0
        self.used += 1
        return not self.most or self.used <= self.most


@dataclass(frozen=True, slots=True)
class BlockRule:
    """The undocumented block of the tile host.

    Attributes:
        after: Calls within `window` that bring it about; 0 never blocks.
        window: Seconds.
        lasts: Seconds of silence that end it; every further try begins them anew.
        as_page: Answer 200 with the login page at once, as a client sees it that follows redirects.
    """

    after: int = 0
    window: float = 60.0
    lasts: float = 86_400.0
    as_page: bool = False


class Block:
    """Whether the tile host is closed."""

    def __init__(self, rule: BlockRule) -> None:
        """Start open."""
        self.rule = rule
        self._quota = Quota(rule.after, rule.window)
        self._until = -1.0

    def meets(self, now: float) -> bool:
        """Count a call and say whether it is turned away."""
        if now < self._until or not self._quota.spend(now):
            self._until = now + self.rule.lasts
            return True
        return False

    def take_back(self) -> None:
        """Forget the newest call: it will come again."""
        self._quota.used -= 1
