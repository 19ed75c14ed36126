"""A source, the real network and the sandbox together: what was listed is what arrives."""

import hashlib

import pytest

from app.model.account import Account
from app.model.clock import SystemClock
from app.model.door import plain_rules
from app.model.source import Listed
from app.model.spec import SuperviselySpec
from app.model.tree import NodeKind
from app.net.http import Http
from app.net.limiter import Limiters
from app.sandbox.server import SandboxSettings
from app.sources import REGISTRY
from tests.fakes.kit import fake_kit
from tests.fakes.sandbox import running_sandbox

COUNT = 90


@pytest.mark.slow
async def test_every_listed_image_arrives_with_its_annotation():
    """Pages, bulk annotations and bulk images over sockets, checked by hash."""
    clock = SystemClock()
    entry = REGISTRY["supervisely"]
    async with running_sandbox(SandboxSettings(scale=COUNT, per_page=40)) as sandbox:
        http = Http(clock=clock, limiters=Limiters(clock), user_agent="test", environ={})
        network = http.door(plain_rules(sandbox.address, {"x-api-key": sandbox.token}))
        source = entry.factory(Account("a", "supervisely", sandbox.address, "A"), fake_kit(clock))
        teams = await source.children(None, None, network)
        workspaces = await source.children(NodeKind.TEAM, teams[0].id, network)
        projects = await source.children(NodeKind.WORKSPACE, workspaces[0].id, network)
        spec = SuperviselySpec(project_id=projects[0].id)

        survey = await source.survey(spec, network)
        items = [
            Listed(i.key, i.name, i.size, i.sha256, i.version, i.payload, page.dataset.key)
            async for page in source.items(spec, network)
            for i in page.items
        ]
        found = await source.locate(spec, items, network)
        bodies: dict[str, bytes] = {}
        for parcel in source.parcels(spec, items):
            async with network.stream(parcel.call) as stream:
                splitter = source.splitter(stream.headers["content-type"])
                async for chunk in stream.chunks():
                    bodies |= {part.key: part.body for part in splitter.feed(chunk)}
                bodies |= {part.key: part.body for part in splitter.finish()}
        await http.aclose()

    assert survey.items == len(items) == COUNT
    assert all(one.failure is None and len(one.sidecars) == 1 for one in found)
    assert {key: hashlib.sha256(body).hexdigest() for key, body in bodies.items()} == {i.key: i.sha256 for i in items}
