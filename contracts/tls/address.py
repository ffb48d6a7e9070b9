"""Where a scan may connect to. The check is on the very address that the scan then uses, never on the name alone.

A name is looked up once; every address it has must be a public one; the addresses are handed to the scanner as numbers
(decision 14). Names of our own network, and answers that change between check and use, lead nowhere.
"""

import ipaddress
import re
import socket
import threading
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from contracts.tls.errors import NotMeasured

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Lookup = Callable[[str, int], Iterable[str]]

LOOKUP_SECONDS = 15
LONGEST = 253
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # what browsers read as part of an IPv4 address

# Of IPv6 only what is routed on the internet, less what carries an IPv4 address in it or is set aside.
ROUTED_V6 = ipaddress.ip_network("2000::/3")
SET_ASIDE = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' own
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, and the cloud's metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "2001::/23",  # Teredo, benchmarks, ORCHID and others of the IETF
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)


@dataclass(frozen=True)
class Target:
    """A host, as a name in ASCII or a number, and a port."""

    host: str
    port: int = 443

    def __str__(self):
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == 443 else f"{host}:{self.port}"

    @property
    def number(self) -> Address | None:
        """The address itself when the host is one."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None


# --- reading what was typed -------------------------------------------------------------------------------------------


def read_target(text: str) -> Target:
    """HOST, HOST:PORT or [IPv6]:PORT. NotMeasured (bad-address, bad-port) for everything else."""
    text = text.strip(" ")
    if text.startswith("["):
        host, closed, after = text[1:].partition("]")
        if not closed or (after and not after.startswith(":")):
            raise _bad(text)
        return Target(_number_v6(host), _port(after[1:]) if after else 443)
    host, colon, port = text.partition(":")
    return Target(_host(host, shown=text), _port(port) if colon else 443)


def of_website(address: str) -> Target:
    """The host of a web address as the library keeps it; an http address is measured where https would be."""
    if not address:
        raise NotMeasured("no-website")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _bad(address) from None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise _bad(address)
    port = port if port is not None and parts.scheme == "https" else 443
    return read_target(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")


def _bad(text: str) -> NotMeasured:
    shown = "".join(sign if unicodedata.category(sign)[0] != "C" else "?" for sign in text[:80])
    return NotMeasured("bad-address", address=shown)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise NotMeasured("bad-port", port=_bad(text).values["address"])
    return int(text)


def _number_v6(text: str) -> str:
    try:
        found = ipaddress.IPv6Address(text)
    except ValueError:
        raise _bad(text) from None
    if found.scope_id:
        raise _bad(text)
    return str(found)


def _host(text: str, *, shown: str) -> str:
    """A name in ASCII, or an IPv4 address in its plain form; other ways to write a number are refused."""
    try:
        name = text.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        raise _bad(shown) from None
    labels = name.split(".")
    if len(name) > LONGEST or not all(LABEL.fullmatch(label) for label in labels):
        raise _bad(shown)
    if NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError:
            raise _bad(shown) from None
    return name


# --- where it leads ---------------------------------------------------------------------------------------------------


def is_public(address: Address) -> bool:
    """Is it an address on the internet, of somebody else?"""
    if address.version == 6 and (address not in ROUTED_V6 or _is_isatap(address)):
        return False
    return not any(address in network for network in SET_ASIDE if network.version == address.version)


def _is_isatap(address: ipaddress.IPv6Address) -> bool:
    """An IPv6 address that ends in an IPv4 one, for a router of the own network (RFC 5214)."""
    return (int(address) >> 32) & 0xFDFFFFFF == 0x5EFE


def may_connect(address: Address, *, allowed: Iterable[Network]) -> bool:
    """Public, or in a network that the installation allows (TLS_ALLOW_NETWORKS)."""
    return (is_public(address) and not getattr(address, "scope_id", None)) or _is_allowed(address, allowed)


def _is_allowed(address: Address, allowed: Iterable[Network]) -> bool:
    if getattr(address, "scope_id", None):
        return False
    return any(address in network for network in allowed if network.version == address.version)


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a name, as this machine finds them. NotMeasured when it has none, or none in time."""
    found: list[str] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(row[4][0] for row in rows)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(LOOKUP_SECONDS)
    return list(found)


def addresses_of(target: Target, *, lookup: Lookup = look_up) -> list[Address]:
    """Every address of a host, each one checked. NotMeasured when one may not be connected to, or none is found.

    Of a host in a network that the installation allows, the other special addresses are left out instead: localhost is
    both 127.0.0.1 and ::1.
    """
    number = target.number
    texts = [target.host] if number else dict.fromkeys(lookup(target.host, target.port))
    found = [ipaddress.ip_address(text) for text in texts]
    if not found:
        raise NotMeasured("not-found", host=target.host)
    allowed = settings.TLS_ALLOW_NETWORKS
    refused = [address for address in found if not may_connect(address, allowed=allowed)]
    if refused and not any(_is_allowed(address, allowed) for address in found):
        raise NotMeasured("not-public", host=target.host, address=str(refused[0]))
    return [address for address in found if address not in refused]
