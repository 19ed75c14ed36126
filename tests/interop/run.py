"""Proof that Windrow and the official SDK understand each other: `python tests/interop/run.py`.

Makes `.interop/`, a venv of its own with the SDK (840 MB), unless WINDROW_SDK_PYTHON names a Python that has it.
Starts the sandbox, lets Windrow download from it, and lets the SDK check and download the same. Harvests are opened by
the SDK, by geopandas and by Pillow; the recorded street images go through the whole path, too.
Exports are read by pycocotools, by OpenCV and by hand, and compared with the source and with the SDK's converters.
Every sandbox has its own journeys, and as many run at once as there are cores. Prints how many checks passed, project
by project, a line for each that failed (with --each for all of them), and a closing line `N passed, N failed`.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import venv
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from download_options import OPTIONS, filled

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from tests.fakes.warm_python import WarmPython  # noqa: E402 - the checkout must be known before

DATA = ROOT.parent / "shared" / "data" / "supervisely"
STREET = ROOT.parent / "shared" / "data" / "mapillary"
# A few streets of the drawn town, and the area of the recorded pictures.
TOWN = ("4.8110,45.7510,4.8150,45.7550", "--max-images", "60")
RECORDED = ("139.5695,35.8708,139.5930,35.8895",)
FOLDERS = ("aerial_power_ccby", "cracks_synthetic_ccby", "lane_lines_mit", "all_shapes_cc0")
EXPORTED = (*FOLDERS, "road_damage_ccby", "roadline_mit_no_meta")
NEEDED = ("supervisely==6.74.51", "lxml")  # the version that our reference describes
# What each side imports before its first script.
OURS = ("app.cli.session", "app.bootstrap.engines", "app.cli.download", "app.exporting.run", "app.formats.registry")
THEIRS = ("supervisely", "supervisely.project.download")
# Larger projects say nothing more about options.
MOST_FOR_OPTIONS = 400


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class Tally:
    """Counts what passed and what failed on one sandbox; `words` say it when it has come to its end."""

    def __init__(self) -> None:
        self._passed: list[str] = []
        self._failed: list[str] = []

    @property
    def passed(self) -> int:
        return len(self._passed)

    @property
    def failed(self) -> int:
        return len(self._failed)

    def note(self, name: str, problem: str = "") -> None:
        if problem:
            self._failed.append(f"FAILED  {name}\n        {problem}")
        else:
            self._passed.append(name)

    def words(self, each: bool) -> str:
        """Return the lines to print; what passed is counted by project unless `each` asks for every name."""
        if each:
            return "\n".join([*(f"passed  {name}" for name in self._passed), *self._failed])
        by_project = Counter(name.partition(":")[0] for name in self._passed)
        return "\n".join([*(f"passed  {name}: {count} checks" for name, count in by_project.items()), *self._failed])

    def take(self, prefix: str, lines: str) -> None:
        """Read what a check script printed: one JSON object per line, {"name", "problem"}."""
        for line in lines.splitlines():
            if line.startswith('{"name"'):
                answer = json.loads(line)
                self.note(f"{prefix}: {answer['name']}", answer["problem"])


def sdk_python() -> Path:
    """Return a Python that has the SDK, making its venv when nobody named one."""
    named = os.environ.get("WINDROW_SDK_PYTHON")
    if named:
        return Path(named)
    folder = ROOT / ".interop"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not has_sdk(python):
        say("Setting up .interop/ with the official SDK (about 840 MB, once) …")
        venv.create(folder, with_pip=True, clear=folder.exists())
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *NEEDED], check=True)
    return python


def has_sdk(python: Path) -> bool:
    if not python.exists():
        return False
    code = "import importlib.util as u, sys; sys.exit(not all(u.find_spec(n) for n in ('supervisely', 'lxml')))"
    return subprocess.run([str(python), "-c", code], check=False).returncode == 0


@contextmanager
def sandbox(cache: Path, *options: str) -> Iterator[dict[str, str]]:
    """Run the sandbox, which draws only what is asked for; yield the environment that makes a client talk to it."""
    command = [sys.executable, "-m", "tests.fakes.cold_sandbox", "--until-eof", "--cache", str(cache), *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as process:
        values: dict[str, str] = {}
        while not {"SERVER_ADDRESS", "API_TOKEN", "MLY_TOKEN"} <= values.keys():
            line = process.stdout.readline()
            if not line:
                raise SystemExit("The sandbox did not start.")
            name, _, value = line.strip().removeprefix("export ").partition("=")
            values[name] = value.strip("'")
        try:
            yield environment | values | {"SUPERVISELY_SKIP_HTTPS_USER_HELPER_CHECK": "true"}
        finally:
            process.stdin.close()
            process.wait(10)


class Pythons:
    """The warm Pythons of this run: one of each kind per thread, ended together."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._all: list[WarmPython] = []

    def of(self, python: Path) -> WarmPython:
        known: dict[Path, WarmPython] = self._own.__dict__.setdefault("known", {})
        if python not in known:
            modules = OURS if python == Path(sys.executable) else THEIRS
            known[python] = WarmPython(python, modules, ROOT)
            self._all.append(known[python])
        return known[python]

    def close(self) -> None:
        for python in self._all:
            python.close()


