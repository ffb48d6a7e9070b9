"""One polite request to the address that was checked: does it answer, and does it send HSTS?

Our own, so that nothing is looked up again, no redirect is followed and nothing endless is read. Whose certificate it
is does not matter here; the scanner judges that.
"""

import http.client
import io
import re
import socket
import ssl
import time

from contracts.tls.address import Address, Target
from contracts.tls.errors import NotMeasured

SECONDS = 10  # for all of it
LARGEST_HEAD = 65536  # bytes
LEGACY_SERVER_CONNECT = 0x4  # ssl.OP_LEGACY_SERVER_CONNECT has its name from Python 3.12 on
AGENT = "Technology-Requests-TLS-check"
AGE = re.compile(r'max-age\s*=\s*("?)(\d{1,12})\1', re.IGNORECASE)


def ask(target: Target, address: Address, *, seconds: float = SECONDS) -> int | None:
    """Seconds of HSTS that the first page announces; None when it sends no valid header, or no page at all.

    NotMeasured when nobody takes the connection there (refused, not-answering), or nothing is said (silent).
    """
    until = time.monotonic() + min(seconds, SECONDS)
    with _connected(target, address, until) as plain:
        try:
            with _context().wrap_socket(plain, server_hostname=target.host) as secure:
                return hsts_max_age(_head(secure, target, until))
        except TimeoutError:
            raise NotMeasured("silent", host=target.host, port=target.port) from None
        except (OSError, ValueError):  # it speaks something else, or only what is too old for us: the scanner will see
            return None


def _connected(target: Target, address: Address, until: float) -> socket.socket:
    try:
        plain = socket.create_connection((str(address), target.port), timeout=_left(until))
    except ConnectionRefusedError:
        raise NotMeasured("refused", host=target.host, port=target.port) from None
    except OSError:
        raise NotMeasured("not-answering", host=target.host, port=target.port) from None
    plain.settimeout(_left(until))
    return plain


def _left(until: float) -> float:
    return max(until - time.monotonic(), 0.05)


def _context() -> ssl.SSLContext:
    """As forgiving as this machine's OpenSSL can be."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.options |= LEGACY_SERVER_CONNECT
    return context


def _head(secure: ssl.SSLSocket, target: Target, until: float) -> bytes:
    """The head of the answer to GET /, as far as it comes in time; empty when it isn't HTTP."""
    request = f"GET / HTTP/1.1\r\nHost: {target}\r\nUser-Agent: {AGENT}\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    head = b""
    try:
        secure.sendall(request.encode("ascii"))
        while b"\r\n\r\n" not in head and len(head) < LARGEST_HEAD and time.monotonic() < until:
            secure.settimeout(_left(until))
            more = secure.recv(4096)
            if not more:
                break
            head += more
    except TimeoutError:  # the handshake went well: it has a grade, without HSTS
        return b""
    return head if head.startswith(b"HTTP/") else b""


def hsts_max_age(head: bytes) -> int | None:
    """What the first Strict-Transport-Security header says (RFC 6797); None when there is none, or it is malformed."""
    _status, _line, rest = head.partition(b"\r\n")
    try:
        headers = http.client.parse_headers(io.BytesIO(rest))
    except http.client.HTTPException:
        return None
    told = headers.get("Strict-Transport-Security", "")
    ages = [directive.strip() for directive in told.split(";") if directive.strip().lower().startswith("max-age")]
    found = AGE.fullmatch(ages[0]) if len(ages) == 1 else None
    return int(found.group(2)) if found else None
