"""When something is wrong: the token, the server, the folder, the disk. Waiting is not failing, and nothing is lost."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from app.model.job import HoldKind, JobState
from app.store.verify import verify_tree
from tests.fakes.sandbox import small_project
from tests.fakes.sandbox_child import ServerChild
from tests.fakes.window import Person, a_backend, opened_window

pytestmark = [pytest.mark.gui, pytest.mark.slow]
Serve = Callable[..., ServerChild]
COUNT = 1_500
SLOW = {"scale": COUNT, "scale_bytes": 4_000, "pace": 1_500_000}
MIB = 1024**2


def holds(person: Person) -> HoldKind | None:
    job = person.job()
    return job.hold.kind if job is not None and job.state is JobState.WAITING and job.hold is not None else None


async def finish(person: Person) -> None:
    await person.until(lambda: person.status().startswith("Done"), "the row says Done")
    job = person.job()
    assert job is not None
    assert (job.counts.done, job.counts.failed) == (job.counts.listed, 0)
    assert verify_tree(Path(job.destination)).is_right


async def test_a_wrong_token_is_said_in_words_and_mended_at_once(serve: Serve) -> None:
    server = serve(scale=20)
    async with opened_window() as person:
        await person.until(lambda: person.sees("welcome.connect"), "the welcome page")
        person.click("welcome.connect")
        person.write("connect.address", server.address)
        person.write("connect.token", "wrong-token-0123456789")
        person.click("connect.connect")
        await person.until(lambda: "refused" in person.text("connect.result"), "the sentence")

        words = person.text("connect.result")
        assert words.startswith("Supervisely refused this token. It may have been regenerated.")
        assert "Account Settings ▸ API Token" in words
        assert "wrong-token" not in words
        field = person.find("connect.token", QLineEdit)
        assert field.hasFocus()
        assert len(field.selectedText()) == len(field.displayText()) > 0
        assert "wrong" not in field.displayText()

        person.paste("connect.token", server.token)
        person.click("connect.connect")
        await person.until_ready()
        assert person.text("plan.primary") == "Download 20 items"
        assert person.job() is None


async def test_a_token_that_expires_in_mid_job_fails_nothing(serve: Serve) -> None:
    server = serve(**SLOW)
    async with opened_window() as person:
        await person.connect(server)
        await person.download()
        await person.until(lambda: person.done_count() > COUNT * 0.1, "a tenth is done")
        server.change_token("another-token-0123456789abcdef")
        await person.until(lambda: holds(person) is HoldKind.SIGN_IN, "the job needs a sign-in")
        assert person.status() == "Token refused"
        await person.until(lambda: person.text("strip.button1") == "Fix account…", "the strip offers the way out")

        person.click("strip.button1")
        await person.until(lambda: person.sees("connect.token"), "the dialog")
        person.paste("connect.token", server.token)
        person.click("connect.connect")
        await finish(person)


async def test_a_server_that_is_away_at_the_start_comes_back(serve: Serve) -> None:
    server = serve(scale=50)
    backend = a_backend()
    async with opened_window(backend) as person:
        await person.connect(server)
        await person.until_ready()
    server.stop()

    async with opened_window(a_backend(backend._accounts._vault)) as person:
        await person.until(lambda: person.sees("strip"), "the strip speaks")
        assert person.text("strip.button1") == "Retry"
        server.start()
        person.click("strip.button1")
        await person.until_ready()
        assert person.text("plan.primary") == "Download 50 items"


async def test_a_server_that_goes_in_mid_job_is_waited_for(serve: Serve) -> None:
    server = serve(**SLOW)
    async with opened_window() as person:
        await person.connect(server)
        await person.download()
        await person.until(lambda: person.done_count() > COUNT * 0.2, "a fifth is done")

        server.stop()
        await person.until(lambda: holds(person) in (HoldKind.SERVER, HoldKind.NETWORK), "the job waits")
        assert person.status().startswith(("Server not answering", "Offline"))
        assert person.job().counts.failed == 0
        server.start()
        await person.until(lambda: person.job().state is JobState.RUNNING, "it goes on by itself")
        await finish(person)


async def test_the_file_of_somebody_else_is_named_and_left_alone(
    serve: Serve, private_home: Path, tmp_path: Path
) -> None:
    server = serve(projects=[str(small_project(tmp_path / "harbour", 5))])
    taken = private_home / "Windrow" / "harbour"
    taken.mkdir(parents=True)
    (taken / "thesis.txt").write_text("three years of work")
    async with opened_window() as person:
        await person.connect(server)
        await person.until(lambda: person.sees("plan.folder-reason"), "a reason")

        assert "thesis.txt" in person.text("plan.folder-reason")
        assert not person.find("plan.primary").isEnabled()
        assert person.text("plan.primary") == "Download — choose another folder"
        assert person.find("plan.change-folder").isEnabled()
        assert (taken / "thesis.txt").read_text() == "three years of work"
        assert [path.name for path in taken.iterdir()] == ["thesis.txt"]

        person.write("plan.folder", str(private_home / "Windrow" / "elsewhere"))
        await person.download()
        await finish(person)
        assert [path.name for path in taken.iterdir()] == ["thesis.txt"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 200 MiB; only the administrator of a Linux machine can."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


async def test_a_disk_that_fills_is_waited_for(serve: Serve, small_disk: Path) -> None:
    server = serve(**SLOW)
    ballast = small_disk / "ballast"
    async with opened_window() as person:
        await person.connect(server)
        await person.until_ready()
        person.write("plan.folder", str(small_disk / "project"))
        await person.download()
        await person.until(lambda: person.done_count() > COUNT * 0.1, "a tenth is done")
        free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, free - 9 * MIB)
        await person.until(lambda: holds(person) is HoldKind.DISK, "the job waits for the disk")

        left = os.statvfs(small_disk)
        assert left.f_bavail > 0, "it waits before the disk is full"
        assert "isk" in person.status()
        assert "paused before anything broke" in person.text("strip.text")
        assert len(person.window.queue.jobs.rows()) == 1

        ballast.unlink()
        await finish(person)
