"""Real servers on loopback, good and bad, and the grade of each worked out by hand from the guide (LAW.md 7.).

D and E are shown by numbers in test_guide.py: no server that can be installed is so weak and not an F by a rule.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cached_property
from ipaddress import ip_network
from types import SimpleNamespace

import psutil
import pytest
from django.test import override_settings
from django.utils import timezone

from contracts.tls.address import Target
from contracts.tls.errors import NotMeasured
from contracts.tls.measure import measure
from tests.contracts.tls.authority import HOST, Authority, ed25519_key, rsa_key
from tests.contracts.tls.servers import (
    YEAR,
    V,
    after_the_first,
    ancient,
    answer,
    dead_port,
    endless,
    garbage,
    listening,
    modern,
    s_server,
    silent,
)

pytestmark = pytest.mark.timeout(240)

PAGE = answer(YEAR)
# A safe prime of 768 bits (RFC 2409, group 1), and one of 1024 bits (group 2).
GROUP_1 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A63A3620FFFFFFFFFFFFFFFF",
    16,
)
GROUP_2 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)


class Papers:
    """The certificates of the servers; each made when it is first asked for."""

    def __init__(self, folder):
        self.folder = folder
        self.authority = Authority(folder)

    @cached_property
    def ec(self):
        return self.authority.paper()

    @cached_property
    def rsa(self):
        return self.authority.paper(key=rsa_key(2048))

    @cached_property
    def rsa_4096(self):
        return self.authority.paper(key=rsa_key(4096))

    @cached_property
    def edwards(self):
        return self.authority.paper(key=ed25519_key())

    @cached_property
    def unknown(self):
        return Authority(self.folder, called="Authority of nobody").paper()

    def named(self, *names):
        return self.authority.paper(names=names)


def old(p, **more):
    """A server of tlslite: RSA key of 2048 bits, TLS 1.2 unless it says otherwise, AES-256-GCM with ECDHE and RSA."""
    given = {"page": PAGE, "least": (3, 3), "ciphers": ("aes256gcm",), "exchange": ("ecdhe_rsa", "rsa")} | more
    return ancient(p.rsa, **given)


# Name, server, grade, number, reasons; above each how grade and number come out by hand.
# Number: 30 % protocols (best + worst) / 2, 30 % key exchange, 40 % ciphers (strongest + weakest) / 2, rounded down.
SERVERS = [
    # TLS 1.2 + 1.3: 100. P-256 counts as RSA 3072: 90. AES-128 (80) and AES-256 (100): 90. 30 + 27 + 36 = 93: A.
    # No warning, HSTS for a year: A+.
    ("modern", lambda p: modern(p.ec, page=PAGE), "A+", 93, ["exceptional"]),
    # The key is worth 100, but X25519 and P-256 (RSA 3072) are exchanged: 90.
    ("RSA 4096", lambda p: modern(p.rsa_4096, page=PAGE), "A+", 93, ["exceptional"]),
    ("Ed25519", lambda p: modern(p.edwards, page=PAGE), "A+", 93, ["exceptional"]),
    ("TLS 1.3 alone", lambda p: modern(p.ec, page=PAGE, least=V.TLSv1_3), "A+", 93, ["exceptional"]),
    # An age may stand in quotation marks (RFC 6797).
    ("quoted age", lambda p: modern(p.ec, page=answer('max-age="31536000"')), "A+", 93, ["exceptional"]),
    # HSTS counts on a redirect too, and the redirect is not followed.
    (
        "redirect to a private address",
        lambda p: modern(p.ec, page=answer(YEAR, status="301 Moved", more="Location: https://127.0.0.1:1/\r\n")),
        "A+",
        93,
        ["exceptional"],
    ),
    # HSTS for 30 days: valid, no warning, but not six months.
    ("short HSTS", lambda p: modern(p.ec, page=answer("max-age=2592000")), "A", 93, ["good", "short-hsts"]),
    # 2009r: HSTS missing, switched off or invalid sets A-.
    ("no HSTS", lambda p: modern(p.ec, page=answer()), "A-", 93, ["no-hsts"]),
    ("HSTS off", lambda p: modern(p.ec, page=answer("max-age=0")), "A-", 93, ["no-hsts"]),
    ("HSTS malformed", lambda p: modern(p.ec, page=answer("max-age=soon")), "A-", 93, ["no-hsts"]),
    ("no web server", lambda p: modern(p.ec, page=b"220 ready\r\n"), "A-", 93, ["no-hsts"]),
    # 2009r: no TLS 1.3 caps at A-.
    ("TLS 1.2 alone", lambda p: modern(p.ec, page=PAGE, most=V.TLSv1_2), "A-", 93, ["no-tls13"]),
    # Worst protocol TLS 1.1 (95): 97.5. 29.25 + 27 + 36 = 92.25. Cap B for TLS 1.0 and 1.1.
    ("TLS 1.1 too", lambda p: modern(p.ec, page=PAGE, least=V.TLSv1_1), "B", 92, ["old-tls"]),
    # Worst protocol TLS 1.0 (90): 95. 28.5 + 27 + 36 = 91.5.
    ("TLS 1.0 too", lambda p: modern(p.ec, page=PAGE, least=V.TLSv1), "B", 91, ["old-tls"]),
    # RSA key exchange alone: no forward secrecy, cap B.
    (
        "no forward secrecy",
        lambda p: modern(p.rsa, page=PAGE, most=V.TLSv1_2, ciphers="AES256-GCM-SHA384:AES128-GCM-SHA256"),
        "B",
        93,
        ["no-forward-secrecy", "no-tls13"],
    ),
    # CBC alone: no AEAD, cap B. 256-bit ciphers alone: 100. 30 + 27 + 40 = 97.
    (
        "no AEAD",
        lambda p: modern(p.ec, page=PAGE, most=V.TLSv1_2, ciphers="ECDHE-ECDSA-AES256-SHA384"),
        "B",
        97,
        ["no-aead", "no-tls13"],
    ),
    # DH of 1024 bits: key exchange 80, cap B. AES-256 alone: 100. 30 + 24 + 40 = 94.
    (
        "weak Diffie-Hellman",
        lambda p: old(p, exchange=("ecdhe_rsa", "dhe_rsa"), dh=(2, GROUP_2)),
        "B",
        94,
        ["weak-dh", "no-tls13"],
    ),
    # Nothing newer than TLS 1.1: cap C. (95 + 90) / 2 = 92.5: 27.75 + 27 + 36 = 90.75. Its suites are CBC alone.
    (
        "TLS 1.0 and 1.1 alone",
        lambda p: modern(p.ec, page=PAGE, least=V.TLSv1, most=V.TLSv1_1),
        "C",
        90,
        ["no-tls12", "old-tls", "no-aead", "no-tls13"],
    ),
    # 3DES with TLS 1.2: cap C. Its 168 bits are worth 80, AES-256 100: 90. 30 + 27 + 36 = 93.
    ("3DES", lambda p: old(p, ciphers=("aes256gcm", "3des")), "C", 93, ["small-blocks", "no-tls13"]),
    # RC4 (128 bits: 80) with TLS 1.2: cap C.
    ("RC4", lambda p: old(p, ciphers=("aes256gcm", "rc4")), "C", 93, ["rc4-modern", "no-tls13"]),
    # SSL 3.0 (80) to TLS 1.2 (100): 90, with CBC: POODLE, cap C. AES-256-GCM and AES-128: 90. 27 + 27 + 36 = 90.
    (
        "POODLE",
        lambda p: old(p, least=(3, 0), ciphers=("aes256gcm", "aes128")),
        "C",
        90,
        ["poodle", "ssl3", "old-tls", "no-tls13"],
    ),
    # SSL 3.0 alone: F. 80; key exchange 90; AES-128 80. 24 + 27 + 32 = 83.
    (
        "SSL 3.0 alone",
        lambda p: old(p, least=(3, 0), most=(3, 0), ciphers=("aes128",), exchange=("rsa",)),
        "F",
        83,
        ["only-ssl3", "poodle", "no-tls12", "ssl3", "no-forward-secrecy", "no-aead", "no-tls13"],
    ),
    # DH of 768 bits: key exchange 40, F. 30 + 12 + 40 = 82.
    (
        "broken Diffie-Hellman",
        lambda p: old(p, exchange=("ecdhe_rsa", "dhe_rsa"), dh=(2, GROUP_1)),
        "F",
        82,
        ["broken-dh", "no-tls13"],
    ),
    # No authentication: key exchange 0, and a zero makes the whole number zero.
    (
        "anonymous suites",
        lambda p: modern(p.ec, page=PAGE, ciphers="ALL:@SECLEVEL=0"),
        "F",
        0,
        ["anonymous", "number"],
    ),
    # NULL with RSA (without anonymous suites): weakest cipher 0, (100 + 0) / 2 = 50. 30 + 27 + 20 = 77: B by number, F.
    (
        "no encryption",
        lambda p: modern(p.rsa, page=PAGE, ciphers="ECDHE-RSA-AES256-GCM-SHA384:NULL-SHA256:@SECLEVEL=0"),
        "F",
        77,
        ["null", "number"],
    ),
    # The certificate: not trusted is T, for another name is M; what the number says is not asked any more.
    ("unknown authority", lambda p: modern(p.unknown, page=PAGE), "T", 93, ["untrusted"]),
    (
        "self-signed",
        lambda p: modern(p.authority.paper(self_signed=True), page=PAGE),
        "T",
        93,
        ["self-signed"],
    ),
    ("expired", lambda p: modern(p.authority.paper(days=(-60, -1)), page=PAGE), "T", 93, ["out-of-date"]),
    (
        "SHA-1",
        lambda p: modern(p.authority.with_sha1(), page=PAGE, ciphers="DEFAULT:@SECLEVEL=0"),
        "T",
        93,
        ["untrusted", "sha1"],
    ),
    ("another name", lambda p: modern(p.named("other.example"), page=PAGE), "M", 93, ["name"]),
    # A star stands for one label and not for none.
    ("star below it", lambda p: modern(p.named(f"*.{HOST}"), page=PAGE), "M", 93, ["name"]),
    # Heartbleed, CCS, ROBOT and CRIME are in test_guide.py: no server that can be installed still has them.
]
# Name, server, seconds it is given, error.
NO_SERVERS = [
    ("dead", None, 3, "refused"),
    ("silent", silent, 3, "silent"),
    ("a byte a second", endless, 3, "silent"),
    ("garbage", garbage, 40, "no-tls"),
]


class Scans:
    """Scans of servers on loopback, as the worker makes them, with the tests' authority trusted."""

    def __init__(self, papers: Papers):
        self.papers = papers

    def scan(self, port: int, *, seconds: float = 60, answers=("127.0.0.1",), host: str = HOST):
        began = time.monotonic()
        try:
            found = measure(
                Target(host, port),
                at=timezone.now(),
                seconds=seconds,
                ca_file=self.papers.authority.file,
                lookup=lambda host, port: answers,
            )
        except NotMeasured as reason:
            return SimpleNamespace(error=reason, took=time.monotonic() - began)
        return SimpleNamespace(found=found, grade=found.grade, took=time.monotonic() - began)

    def at_once(self, asked: dict) -> dict:
        """Several servers, some at a time. Name → server and seconds; gives name → result."""
        with ExitStack() as stack, ThreadPoolExecutor(5) as pool:
            begun = {}
            for name, (serve, seconds) in asked.items():
                port = stack.enter_context(listening(serve)).port if serve else dead_port()
                begun[name] = pool.submit(self.scan, port, seconds=seconds)
            return {name: each.result() for name, each in begun.items()}


