"""What limits the rate, in words, with one suggestion. Pure.

The engine decides which it is and gives the evidence; here it only gets its words.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that can hold transfers back.

    Attributes:
        name: As said after "Limited by:".
        reason: What that means, one or two sentences.
        advice: The one change that would help; empty when none does.
        can_lift: Windrow can make that change itself by lifting the rate limit.
    """

    name: str
    reason: str
    advice: str = ""
    can_lift: bool = False


LIMITS: dict[str, Limit] = {
    "nothing": Limit("nothing", "No transfer is under way, or it has only just begun."),
    "network": Limit(
        "network",
        "The connection carries all it can: more requests at once bring no more bytes.",
        "A wired connection, or a quieter time of day.",
    ),
    "server": Limit(
        "server replies",
        "Requests wait for the server. Your connection and your disk have room left.",
        "Windrow already looks for the best number of requests by itself; leave Workers on Automatic.",
    ),
    "quota": Limit(
        "quota",
        "The server asks for pauses between requests. Windrow keeps to them, so that the account stays welcome.",
        "Wait: it goes on by itself. Fewer jobs at once share the quota better.",
    ),
    "disk": Limit(
        "disk",
        "Data arrives faster than the disk takes it.",
        "Choose a folder on a faster disk for the next jobs.",
    ),
    "cpu": Limit(
        "processor",
        "Checking and decoding keep the processor busy.",
        "Close other busy programs. The checks stay on: they are what proves the files right.",
    ),
    "own-limit": Limit(
        "your limit", "The speed limit that you set is reached.", "Lift or raise the limit.", can_lift=True
    ),
}
UNKNOWN_LIMIT = Limit("something else", "The engine names a reason that this window does not know.")


def limit_of(key: str) -> Limit:
    """Return the words for the engine's key."""
    return LIMITS.get(key, UNKNOWN_LIMIT)


def limit_line(key: str, evidence: str) -> str:
    """Return "Limited by: server replies (p95 640 ms)"; empty while nothing moves."""
    if key == "nothing":
        return ""
    return f"Limited by: {limit_of(key).name}" + (f" ({evidence})" if evidence else "")
