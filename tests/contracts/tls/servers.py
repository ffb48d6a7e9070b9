"""Real servers on loopback, each with one configuration of TLS, good or bad."""

import itertools
import socket
import ssl
import subprocess
import threading
import warnings
from collections.abc import Callable
from contextlib import ExitStack, contextmanager, suppress

from tests.contracts.tls.authority import Paper

with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # it still looks for asyncore
    from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey

YEAR = "max-age=31536000; includeSubDomains"
V = ssl.TLSVersion


class Listening:
    """Takes connections at an address of loopback until it is closed, each in a thread of its own."""

    def __init__(self, serve: Callable[[socket.socket], None], *, address: str = "127.0.0.1", port: int = 0):
        self.serve, self.met = serve, 0
        self.socket = socket.create_server((address, port), backlog=128)
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                plain, _from = self.socket.accept()
            except OSError:
                return
            self.met += 1
            threading.Thread(target=self._one, args=[plain], daemon=True).start()

    def _one(self, plain: socket.socket) -> None:
        plain.settimeout(20)
        with plain, suppress(Exception):  # what a client breaks off is not what a test is about
            self.serve(plain)

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


def answer(hsts: str = "", *, status: str = "200 OK", more: str = "") -> bytes:
    """A page, with an HSTS header or without."""
    header = f"Strict-Transport-Security: {hsts}\r\n" if hsts else ""
    return f"HTTP/1.1 {status}\r\n{header}{more}Content-Length: 2\r\nConnection: close\r\n\r\nok".encode()


def modern(
    paper: Paper,
    *,
    page: bytes = b"",
    least: V = V.TLSv1_2,
    most: V = V.TLSv1_3,
    ciphers: str = "",
    stay: bool = False,
) -> Callable[[socket.socket], None]:
    """As OpenSSL serves it. `ciphers` are OpenSSL's names of suites for TLS 1.2 and older; `stay`: does not hang up."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version, context.maximum_version = least, most
    context.set_ciphers(ciphers or ("DEFAULT" if least >= V.TLSv1_2 else "DEFAULT:@SECLEVEL=0"))
    context.load_cert_chain(paper.certificate, paper.key)

    def serve(plain: socket.socket) -> None:
        with context.wrap_socket(plain, server_side=True) as secure:
            secure.recv(4096)
            secure.sendall(page)
            while stay and secure.recv(4096):
                pass

    return serve


def ancient(
    paper: Paper,
    *,
    page: bytes,
    least: tuple,
    most: tuple = (3, 3),
    ciphers: tuple[str, ...],
    exchange: tuple[str, ...],
    dh: tuple[int, int] | None = None,
) -> Callable[[socket.socket], None]:
    """What OpenSSL no longer speaks. Versions: (3, 0) is SSL 3.0, (3, 3) is TLS 1.2. The key must be an RSA key."""
    settings = HandshakeSettings()
    settings.minVersion, settings.maxVersion = least, most
    settings.cipherNames, settings.keyExchangeNames = list(ciphers), list(exchange)
    settings.dhParams = dh  # generator and prime
    settings.macNames = ["sha", "sha256", "sha384", "aead", "md5"]
    chain = X509CertChain()
    chain.parsePemList(paper.certificate.read_text())
    key = parsePEMKey(paper.key.read_text(), private=True)

    def serve(plain: socket.socket) -> None:
        secure = TLSConnection(plain)
        secure.handshakeServer(certChain=chain, privateKey=key, settings=settings)
        secure.recv(4096)
        secure.sendall(page)
        secure.close()

    return serve


def after_the_first(first: Callable[[socket.socket], None], then: Callable[[socket.socket], None]):
    """One way for the first who comes, another for all others."""
    coming = itertools.count()
    return lambda plain: (then if next(coming) else first)(plain)


def silent(plain: socket.socket) -> None:
    """Takes what comes and says nothing."""
    while plain.recv(4096):
        pass


def garbage(plain: socket.socket) -> None:
    """Speaks, but not TLS."""
    plain.sendall(b"220 mail.vendor.example ESMTP " + b"\xde\xad" * 500 + b"\r\n")
    silent(plain)


def endless(plain: socket.socket) -> None:
    """Begins a TLS record and goes on with it, a byte a second."""
    plain.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03")
    pause = threading.Event()
    while not pause.wait(1):
        plain.sendall(b"\x00")


def dead_port() -> int:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def listening(serve: Callable[[socket.socket], None], **where):
    server = Listening(serve, **where)
    try:
        yield server
    finally:
        server.close()


@contextmanager
def s_server(paper: Paper, *words: str):
    """OpenSSL's own server, for what Python's module can't do; it says its port itself."""
    command = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", paper.certificate, "-key", paper.key, "-www"]
    with ExitStack() as stack:
        heard = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        process = stack.enter_context(subprocess.Popen([*command, *words], **heard))
        stack.callback(process.kill)
        line = next(line for line in process.stdout if line.startswith("ACCEPT"))
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield int(line.strip().rpartition(":")[2])