@pytest.fixture
def scans(tmp_path, settings):
    settings.TLS_ALLOW_NETWORKS = [ip_network("127.0.0.0/8")]
    return Scans(Papers(tmp_path))


def test_real_servers_get_the_grades_of_the_guide(scans):
    found = scans.at_once({name: (make(scans.papers), 90) for name, make, *_told in SERVERS})
    told = {
        name: (one.grade.letter, one.grade.score, [reason.code for reason in one.grade.reasons])
        for name, one in found.items()
    }
    assert told == {name: tuple(expected) for name, _make, *expected in SERVERS}
    assert [name for name, one in found.items() if one.found.addresses[0].untested] == []


def test_the_servers_reach_every_grade_that_a_server_can_reach():
    assert {letter for _name, _make, letter, *_rest in SERVERS} == {"A+", "A", "A-", "B", "C", "F", "M", "T"}
    assert len(SERVERS) >= 20


def test_a_revoked_certificate_whose_revocation_is_stapled_is_an_f(scans):
    paper = scans.papers.authority.paper()
    with s_server(paper, "-status_file", scans.papers.authority.revocation(paper)) as port:
        grade = scans.scan(port).grade
    assert (grade.letter, [reason.code for reason in grade.reasons]) == ("F", ["revoked", "no-hsts"])


