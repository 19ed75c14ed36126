import json
import subprocess
import sys

import pytest

from app.bench.big_folder import make_big_folder
from app.bootstrap.demo import own_environment
from app.model.export_spec import ExportSpec
from app.model.spec import spec_to_builtins


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["coco", "gif"], ids=["exports", "refuses"])
def test_it_says_what_an_export_took_or_why_it_failed(tmp_path, kind):
    make_big_folder(tmp_path / "p", 3)
    order = {"spec": spec_to_builtins(ExportSpec(str(tmp_path / "p"), kind)), "destination": str(tmp_path / "out")}

    ended = subprocess.run(
        [sys.executable, "-m", "app.bench.export_contestant"],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=True,
        env=own_environment(),
    )
    answer = json.loads(ended.stdout)

    if kind == "coco":
        assert answer["seconds"] > 0
        assert answer["peak_bytes"] > 0
        assert (tmp_path / "out" / "windrow-export.json").exists()
    else:
        assert answer["error"].startswith("There is no format “gif”.")
