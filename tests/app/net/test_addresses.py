"""Addresses are taken apart the same way everywhere, or not at all."""

import pytest

from app.net.addresses import AddressError, hop_of, is_loopback, is_private, target_of


@pytest.mark.parametrize(
    ("url", "origin", "path"),
    [
        ("https://A.example.com:443/x?q=1%2F2#f", "https://a.example.com", "/x?q=1%2F2"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "/"),
        ("https://[::1]:8443/a", "https://[::1]:8443", "/a"),
        ("https://example.com?q", "https://example.com", "/?q"),
        ("https://exämple.com/ö", "https://xn--exmple-cua.com", "/%C3%B6"),
    ],
)
def test_an_address_has_origin_and_path(url, origin, path):
    target = target_of(url)

    assert (target.origin, target.path, target.url) == (origin, path, origin + path)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/x",
        "ftp://a/",
        "https://",
        "https://a b/",
        "https://a\\@b/",
        "https://u:p@a/",
        "https://a:x/",
        "https://a\r/",
    ],
)
def test_a_broken_address_is_refused_without_repeating_it(url):
    with pytest.raises(AddressError) as caught:
        target_of(url)

    assert not url or url not in str(caught.value)


def test_a_redirect_may_be_relative_but_never_loses_encryption():
    here = target_of("https://a.com/x/y")

    assert hop_of(here, "../z").url == "https://a.com/z"
    assert hop_of(here, "//b.com/z").url == "https://b.com/z"
    with pytest.raises(AddressError):
        hop_of(here, "http://a.com/z")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", False),
        ("2606:4700::1", False),
        ("10.1.2.3", True),
        ("100.64.0.1", True),
        ("169.254.169.254", True),
        ("::ffff:127.0.0.1", True),
        ("224.0.0.1", True),
        ("fe80::1%eth0", True),
    ],
)
def test_private_addresses_are_told_from_public_ones(address, expected):
    assert is_private(address) is expected


def test_this_machine_has_many_names():
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost", "a.localhost"))
    assert not is_loopback("localhost.example.com")
