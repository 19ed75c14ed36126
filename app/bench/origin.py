"""The server of a benchmark: the sandbox as a process of its own, ended with the block."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.bootstrap.demo import own_command, own_environment
from app.model.failure import FailedError, Failure, FailureKind

SECONDS_TO_END = 5.0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the server answers, to both protocols, and its tokens."""

    address: str
    token: str
    street_token: str = ""


@contextmanager
def running_origin(folder: Path, *options: str) -> Iterator[Origin]:
    """Run a sandbox while the block runs.

    Args:
        folder: Where it may keep what it draws.
        options: Further options of the sandbox command.

    Raises:
        FailedError: It does not come up.
    """
    command = own_command("sandbox", "--port", "0", "--until-eof", "--cache", str(folder / "drawn"), *options)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=own_environment(), text=True
    ) as process:
        try:
            assert process.stdout is not None
            values: dict[str, str] = {}
            while not {"SERVER_ADDRESS", "API_TOKEN", "MLY_TOKEN"} <= values.keys():
                line = process.stdout.readline()
                if not line:
                    raise FailedError(
                        Failure(FailureKind.INTERNAL, "The sandbox did not start.", "Try: windrow sandbox")
                    )
                name, found, value = line.strip().removeprefix("export ").partition("=")
                if found:
                    values[name] = value.strip("\"'")
            yield Origin(values["SERVER_ADDRESS"], values["API_TOKEN"], values["MLY_TOKEN"])
        finally:
            assert process.stdin is not None
            process.stdin.close()
            try:
                process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()


def child_environment(folder: Path, origin: Origin | None = None) -> Mapping[str, str]:
    """Return the environment of a contestant: this program, a home of its own, and the server."""
    environment = own_environment() | {"WINDROW_HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    if origin is not None:
        environment |= {"SERVER_ADDRESS": origin.address, "API_TOKEN": origin.token}
        # Another name for the same server: in reality facts and pictures come from two hosts, each with its own pace.
        graph = origin.address.replace("127.0.0.1", "localhost")
        environment |= {"MAPILLARY_GRAPH_URL": graph, "MAPILLARY_TILES_URL": origin.address}
        environment |= {"MLY_TOKEN": origin.street_token} if origin.street_token else {}
    return {name: value for name, value in environment.items() if name not in {"PYTHONHASHSEED"}} | {
        "PATH": os.environ.get("PATH", "")
    }
