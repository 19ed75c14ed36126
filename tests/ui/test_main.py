from ui import __main__ as program


def test_options_are_told_from_links(monkeypatch):
    calls = []
    monkeypatch.setattr(program, "window_backend", lambda: "backend")
    monkeypatch.setattr(program, "run", lambda *words: calls.append(words) or 0)

    assert program.main(["--demo", "https://a.example/projects/5"]) == 0
    assert calls == [("backend", ["https://a.example/projects/5"], True)]


def test_a_home_that_cannot_be_written_is_said(monkeypatch, capsys):
    def refuse():
        raise PermissionError(13, "Permission denied", "/root/x")

    monkeypatch.setattr(program, "window_backend", refuse)

    assert program.main([]) == 1
    assert "Set WINDROW_HOME to another folder." in capsys.readouterr().err
