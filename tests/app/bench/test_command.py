"""What a benchmark prints."""

import io
import json

from app.bench import command
from app.bench.record import Report, Run


def a_report() -> Report:
    report = Report("Images: 3 × 60 kB")
    report.entry("one by one").runs.append(Run(1.0, 3, 180_000))
    return report


def measured(monkeypatch, kind: str, **options: object) -> tuple[int, str, list[str]]:
    kinds: list[str] = []
    monkeypatch.setattr(command, "_measure", lambda one, *rest, **more: kinds.append(one) or [a_report()])
    out = io.StringIO()
    code = command.run(
        kind,
        **{"latency_ms": None, "is_quick": True, "as_json": False, "sdk_python": None, "err": io.StringIO()} | options,
        out=out,
    )
    return code, out.getvalue(), kinds


def test_people_get_tables(monkeypatch):
    code, text, kinds = measured(monkeypatch, "images")

    assert (code, kinds) == (0, ["images"])
    assert text.startswith("Images: 3 × 60 kB\n")


def test_scripts_get_one_object(monkeypatch):
    code, text, _ = measured(monkeypatch, "images", as_json=True)

    found = json.loads(text)
    assert code == 0
    assert found["reports"][0]["entries"][0]["name"] == "one by one"
    assert found["machine"]["cores"] >= 1


def test_all_means_every_kind(monkeypatch):
    _, _, kinds = measured(monkeypatch, "all")

    assert kinds == list(command.EACH)
