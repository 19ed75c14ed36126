"""An export as the command line that does the same. Pure."""

import shlex

from app.model.export_spec import ExportSpec
from ui.plan.command_text import spec_words


def export_command(spec: ExportSpec, destination: str) -> str:
    """Return one `windrow export …` line, quoted for a POSIX shell."""
    words = spec_words(spec)
    if "--format" not in words:
        words = ["--format", spec.format, *words]
    return shlex.join(["windrow", "export", spec.folder, "--to", destination, *words])
