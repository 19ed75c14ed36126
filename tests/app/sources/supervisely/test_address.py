"""What people type becomes an address that a token may be sent to."""

import pytest

from app.model.failure import Failure, FailureKind
from app.sources.supervisely.address import account_key, method_url, normal_address, settled_address
from tests.fakes.network import FakeNetwork


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("app.supervisely.com", "https://app.supervisely.com"),
        (" https://app.supervisely.com/ ", "https://app.supervisely.com"),
        ("HTTPS://App.Supervisely.com:443/projects/7/datasets?x=1", "https://app.supervisely.com"),
        ("http://labels.example:8080", "http://labels.example:8080"),
        ("labels.example:8443", "https://labels.example:8443"),
        ("127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("localhost", "http://localhost"),
        ("http://[::1]:9/", "http://[::1]:9"),
        ("//app.supervisely.com//", "https://app.supervisely.com"),
    ],
)
def test_addresses_are_brought_into_one_form(text, address):
    assert normal_address(text) == address
    assert normal_address(address) == address


@pytest.mark.parametrize("text", ["", "   ", "ftp://host", "https://", "https://host:port", "two words", "file:///etc"])
def test_what_is_no_address_is_said_in_words(text):
    with pytest.raises(ValueError, match=r"address"):
        normal_address(text)


def test_accounts_are_called_after_their_server():
    assert account_key("app.supervisely.com/") == "supervisely@app.supervisely.com"
    assert account_key("127.0.0.1:81") == "supervisely@127.0.0.1:81"


def test_methods_lie_below_the_address():
    assert method_url("https://a.b", "images.list") == "https://a.b/public/api/v3/images.list"


@pytest.mark.parametrize(
    ("address", "probes", "settled"),
    [
        ("http://labels.example", 1, "https://labels.example"),
        ("http://silent.example", 1, "http://silent.example"),
        ("https://labels.example", 0, "https://labels.example"),
        ("http://127.0.0.1:5", 0, "http://127.0.0.1:5"),
    ],
    ids=["https answers", "https is silent", "https already", "this machine"],
)
async def test_a_plain_address_is_left_for_a_secure_one(address, probes, settled):
    down = Failure(FailureKind.SERVER, "No answer.")
    network = FakeNetwork({"https probe": lambda _: down if "silent" in address else b"hello"})

    assert await settled_address(address, network) == settled
    assert len(network.calls) == probes
    assert all(call.url.startswith("https://") and not call.headers for call in network.calls)
