"""Before a harvest: folder, areas of files, token."""

from pathlib import Path

import pytest

from app.bootstrap.accounts import Credentials
from app.cli.harvest_start import check_token, destination_of, regions_of
from app.config.street_tokens import street_account
from app.model.failure import FailedError, Failure, FailureKind
from app.model.queries import CheckAccount, ReadRegions
from app.model.region import box
from tests.fakes.host import FakeHost

TOWN = box(4.8, 45.7, 4.9, 45.8, "Town")
WHO = Credentials(street_account(), "MLY|1|secret")


def test_the_named_folder_comes_before_that_of_the_tutorial(tmp_path):
    assert destination_of(str(tmp_path / "a"), {"DOWNLOAD_DIR": "/b"}) == tmp_path / "a"
    assert destination_of(None, {"DOWNLOAD_DIR": str(tmp_path / "b")}) == tmp_path / "b"


def test_the_folder_of_the_file_beside_us_is_taken(tmp_path):
    (tmp_path / ".env").write_text("MLY_TOKEN=MLY|1|x\nDOWNLOAD_DIR=~/streets\n")

    assert destination_of(None, {}, tmp_path) == Path.home() / "streets"


def test_without_any_folder_it_is_asked_for(tmp_path):
    with pytest.raises(FailedError, match="--to DIR"):
        destination_of(None, {}, tmp_path)


async def test_areas_of_files_are_read_by_the_engine(tmp_path):
    host = FakeHost({ReadRegions: (TOWN,)})

    found = await regions_of(host, [str(tmp_path / "a.geojson"), str(tmp_path / "b.kml")])

    assert found == (TOWN, TOWN)
    assert host.asked[0] == ReadRegions(str(tmp_path / "a.geojson"))


async def test_a_refused_token_stops_before_anything_is_queued():
    refused = Failure(FailureKind.AUTH, "Mapillary does not accept this token.", "Paste a new one.")

    with pytest.raises(FailedError, match="does not accept"):
        await check_token(FakeHost({CheckAccount: refused}), WHO)


async def test_a_service_that_is_away_is_waited_for_by_the_job():
    host = FakeHost({CheckAccount: Failure(FailureKind.SERVER, "Down.")})

    await check_token(host, WHO)

    assert [type(question) for question in host.asked] == [CheckAccount]
