"""Troubles of other libraries get our names."""

import socket

import httpx
import pytest

from app.net.stock import refuse_private, trouble_of
from app.net.wire import Cause, Times, WireError


def caused(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "in_body", "cause"),
    [
        (httpx.ConnectTimeout("x"), False, Cause.CONNECT_TIMEOUT),
        (httpx.ReadTimeout("x"), False, Cause.HEADER_TIMEOUT),
        (httpx.ReadTimeout("x"), True, Cause.IDLE),
        (httpx.ReadError("x"), True, Cause.CUT_OFF),
        (httpx.ProxyError("x"), False, Cause.PROXY),
        (caused(httpx.ConnectError("x"), ConnectionRefusedError(111, "x")), False, Cause.REFUSED),
        (caused(httpx.ConnectError("x"), socket.gaierror(-2, "x")), False, Cause.UNRESOLVED),
        (caused(httpx.ReadError("x"), WireError(Cause.SLOW)), True, Cause.SLOW),
        (RuntimeError("x"), False, Cause.RESET),
    ],
)
def test_an_error_gets_a_name(error, in_body, cause):
    assert trouble_of(error, Times(), in_body=in_body).cause is cause


async def test_names_of_this_machine_are_refused():
    with pytest.raises(WireError) as caught:
        await refuse_private("127.0.0.1", 80)

    assert caught.value.cause is Cause.PRIVATE
