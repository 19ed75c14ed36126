"""The engine as a contestant."""

import pytest

from app.bench.contestant import bring
from app.model.spec import SuperviselySpec, spec_to_builtins
from app.sandbox.server import SandboxSettings
from tests.fakes.sandbox import running_sandbox


@pytest.mark.slow
async def test_it_brings_a_selection_and_measures_itself(tmp_path, monkeypatch):
    async with running_sandbox(SandboxSettings(scale=10)) as sandbox:
        monkeypatch.setenv("SERVER_ADDRESS", sandbox.address)
        monkeypatch.setenv("API_TOKEN", sandbox.token)
        wish = {"spec": spec_to_builtins(SuperviselySpec(project_id=1900)), "destination": str(tmp_path / "out")}

        answer = await bring(wish)

    assert (answer["items"], answer["failed"]) == (10, 0)
    assert answer["seconds"] > 0
    assert answer["size"] == sum(path.stat().st_size for path in tmp_path.rglob("*.jpg"))
