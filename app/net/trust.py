"""Which certificates and which proxies this computer trusts, read from its environment."""

import ssl
from collections.abc import Mapping
from pathlib import Path

from app.net.wire import Cause, WireError

# Later ones add to the earlier ones; SSL_CERT_FILE takes the place of the system's own.
MORE_AUTHORITIES = ("REQUESTS_CA_BUNDLE", "SLY_EXTRA_CA_CERTS")


def tls_context(environ: Mapping[str, str]) -> ssl.SSLContext:
    """Return what TLS connections check: always the chain and the name, TLS 1.2 at least.

    Raises:
        WireError: A file with certificates cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    own = environ.get("SSL_CERT_FILE")
    if own:
        _load(context, own, "SSL_CERT_FILE")
    else:
        context.load_default_certs()
        if not context.cert_store_stats()["x509_ca"] and not _has_folder():
            # A Python without the authorities of its system (some builds for macOS, bare containers).
            import certifi

            context.load_verify_locations(certifi.where())
    for name in MORE_AUTHORITIES:
        if environ.get(name):
            _load(context, environ[name], name)
    return context


def _load(context: ssl.SSLContext, place: str, name: str) -> None:
    path = Path(place).expanduser()
    try:
        if path.is_dir():
            context.load_verify_locations(capath=path)
        else:
            context.load_verify_locations(cafile=path)
    except (OSError, ssl.SSLError) as error:
        raise WireError(Cause.CA_FILE, name) from error


def _has_folder() -> bool:
    folder = Path(ssl.get_default_verify_paths().openssl_capath)
    return folder.is_dir() and any(folder.iterdir())


def proxy_for(host: str, port: int, environ: Mapping[str, str]) -> str | None:
    """Return the address of the proxy that https requests to a host go through; None for the straight way.

    Plain http never goes through a proxy: it is for this machine, or the token would pass in clear text.
    """
    lower = {name.lower(): value for name, value in environ.items() if name.lower().endswith("_proxy") and value}
    proxy = lower.get("https_proxy", "") or lower.get("all_proxy", "")
    if not proxy or is_bypassed(host, port, lower.get("no_proxy", "")):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def is_bypassed(host: str, port: int, no_proxy: str) -> bool:
    """Return whether a NO_PROXY list names a host: by itself, by a domain above it, with its port, or by "*"."""
    for entry in no_proxy.lower().replace(",", " ").split():
        name = entry.lstrip("*").lstrip(".")
        if entry == "*" or name in {host, f"{host}:{port}"}:
            return True
        if name and (host.endswith(f".{name}") or f"{host}:{port}".endswith(f".{name}")):
            return True
    return False
