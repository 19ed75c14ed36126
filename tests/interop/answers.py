"""How the checks that run in the SDK's Python answer: a line of JSON per check, {"name", "problem"}."""

import json
import os
from collections.abc import Callable

# The SDK logs to standard output; our answers keep the real one.
ANSWERS = os.fdopen(os.dup(1), "w")


def say(name: str, problem: str = "") -> None:
    """Answer for one check."""
    ANSWERS.write(json.dumps({"name": name, "problem": problem}) + "\n")
    ANSWERS.flush()


def attempt(name: str, work: Callable[[], str]) -> None:
    """Run one check; an exception is a failed one."""
    try:
        say(name, work())
    except Exception as error:  # noqa: BLE001 - whatever the SDK raises is the finding
        say(name, f"{type(error).__name__}: {error}"[:300])