def test_the_worst_of_several_addresses_counts_and_a_dead_one_is_said(scans):
    good, middling = modern(scans.papers.ec, page=PAGE), modern(scans.papers.ec, page=answer())
    with listening(good) as one, listening(middling, address="127.0.0.2", port=one.port):
        both = scans.scan(one.port, answers=["127.0.0.1", "127.0.0.2", "127.0.0.3"])
    told = {str(each.address): each.grade.letter if each.grade else each.error.code for each in both.found.addresses}
    assert told == {"127.0.0.1": "A+", "127.0.0.2": "A-", "127.0.0.3": "refused"}
    assert both.grade.letter == "A-"


def test_of_more_addresses_than_are_measured_the_others_are_said_to_be_left_out(scans):
    with listening(modern(scans.papers.ec, page=PAGE)) as server:
        many = scans.scan(server.port, answers=[f"127.0.0.{number}" for number in range(1, 7)])
    told = [each.grade.letter if each.grade else each.error.code for each in many.found.addresses]
    assert told == ["A+", "refused", "refused", "refused", "left-out", "left-out"]


def test_a_certificate_for_the_number_itself_is_matched(scans):
    with listening(modern(scans.papers.ec, page=PAGE)) as server:
        assert scans.scan(server.port, host="127.0.0.1").grade.letter == "A+"


