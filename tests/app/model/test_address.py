"""What people type becomes an address that a token may be sent to."""

import pytest

from app.model.address import is_this_machine, normal_address


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


@pytest.mark.parametrize(
    ("host", "answer"),
    [("127.0.0.2", True), ("::1", True), ("localhost", True), ("127.0.0.1.example.org", False), ("10.0.0.1", False)],
)
def test_this_machine_is_told_from_names_that_only_look_like_it(host, answer):
    assert is_this_machine(host) is answer
