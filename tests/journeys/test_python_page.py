"""docs/PYTHON.md does what it says: its snippets run in order, in a fresh process, against the sandbox."""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.sandbox.street_access import STREET_TOKEN
from tests.fakes.sandbox import sandbox_process

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "PYTHON.md"
SNIPPET = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# A warning is a fault of the page; the last line proves that it was reached.
LAST = "\nprint('the page ends here')\n"


def snippets() -> list[str]:
    return SNIPPET.findall(PAGE.read_text(encoding="utf-8"))


def test_the_page_has_snippets_that_are_python():
    found = snippets()

    assert len(found) >= 6
    for snippet in found:
        compile(snippet, "docs/PYTHON.md", "exec")


@pytest.mark.slow
async def test_every_snippet_runs_in_a_plain_script(tmp_path, drawn):
    script = tmp_path / "page.py"
    script.write_text("\n\n".join(snippets()) + LAST, encoding="utf-8")
    async with sandbox_process(cache=drawn) as sandbox:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error::UserWarning",
            "SERVER_ADDRESS": sandbox.address,
            "API_TOKEN": sandbox.token,
            "MAPILLARY_GRAPH_URL": sandbox.address,
            "MAPILLARY_TILES_URL": sandbox.address,
            "MLY_TOKEN": STREET_TOKEN,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(script), cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        out, err = await asyncio.wait_for(process.communicate(), 120)

    text = out.decode()
    assert process.returncode == 0, err.decode()[-2000:]
    assert text.rstrip().endswith("the page ends here")
    assert text.startswith("50 images,")
    assert "Mapillary does not accept this token." in text
    assert STREET_TOKEN not in text + err.decode()
    assert len(list((tmp_path / "streets").glob("mly_*.jpg"))) == 50
    assert (tmp_path / "town" / "map.html").is_file()
    assert (tmp_path / "streets.gpkg").is_file()