PYTHONS = Pythons()


def windrow(environment: dict[str, str], home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of Windrow in a fork of a Python that has imported it."""
    argv = ["-m", "app", *arguments]
    return PYTHONS.of(Path(sys.executable)).run(argv, environment | {"WINDROW_HOME": str(home)})


def check(
    tally: Tally, prefix: str, python: Path, script: str, question: dict[str, object], environment: dict[str, str]
) -> None:
    """Run a check script in the SDK's Python and take its answers."""
    own = {**environment, "PYTHONPATH": str(HERE), "HOME": str(question["scratch"])}
    done = PYTHONS.of(python).run([str(HERE / script)], own, json.dumps(question))
    tally.take(prefix, done.stdout)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no words"]
        tally.note(f"{prefix}: {script} ran to its end", last[0])


def journey(tally: Tally, python: Path, scratch: Path, environment: dict[str, str], source: Path | None) -> None:
    """Bring every image project of a server home with Windrow and with the SDK, and compare."""
    listed = windrow(environment, scratch / "home", "tree", "--json")
    nodes = [json.loads(line) for line in listed.stdout.splitlines()]
    projects = [node for node in nodes if node["kind"] == "project" and node["modality"] == "images"]
    if not projects:
        tally.note("the tree lists projects", listed.stderr.strip() or "no image project in it")
    for project in projects:
        name = source.name if source else project["name"]
        mine = scratch / f"windrow-{project['id']}"
        done = windrow(environment, scratch / "home", "download", str(project["id"]), "--to", str(mine), "--image-info")
        tally.note(f"{name}: windrow download ends with 0", "" if done.returncode == 0 else done.stderr.strip()[-300:])
        done = windrow(environment, scratch / "home", "verify", str(mine))
        tally.note(f"{name}: windrow verify ends with 0", "" if done.returncode == 0 else done.stdout.strip()[-300:])
        blobs = scratch / f"windrow-{project['id']}-blobs"
        done = windrow(environment, scratch / "home", "download", str(project["id"]), "--to", str(blobs), "--blobs")
        problem = "" if done.returncode == 0 else done.stderr.strip()[-300:]
        tally.note(f"{name}: windrow download --blobs ends with 0", problem)
        question = {
            "project_id": project["id"],
            "items": project["items_count"],
            "windrow": str(mine),
            "blobs": str(blobs),
            "source": str(source) if source else "",
            "scratch": str(scratch),
        }
        check(tally, name, python, "check_project.py", question, environment)
        if 0 < project["items_count"] <= MOST_FOR_OPTIONS:
            options(tally, python, scratch, environment, project, mine)


def options(
    tally: Tally,
    python: Path,
    scratch: Path,
    environment: dict[str, str],
    project: dict[str, Any],
    mine: Path,
) -> None:
    """Bring a project home with every option, and let the SDK do the same.

    `mine` is the whole project with info files: they tell the ids that some options need.
    """
    infos = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(mine.rglob("img_info/*.json"))]
    ids: dict[str, Any] = {"cache": str(scratch / f"cache-{project['id']}")}
    ids |= {"dataset": infos[-1]["dataset_id"], "image": infos[0]["id"], "other": infos[-1]["id"]}
    listed = windrow(environment, scratch / "home", "tree", str(project["id"]), "--json").stdout
    ids |= family([json.loads(line) for line in listed.splitlines()])
    folders: dict[str, str] = {}
    for name, (words, _) in OPTIONS.items():
        place = scratch / f"windrow-{project['id']}-{name}"
        flags = [str(word) for word in filled(words, ids)]
        done = windrow(environment, scratch / "home", "download", str(project["id"]), "--to", str(place), *flags)
        tally.note(
            f"{project['name']}: windrow download, {name}, ends with 0",
            "" if done.returncode == 0 else done.stderr.strip()[-300:],
        )
        folders[name] = str(place)
        if name == "the same again":
            done = windrow(environment, scratch / "home", "download", str(project["id"]), "--to", str(place), "--json")
            end = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {}
            problem = "" if end.get("done") == 0 and end.get("already_here") else done.stderr.strip()[-300:] or str(end)
            tally.note(f"{project['name']}: windrow download once more fetches nothing", problem)
    question = {"project_id": project["id"], "ids": ids, "folders": folders, "scratch": str(scratch)}
    check(tally, project["name"], python, "check_options.py", question, environment)


