"""The gallery out of its parts, as a child of the window."""

import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.bootstrap.demo import own_command, own_environment
from app.bootstrap.logs import start_logging
from app.config.paths import Home
from app.model.export_spec import ExportSpec
from app.model.failure import FailedError, Failure, FailureKind
from app.model.loss import LossReport
from app.model.spec import spec_from_builtins

if TYPE_CHECKING:
    from app.gallery.gallery import Gallery

# Two pictures at once: one more than most machines need, and the window keeps a core.
DECODERS = 2
# Threads of the gallery share Python's lock; one that is asked for a frame waits no longer for it.
SWITCH_SECONDS = 0.001
_NO_EXPORT = Failure(FailureKind.INTERNAL, "This is no export.")


def build_gallery(home: Home) -> "Gallery":
    """Return a gallery that has opened nothing yet."""
    from app.gallery.decoding import Decoder
    from app.gallery.drawing import Drawing
    from app.gallery.gallery import Gallery
    from app.gallery.thumbs import FRESH_SECONDS, MOST_BYTES, Thumbs
    from app.store.tile_cache import TileFolder

    decoder = Decoder(own_command("decode"), own_environment(), children=DECODERS)
    copies = TileFolder(home.cache / "thumbs", most_bytes=MOST_BYTES, fresh_seconds=FRESH_SECONDS)
    return Gallery(home.cache / "folders", Drawing(Thumbs(decoder, copies)), check_export)


def check_export(spec_text: str, is_stopped: Callable[[], bool]) -> LossReport:
    """Return what an export would keep, change and lose. Raise FailedError."""
    from app.bootstrap.exporting import tools_of
    from app.exporting.check import check_export as check

    try:
        spec = spec_from_builtins(json.loads(spec_text))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise FailedError(_NO_EXPORT) from None
    if not isinstance(spec, ExportSpec):
        raise FailedError(_NO_EXPORT)
    return check(spec, tools_of(lambda progress: None, is_stopped)).report


def run_gallery_child(home: Home) -> int:
    """Be the gallery of a window until it says stop or goes away; return the exit code."""
    from app.gallery.serve import serve

    start_logging(home, "gallery")
    if hasattr(os, "nice"):
        os.nice(5)  # where both want the same core the window comes first
    sys.setswitchinterval(SWITCH_SECONDS)
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    # Whatever prints by accident must not get between the messages.
    sys.stdout = sys.stderr
    serve(build_gallery(home), stdin, stdout)
    return 0
