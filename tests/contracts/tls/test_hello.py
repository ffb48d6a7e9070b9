"""The one request of our own: what it reads, and how far it reads."""

import time
from ipaddress import ip_address

import pytest

from contracts.tls import hello
from contracts.tls.address import Target
from tests.contracts.tls.authority import HOST, Authority
from tests.contracts.tls.servers import listening, modern

HEADERS = [
    (b"Strict-Transport-Security: max-age=31536000", 31536000),
    (b"strict-transport-security:max-age=63072000; includeSubDomains; preload", 63072000),
    (b'Strict-Transport-Security: max-age="31536000"', 31536000),
    (b"Strict-Transport-Security: includeSubDomains; MAX-AGE=10", 10),
    (b"Strict-Transport-Security: max-age = 10", 10),
    (b"Strict-Transport-Security: max-age=0", 0),
    # Of two headers the first one counts.
    (b"Strict-Transport-Security: max-age=1\r\nStrict-Transport-Security: max-age=2", 1),
    (b"Strict-Transport-Security: max-age=1; max-age=2", None),
    (b"Strict-Transport-Security: max-age=-1", None),
    (b"Strict-Transport-Security: max-age=1.5", None),
    (b"Strict-Transport-Security: max-age=", None),
    (b"Strict-Transport-Security: max-age", None),
    (b'Strict-Transport-Security: max-age="1', None),
    (b"Strict-Transport-Security: max-age=" + b"9" * 400, None),
    (b"Strict-Transport-Security: includeSubDomains", None),
    (b"Strict-Transport-Security:", None),
    (b"X-Strict-Transport-Security: max-age=31536000", None),
    (b"Content-Type: text/html", None),
    (b"\xff\xfe: \x00", None),
    (b"\r\n".join(b"X-%d: 1" % number for number in range(500)), None),
    (b"X: " + b"a" * 70000, None),
]


@pytest.mark.parametrize(("header", "age"), HEADERS)
def test_age_of_hsts(header, age):
    assert hello.hsts_max_age(b"HTTP/1.1 200 OK\r\n" + header + b"\r\nServer: x\r\n\r\n") == age


def test_a_page_whose_head_never_ends_is_left_at_its_limit(tmp_path):
    """It is read for as many bytes as are enough, and no longer than it may take."""
    endless = b"HTTP/1.1 200 OK\r\n" + b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 40000
    slow = b"HTTP/1.1 200 OK\r\nX-Filler: "
    for page in (endless, slow):
        with listening(modern(Authority(tmp_path).paper(), page=page, stay=True)) as server:
            began = time.monotonic()
            assert hello.ask(Target(HOST, server.port), ip_address("127.0.0.1"), seconds=1.5) is None
            assert time.monotonic() - began < 4
