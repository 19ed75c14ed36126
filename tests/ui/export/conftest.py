"""The desk of the preview: its engine also knows a made-up folder."""

from tests.ui.preview.conftest import decisions, folder, gallery, host, looking

__all__ = ["decisions", "folder", "gallery", "host", "looking"]