def family(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a dataset that has others below it, if there is one, and the ids of it and of all those."""
    above = {node["parent_id"] for node in nodes}
    parent = next((node["id"] for node in nodes if node["id"] in above), nodes[0]["id"])
    found = [parent]
    for node in nodes:  # parents come first
        if node["parent_id"] in found:
            found.append(node["id"])
    return {"parent": parent, "family": found}


def harvest(
    tally: Tally, python: Path, scratch: Path, environment: dict[str, str], area: tuple[str, ...], truth: Path | None
) -> None:
    """Harvest an area and let others open what came of it."""
    scratch.mkdir()
    mine, name = scratch / "harvest", "recorded streets" if truth else "streets"
    options = ("--to", str(mine), "--detections", "--map", "--table", "geojson,gpkg,csv,parquet", "--json")
    done = windrow(environment, scratch / "home", "harvest", *area, *options)
    problem = "" if done.returncode == 0 else done.stderr.strip()[-300:] or f"exit code {done.returncode}"
    tally.note(f"{name}: windrow harvest ends with 0", problem)
    if problem:
        return
    items = json.loads(done.stdout.splitlines()[-1])["done"]
    done = windrow(environment, scratch / "home", "verify", str(mine))
    tally.note(f"{name}: windrow verify ends with 0", "" if done.returncode == 0 else done.stdout.strip()[-300:])
    question = {"windrow": str(mine), "items": items, "truth": str(truth or ""), "scratch": str(scratch)}
    check(tally, name, python, "check_harvest.py", question, environment)
    check(tally, name, Path(sys.executable), "check_tables.py", question, environment)


Part = Callable[[Tally, Path], None]


def parts_of(python: Path) -> Iterator[Part]:
    """Yield what there is to do on one sandbox each; what this machine has no data for is said and left out."""

    def samples(tally: Tally, base: Path) -> None:
        scratch = base / "samples"
        scratch.mkdir()
        with sandbox(base / "cache") as environment:
            journey(tally, python, scratch, environment, None)
            harvest(tally, python, base / "streets", environment, TOWN, None)

    def recorded(tally: Tally, base: Path) -> None:
        with sandbox(base / "cache", "--street", str(STREET)) as environment:
            harvest(tally, python, base / "recorded", environment, RECORDED, STREET / "thumbs.json")

    def given(source: Path, tally: Tally, base: Path) -> None:
        scratch = base / source.name
        scratch.mkdir()
        with sandbox(base / "cache", "--project", str(source)) as environment:
            journey(tally, python, scratch, environment, source)

    def exported(source: Path | None, tally: Tally, base: Path) -> None:
        scratch = base / f"{source.name if source else 'odd'} exports"
        scratch.mkdir()
        question = {"projects": [str(source)] if source else [], "sdk_python": str(python), "scratch": str(scratch)}
        name = f"exports of {source.name if source else 'odd shapes'}"
        check(tally, name, Path(sys.executable), "check_exports.py", question, {**os.environ})

    yield samples
    yield partial(exported, None)
    for folder in EXPORTED:
        if (DATA / folder).is_dir():
            yield partial(exported, DATA / folder)
    if STREET.is_dir():
        yield recorded
    else:
        say("skipped recorded streets: not on this machine")
    for folder in FOLDERS:
        if (DATA / folder).is_dir():
            yield partial(given, DATA / folder)
        else:
            say(f"skipped {folder}: not on this machine")


def carry_out(part: Part, base: Path) -> Tally:
    """Do one part and return how it went."""
    tally = Tally()
    part(tally, base)
    return tally


def main(arguments: list[str]) -> int:
    passed = failed = 0
    parts = list(parts_of(sdk_python()))
    with (
        tempfile.TemporaryDirectory(prefix="windrow-interop-") as name,
        ThreadPoolExecutor(os.cpu_count()) as pool,
    ):
        try:
            for tally in pool.map(partial(carry_out, base=Path(name)), parts):
                say(tally.words(each="--each" in arguments))
                passed, failed = passed + tally.passed, failed + tally.failed
        finally:
            PYTHONS.close()
    say(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
