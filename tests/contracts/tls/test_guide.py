"""The guide's arithmetic and rules, worked out by hand from its tables (LAW.md 7., criteria 2009r)."""

import dataclasses

import pytest
from django.utils import translation

from contracts.tls.guide import (
    CRITERIA_VERSION,
    LONG_HSTS,
    RULES,
    SSL2,
    SSL3,
    TLS10,
    TLS11,
    TLS12,
    TLS13,
    Letter,
    Reason,
    Seen,
    as_rsa_bits,
    grade,
    meets,
    scores,
    worst,
)

# A modern server: TLS 1.2 and 1.3, RSA 2048 with X25519, AES-128 and AES-256, HSTS for a year.
MODERN = Seen(
    protocols=frozenset({TLS12, TLS13}),
    key_bits=2048,
    exchange_bits=2048,
    strongest_cipher=256,
    weakest_cipher=128,
    hsts_max_age=31536000,
)


def seen(**changes) -> Seen:
    return dataclasses.replace(MODERN, **changes)


def protocols(*names) -> dict:
    return {"protocols": frozenset(names)}


# What differs from the modern server; points of protocol, key exchange and cipher; their sum 30 % + 30 % + 40 %.
NUMBERS = [
    ({}, (100, 90, 90), 93),  # 30 + 27 + 36
    ({"key_bits": 4096, "exchange_bits": 4096}, (100, 100, 90), 96),  # 30 + 30 + 36
    ({"key_bits": 4096, "exchange_bits": 2048}, (100, 90, 90), 93),  # the weaker of the two counts
    ({"weakest_cipher": 256}, (100, 90, 100), 97),  # 30 + 27 + 40
    ({"strongest_cipher": 128}, (100, 90, 80), 89),  # 30 + 27 + 32
    ({"weakest_cipher": 112}, (100, 90, 60), 81),  # (100 + 20) / 2 = 60: 30 + 27 + 24
    ({"weakest_cipher": 0}, (100, 90, 50), 77),  # (100 + 0) / 2: 30 + 27 + 20
    ({"strongest_cipher": 0, "weakest_cipher": 0}, (100, 90, 0), 0),  # a zero in a category is a zero in all
    ({"strongest_cipher": 56, "weakest_cipher": 40}, (100, 90, 20), 65),  # 30 + 27 + 8
    (protocols(TLS10, TLS12), (95, 90, 90), 91),  # (100 + 90) / 2 = 95: 28.5 + 27 + 36 = 91.5
    (protocols(TLS11, TLS13), (97.5, 90, 90), 92),  # 29.25 + 27 + 36 = 92.25
    (protocols(SSL2, TLS12), (50, 90, 90), 78),  # 15 + 27 + 36
    (protocols(SSL2), (0, 90, 90), 0),
    (protocols(SSL3), (80, 90, 90), 87),  # 24 + 27 + 36
    ({"exchange_bits": 1024}, (100, 80, 90), 90),  # 30 + 24 + 36
    ({"exchange_bits": 768}, (100, 40, 90), 78),  # 30 + 12 + 36
    ({"exchange_bits": 511}, (100, 20, 90), 72),  # 30 + 6 + 36
    ({"exchange_bits": 512, "export_suites": True}, (100, 40, 90), 78),
    ({"export_suites": True}, (100, 40, 90), 78),  # export keys are 512 bits at most, whatever the certificate's
    ({"anonymous_suites": True}, (100, 0, 90), 0),
    ({"debian_weak_key": True}, (100, 0, 90), 0),
]


@pytest.mark.parametrize(("changes", "parts", "total"), NUMBERS)
def test_points_of_the_categories_and_their_sum(changes, parts, total):
    points = scores(seen(**changes))
    assert ((points.protocol, points.key_exchange, points.cipher), points.total) == (parts, total)


# No server that can be installed is so weak by numbers alone, so D and E are shown here and not with real servers.
LETTERS_BY_NUMBER = [
    ({}, 93, "A"),
    ({"strongest_cipher": 56, "weakest_cipher": 40}, 65, "B"),  # 30 + 27 + 8
    # 15 + 27 + 8
    (protocols(SSL2, TLS12) | {"strongest_cipher": 56, "weakest_cipher": 40}, 50, "C"),
    # 15 + 12 + 8: SSL 2.0 beside TLS 1.2, a key below 1024 bits, ciphers of 40 and 56 bits
    (
        protocols(SSL2, TLS12) | {"exchange_bits": 768, "strongest_cipher": 56, "weakest_cipher": 40},
        35,
        "D",
    ),
    # 13.5 + 6 + 8 = 27.5: SSL 2.0 beside TLS 1.0, a key below 512 bits
    (
        protocols(SSL2, TLS10) | {"exchange_bits": 384, "strongest_cipher": 56, "weakest_cipher": 40},
        27,
        "E",
    ),
    # 13.5 + 6 + 0 would be 19.5; a zero in a category makes it nothing
    (protocols(SSL2, TLS10) | {"exchange_bits": 384, "strongest_cipher": 0, "weakest_cipher": 0}, 0, "F"),
]


@pytest.mark.parametrize(("changes", "total", "letter"), LETTERS_BY_NUMBER)
def test_letter_of_the_number_alone(changes, total, letter):
    what = seen(**changes)
    assert scores(what).total == total
    by_number = [reason.effect for reason in grade(what).reasons if reason.code == "number"]
    assert by_number == ([] if letter == "A" else [letter])


