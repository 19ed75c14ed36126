"""Street images of the sandbox, for tests that ask for them through the front door."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.sandbox.server import Sandbox, SandboxSettings
from app.sandbox.street_access import STREET_TOKEN
from app.sandbox.street_settings import StreetSettings
from tests.fakes.sandbox import running_sandbox

# A few streets in the middle of the made-up town, all in one tile and some in its neighbours.
TOWN = (4.8110, 45.7510, 4.8150, 45.7550)
TUTORIAL = (139.699, 35.658, 139.7, 35.659)
TUTORIAL_FIELDS = ("id", "captured_at", "compass_angle", "thumb_1024_url", "geometry")
SEA = (-30.2, -45.2, -30.19, -45.19)


@asynccontextmanager
async def running_streets(
    monkeypatch: pytest.MonkeyPatch, street: StreetSettings | None = None, **settings: object
) -> AsyncIterator[Sandbox]:
    """Serve in the running loop, and let the environment lead there, token included."""
    street = street or StreetSettings(dense=3_000)
    async with running_sandbox(SandboxSettings(street=street, **settings)) as sandbox:  # type: ignore[arg-type]  # fields of the settings
        for name in ("MAPILLARY_GRAPH_URL", "MAPILLARY_TILES_URL"):
            monkeypatch.setenv(name, sandbox.address)
        monkeypatch.setenv("MLY_TOKEN", STREET_TOKEN)
        yield sandbox
