"""Where a Mapillary token lies ready."""

from pathlib import Path

import pytest

from app.config.street_tokens import GRAPH, TILES, find_folder, find_street, street_account
from app.model.failure import FailedError, FailureKind

TOKEN = "MLY|1234567890|abcdef0123456789"


def test_the_environment_comes_first(tmp_path: Path):
    (tmp_path / ".env").write_text("MLY_TOKEN=MLY|1|other\nDOWNLOAD_DIR=/data/streets\n")

    found = find_street({"MAPILLARY_TOKEN": TOKEN}, tmp_path)

    assert found is not None
    assert (found.token, found.origin, found.folder) == (TOKEN, "the environment", Path("/data/streets"))


def test_the_file_of_the_tutorial_names_token_and_folder(tmp_path: Path):
    (tmp_path / ".env").write_text(f'MLY_TOKEN = "{TOKEN}"\nDOWNLOAD_DIR=/data/streets\n')

    found = find_street({}, tmp_path)

    assert found is not None
    assert (found.token, found.origin, found.folder) == (TOKEN, ".env", Path("/data/streets"))
    assert (found.account.key, found.account.address, found.account.tile_address) == ("mapillary", GRAPH, TILES)


@pytest.mark.parametrize("text", [f" {TOKEN}\n", f'"{TOKEN}"', f"'{TOKEN} '"], ids=["blanks", "quotes", "both"])
def test_what_travels_along_with_a_copied_token_is_taken_off(tmp_path: Path, text: str):
    found = find_street({"MLY_TOKEN": text}, tmp_path)

    assert found is not None
    assert found.token == TOKEN


def test_another_server_gets_a_key_of_its_own(tmp_path: Path):
    environ = {
        "MLY_TOKEN": TOKEN,
        "MAPILLARY_GRAPH_URL": "http://127.0.0.1:8080/",
        "MAPILLARY_TILES_URL": "127.0.0.1:8080",
    }

    found = find_street(environ, tmp_path)

    assert found is not None
    assert found.account.key == "mapillary@127.0.0.1:8080"
    assert (found.account.address, found.account.tile_address) == ("http://127.0.0.1:8080", "http://127.0.0.1:8080")


def test_without_a_token_there_is_nothing(tmp_path: Path):
    assert find_street({}, tmp_path) is None


@pytest.mark.parametrize(
    ("environ", "kind"),
    [
        ({"MLY_TOKEN": "two words"}, FailureKind.AUTH),
        ({"MLY_TOKEN": "tökén"}, FailureKind.AUTH),
        ({"MLY_TOKEN": TOKEN, "MAPILLARY_GRAPH_URL": "ftp://x"}, FailureKind.REFUSED),
    ],
    ids=["words", "letters", "address"],
)
def test_what_cannot_be_used_is_said_without_showing_it(tmp_path: Path, environ, kind):
    with pytest.raises(FailedError) as caught:
        find_street(environ, tmp_path)

    assert caught.value.failure.kind is kind
    assert environ["MLY_TOKEN"] not in repr(caught.value.failure)


def test_the_record_does_not_show_its_token(tmp_path: Path):
    assert TOKEN not in repr(find_street({"MLY_TOKEN": TOKEN}, tmp_path))


def test_the_public_service_is_called_by_its_name():
    assert (street_account().label, street_account("https://mirror.test").label) == (
        "Mapillary",
        "Mapillary (mirror.test)",
    )


def test_the_folder_of_the_environment_comes_before_that_of_the_file(tmp_path: Path):
    (tmp_path / ".env").write_text("DOWNLOAD_DIR=/data/streets\n")

    assert find_folder({"DOWNLOAD_DIR": "/mnt/here"}, tmp_path) == Path("/mnt/here")
    assert find_folder({}, tmp_path) == Path("/data/streets")
    assert find_folder({}, tmp_path / "elsewhere") is None
