"""What the package shows, and what it does not load."""

import subprocess
import sys

import pytest

import app.api


def test_everything_that_is_promised_is_there():
    assert all(hasattr(app.api, name) for name in app.api.__all__)
    with pytest.raises(AttributeError, match="no Nothing"):
        _ = app.api.Nothing


@pytest.mark.slow
def test_tables_and_maps_are_loaded_only_when_they_are_needed():
    code = "import sys, app.api; print([n for n in ('geopandas', 'pandas', 'folium') if n in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
