"""The scanner is a program of its own (AGPL): it is run, and told an address; nothing of it is imported."""

import ast
from ipaddress import ip_address

import pytest

from contracts.tls.address import Target
from contracts.tls.scanner import where
from tests.workflows.test_syntax import code_of_the_product

FOREIGN = {"sslyze", "nassl", "tls_parser"}


def imported(code: str) -> set[str]:
    """The packages that a file imports."""
    nodes = list(ast.walk(ast.parse(code)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.partition(".")[0] for name in plain | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}}


def test_nothing_of_the_scanner_is_imported():
    assert imported("import sslyze.plugins\nfrom nassl import ssl_client") == {"sslyze", "nassl"}
    offenders = [path for path in code_of_the_product() if imported(path.read_text(encoding="utf-8")) & FOREIGN]
    assert offenders == []


WHERE = [
    ("vendor.example", 443, "93.184.216.34", "vendor.example:443{93.184.216.34}"),
    ("vendor.example", 8443, "2606:4700::1111", "vendor.example:8443{[2606:4700::1111]}"),
    ("93.184.216.34", 443, "93.184.216.34", "93.184.216.34:443{93.184.216.34}"),
    ("2606:4700::1111", 443, "2606:4700::1111", "[2606:4700::1111]:443{2606:4700::1111}"),
]


@pytest.mark.parametrize(("host", "port", "address", "words"), WHERE)
def test_the_scanner_is_told_the_address_beside_the_name(host, port, address, words):
    assert where(Target(host, port), ip_address(address)) == words
