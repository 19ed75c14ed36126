"""What this computer trusts."""

import ssl

import pytest

from app.net.trust import is_bypassed, proxy_for, tls_context
from app.net.wire import Cause, WireError


def test_chain_and_name_are_always_checked():
    context = tls_context({})

    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "SLY_EXTRA_CA_CERTS"])
def test_a_file_that_cannot_be_read_is_named(name, tmp_path):
    with pytest.raises(WireError) as caught:
        tls_context({name: str(tmp_path / "none.pem")})

    assert (caught.value.cause, caught.value.detail) == (Cause.CA_FILE, name)


def test_proxies_come_from_the_environment():
    environ = {"HTTPS_PROXY": "proxy:3128", "no_proxy": "localhost,.corp.org,10.0.0.1"}

    assert proxy_for("example.com", 443, environ) == "http://proxy:3128"
    assert proxy_for("a.corp.org", 443, environ) is None
    assert proxy_for("example.com", 443, {}) is None


@pytest.mark.parametrize(
    ("host", "no_proxy", "expected"),
    [
        ("a.org", "*", True),
        ("a.org", "a.org", True),
        ("x.a.org", ".a.org", True),
        ("xa.org", "a.org", False),
        ("a.org", "a.org:443", True),
        ("a.org", "a.org:80", False),
        ("a.org", "", False),
    ],
)
def test_no_proxy_is_read(host, no_proxy, expected):
    assert is_bypassed(host, 443, no_proxy) is expected
