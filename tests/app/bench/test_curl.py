"""curl's configuration."""

from pathlib import Path

from app.bench.curl import curl_config
from app.bench.origin import Origin


def test_every_image_is_asked_for_with_its_own_options():
    text = curl_config(Origin("http://127.0.0.1:9", "t"), [(1, "1.jpg"), (2, "2.jpg")], Path("/out"))

    first, second = text.split("next\n")
    assert 'url = "http://127.0.0.1:9/public/api/v3/images.download"' in first
    assert 'header = "x-api-key: t"' in first
    assert 'data = "{\\"id\\": 2}"' in second
    assert 'output = "/out/2.jpg"' in second