def test_a_name_that_leads_elsewhere_the_second_time_is_asked_for_once(scans):
    """DNS rebinding: the address that was checked is the one that the request and the scanner connect to."""
    answers = iter([["127.0.0.2"], ["127.0.0.1"], ["127.0.0.1"]])
    asked = []

    def lookup(host, port):
        asked.append(host)
        return next(answers)

    serve = modern(scans.papers.ec, page=answer(YEAR, status="302 Found", more="Location: https://127.0.0.1/\r\n"))
    with listening(serve, address="127.0.0.2") as seen, listening(serve, port=seen.port) as inside:
        with override_settings(TLS_ALLOW_NETWORKS=[ip_network("127.0.0.2/32")]):
            target = Target("localhost", seen.port)
            found = measure(target, at=timezone.now(), lookup=lookup, ca_file=scans.papers.authority.file)
        assert (found.grade.letter, asked, inside.met) == ("A+", ["localhost"], 0)
        assert seen.met > 50


def test_servers_that_give_nothing_end_in_a_clear_error_within_their_limit(scans):
    """The last one answers the first request, and then keeps the scanner waiting: that is killed."""
    stalling = after_the_first(modern(scans.papers.ec, page=PAGE), silent)
    rows = [*NO_SERVERS, ("stalling", stalling, 12, "timed-out")]
    found = scans.at_once({name: (serve, seconds) for name, serve, seconds, _code in rows})
    assert {name: one.error.code for name, one in found.items()} == {name: code for name, _s, _n, code in rows}
    assert [name for name, _serve, seconds, _code in rows if found[name].took > seconds + 10] == []
    assert all(HOST in one.error.words for name, one in found.items() if name != "stalling")
    assert [child for child in psutil.Process().children(recursive=True) if "sslyze" in child.cmdline()] == []
