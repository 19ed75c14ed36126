from app.sources.supervisely.address import method_url


def test_methods_lie_below_the_address():
    assert method_url("https://a.b", "images.list") == "https://a.b/public/api/v3/images.list"