# What differs from the modern server, the grade, and every reason but what the number says.
GRADES = [
    ({}, "A+", ["exceptional"]),
    ({"hsts_max_age": LONG_HSTS}, "A+", ["exceptional"]),
    ({"hsts_max_age": LONG_HSTS - 1}, "A", ["good", "short-hsts"]),
    ({"hsts_max_age": 0}, "A-", ["no-hsts"]),
    ({"hsts_max_age": None}, "A-", ["no-hsts"]),
    (protocols(TLS13), "A+", ["exceptional"]),
    (protocols(TLS12), "A-", ["no-tls13"]),
    ({"secure_renegotiation": False}, "A-", ["no-secure-renegotiation"]),
    (protocols(TLS11, TLS12, TLS13), "B", ["old-tls"]),
    (protocols(TLS10, TLS12), "B", ["no-tls13", "old-tls"]),
    (protocols(TLS10, TLS11), "C", ["no-tls12", "no-tls13", "old-tls"]),
    (protocols(SSL3, TLS12, TLS13), "B", ["ssl3"]),
    (protocols(SSL3, TLS12, TLS13) | {"ssl3_cbc": True}, "C", ["poodle", "ssl3"]),
    (protocols(SSL3), "F", ["no-tls12", "no-tls13", "only-ssl3", "ssl3"]),
    (protocols(SSL2, TLS12, TLS13), "F", ["ssl2"]),
    ({"forward_secrecy": False}, "B", ["no-forward-secrecy"]),
    ({"aead": False}, "B", ["no-aead"]),
    ({"compression": True}, "B", ["crime"]),
    ({"key_bits": 2047}, "B", ["short-key"]),
    ({"key_bits": 1024}, "B", ["short-key"]),
    ({"key_bits": 1023}, "F", ["tiny-key"]),
    ({"weakest_dh": 2048}, "A+", ["exceptional"]),
    ({"weakest_dh": 2047}, "B", ["weak-dh"]),
    ({"weakest_dh": 1024}, "B", ["weak-dh"]),
    ({"weakest_dh": 1023}, "F", ["broken-dh"]),
    ({"small_blocks_modern": True}, "C", ["small-blocks"]),
    ({"rc4": True}, "B", ["rc4"]),
    ({"rc4": True, "rc4_modern": True}, "C", ["rc4-modern"]),
    ({"weak_suites": True}, "F", ["weak-suites"]),
    ({"null_suites": True}, "F", ["null"]),
    ({"export_suites": True}, "F", ["export"]),
    ({"anonymous_suites": True}, "F", ["anonymous"]),
    ({"heartbleed": True}, "F", ["heartbleed"]),
    ({"ccs_injection": True}, "F", ["ccs"]),
    ({"robot": True}, "F", ["robot"]),
    ({"drown": True}, "F", ["drown"]),
    ({"ticketbleed": True}, "F", ["ticketbleed"]),
    ({"padding_oracle": True}, "F", ["padding-oracle"]),
    ({"secure_renegotiation": False, "insecure_renegotiation": True}, "F", ["insecure-renegotiation"]),
    ({"revoked": True}, "F", ["revoked"]),
    ({"signature": "md5"}, "F", ["md5"]),
    ({"signature": "md2"}, "F", ["md5"]),
    ({"signature": "sha1"}, "T", ["sha1"]),
    ({"name_matches": False}, "M", ["name"]),
    ({"trusted": False}, "T", ["untrusted"]),
    ({"trusted": False, "out_of_date": True}, "T", ["out-of-date"]),
    ({"trusted": False, "self_signed": True}, "T", ["self-signed"]),
    ({"distrusted_authority": True}, "T", ["distrusted"]),
    ({"trusted": False, "name_matches": False, "heartbleed": True}, "T", ["heartbleed", "name", "untrusted"]),
]


@pytest.mark.parametrize(("changes", "letter", "reasons"), GRADES)
def test_rules_on_top_of_the_number(changes, letter, reasons):
    given = grade(seen(**changes))
    assert (given.letter, sorted({r.code for r in given.reasons} - {"number"})) == (letter, sorted(reasons))
    assert given.criteria_version == CRITERIA_VERSION == "2009r"


def test_every_rule_is_met_by_a_row_above():
    said = {code for _changes, _letter, codes in GRADES for code in codes}
    assert {rule.code for rule in RULES} - said == set()


def test_gravest_reason_comes_first():
    given = grade(seen(hsts_max_age=None, aead=False, heartbleed=True, trusted=False))
    assert [reason.code for reason in given.reasons] == ["untrusted", "heartbleed", "no-aead", "no-hsts"]
    assert [warning.code for warning in given.warnings] == ["no-hsts"]


def test_order_of_grades_and_the_districts_standard():
    order = ["A+", "A", "A-", "B", "C", "D", "E", "F", "M", "T"]
    assert sorted(Letter.values, key=lambda letter: Letter(letter).rank) == order
    assert worst(["A+", "B", "A-"]) == "B"
    assert worst(["F", "T", "M"]) == "T"
    assert [letter for letter in order if meets(letter, "A")] == ["A+", "A"]
    assert [letter for letter in order if meets(letter, "B")] == ["A+", "A", "A-", "B"]
    assert not meets("", "A")


@pytest.mark.parametrize(
    ("bits", "rsa"),
    [(521, 15360), (384, 7680), (256, 3072), (253, 3072), (224, 2048), (192, 1024), (160, 1024), (112, 512)],
)
def test_an_elliptic_key_counts_as_the_rsa_key_of_its_strength(bits, rsa):
    assert as_rsa_bits(bits) == rsa


def test_a_kept_reason_is_said_in_the_readers_language():
    [reason] = [
        reason for reason in grade(seen(strongest_cipher=56, weakest_cipher=40)).reasons if reason.code == "number"
    ]
    again = Reason(**reason.kept())
    assert "65 of 100" in again.words
    with translation.override("es"):
        assert "65" in again.words
    assert Reason("a-rule-of-later-years", "B").words == "a-rule-of-later-years"
