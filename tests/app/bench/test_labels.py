"""Labels in forced ways."""

import pytest

from app.bench.labels import bring
from app.model.spec import SuperviselySpec, spec_to_builtins
from app.sandbox.server import SandboxSettings
from tests.fakes.sandbox import running_sandbox


@pytest.mark.slow
@pytest.mark.parametrize(("together", "at_once"), [(1, 1), (50, 1), (1, 8)], ids=["one by one", "batch", "async"])
async def test_each_way_brings_every_label(tmp_path, monkeypatch, together, at_once):
    async with running_sandbox(SandboxSettings(scale=10)) as sandbox:
        monkeypatch.setenv("SERVER_ADDRESS", sandbox.address)
        monkeypatch.setenv("API_TOKEN", sandbox.token)
        spec = spec_to_builtins(SuperviselySpec(project_id=1900, save_images=False))

        answer = await bring(
            {"spec": spec, "destination": str(tmp_path / "out"), "together": together, "at_once": at_once}
        )

    assert (answer["items"], answer["failed"]) == (10, 0)
    assert len(list((tmp_path / "out").rglob("*.json"))) == 10
