"""The server of a benchmark."""

import urllib.request

import pytest

from app.bench.origin import Origin, child_environment, running_origin
from app.model.failure import FailedError


@pytest.mark.slow
def test_it_answers_while_the_block_runs_and_not_after(tmp_path):
    with running_origin(tmp_path, "--scale", "2") as origin:
        request = urllib.request.Request(
            f"{origin.address}/public/api/v3/teams.list",
            b"{}",
            {"x-api-key": origin.token, "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200

    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(origin.address, timeout=2)


@pytest.mark.slow
def test_a_server_that_does_not_come_up_is_told(tmp_path):
    with pytest.raises(FailedError, match="did not start"), running_origin(tmp_path, "--project", "/no/such/folder"):
        pass


def test_a_contestant_gets_a_home_of_its_own_and_the_account(tmp_path, monkeypatch):
    monkeypatch.setenv("API_TOKEN", "somebody else’s")

    environment = child_environment(tmp_path, Origin("http://127.0.0.1:9", "t", "MLY|1|x"))

    assert environment["WINDROW_HOME"] == str(tmp_path)
    assert (environment["SERVER_ADDRESS"], environment["API_TOKEN"]) == ("http://127.0.0.1:9", "t")
    assert environment["MLY_TOKEN"] == "MLY|1|x"
    assert "API_TOKEN" not in child_environment(tmp_path)


def test_facts_and_pictures_have_hosts_of_their_own(tmp_path):
    """In reality they have, too; each has its own pace."""
    environment = child_environment(tmp_path, Origin("http://127.0.0.1:9", "t", "MLY|1|x"))

    assert environment["MAPILLARY_GRAPH_URL"] == "http://localhost:9"
    assert environment["MAPILLARY_TILES_URL"] == "http://127.0.0.1:9"
