"""How a service wants to be asked: who sees which credential, how it says errors, what it allows. Pure data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from app.model.call import Call
from app.model.failure import Failure

# Call, status, headers (lower-case names) and the (beginning of the) body of an answer -> what it means;
# None means: judge by the status alone.
ErrorReader: TypeAlias = Callable[[Call, int, Mapping[str, str], bytes], Failure | None]


class Budget(Protocol):
    """Keeps to what a service allows, before anything is sent."""

    async def spend(self, call: Call) -> None:
        """Count a call, after a short wait where a pace asks for one.

        Raises:
            FailedError: RATE with the time until there is room again.
        """
        ...


@dataclass(frozen=True, slots=True)
class Credential:
    """What one origin gets with every request, and no other ever.

    Attributes:
        origin: "https://host[:port]".
        path: Only addresses whose path begins so get it; of several that fit the longest wins.
        headers: (lower-case name, value).
        query: (name, value), added to the address just before it is sent.
    """

    origin: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    path: str = ""


@dataclass(frozen=True, slots=True)
class DoorRules:
    """Everything that a door to one account's service keeps to.

    Attributes:
        credentials: The first names the service itself.
        read_error: Looks at every answer first, for services that say their errors in their own way.
        budget: Counts calls.
    """

    credentials: tuple[Credential, ...]
    read_error: ErrorReader | None = None
    budget: Budget | None = None


def plain_rules(origin: str, headers: Mapping[str, str]) -> DoorRules:
    """Return the rules of a service that wants nothing but credential headers."""
    return DoorRules((Credential(origin, tuple((name.lower(), value) for name, value in headers.items())),))
