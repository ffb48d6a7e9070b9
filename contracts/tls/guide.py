"""The grade of a server, from what was seen of it: SSL Labs' "SSL Server Rating Guide", criteria 2009r (16 May 2025).

First a number from 0 to 100 out of three categories, then the rules on top, which set a grade or cap it. LAW.md (7.)
has the tables and their sources; decision 14 says where we read them more strictly than SSL Labs does.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

CRITERIA_VERSION = "2009r"
LONG_HSTS = 180 * 24 * 3600  # seconds; what SSL Labs takes for six months

SSL2, SSL3, TLS10, TLS11, TLS12, TLS13 = "SSL 2.0", "SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"
PROTOCOL_SCORES = {SSL2: 0, SSL3: 80, TLS10: 90, TLS11: 95, TLS12: 100, TLS13: 100}

# Smallest number that earns each letter.
LETTERS = ((80, "A"), (65, "B"), (50, "C"), (35, "D"), (20, "E"), (0, "F"))
WEIGHTS = (30, 30, 40)  # percent: protocol, key exchange, cipher strength


class Letter(models.TextChoices):
    """Grades, the best first. T and M stand outside the scale and fail every standard."""

    A_PLUS = "A+", "A+"
    A = "A", "A"
    A_MINUS = "A-", "A-"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"
    E = "E", "E"
    F = "F", "F"
    M = "M", _("M (certificate for another name)")
    T = "T", _("T (certificate not trusted)")

    @property
    def rank(self) -> int:
        """0 is the best."""
        return list(Letter).index(self)


def worst(letters: Iterable[str]) -> Letter:
    """The worst of several grades. ValueError when there is none."""
    return max((Letter(letter) for letter in letters), key=lambda letter: letter.rank)


def meets(letter: str, standard: str) -> bool:
    """Is a grade the standard or better? No grade meets none; A- is below A (SOFT-6)."""
    return letter in Letter.values and Letter(letter).rank <= Letter(standard).rank


@dataclass(frozen=True)
class Seen:
    """What was seen of one server at one address. Sizes in bits; elliptic keys as RSA keys of the same strength."""

    protocols: frozenset[str]
    key_bits: int
    exchange_bits: int  # the weakest key exchange that was accepted: an ephemeral key, or the certificate's own
    strongest_cipher: int
    weakest_cipher: int
    forward_secrecy: bool = True
    aead: bool = True
    hsts_max_age: int | None = None  # seconds; None when there is no valid header
    # The certificate
    trusted: bool = True
    out_of_date: bool = False
    self_signed: bool = False
    name_matches: bool = True
    distrusted_authority: bool = False
    revoked: bool = False
    signature: str = "sha256"
    debian_weak_key: bool = False
    # Suites
    anonymous_suites: bool = False
    export_suites: bool = False
    null_suites: bool = False
    weak_suites: bool = False  # less than 112 bits
    rc4: bool = False
    rc4_modern: bool = False  # with TLS 1.1 or newer
    small_blocks_modern: bool = False  # 3DES and other 64-bit blocks with TLS 1.1 or newer
    ssl3_cbc: bool = False
    weakest_dh: int | None = None
    # Known attacks
    heartbleed: bool = False
    ccs_injection: bool = False
    robot: bool = False
    drown: bool = False
    ticketbleed: bool = False
    padding_oracle: bool = False
    compression: bool = False
    secure_renegotiation: bool = True
    insecure_renegotiation: bool = False

    @property
    def best_protocol(self) -> str:
        return [name for name in PROTOCOL_SCORES if name in self.protocols][-1]


def as_rsa_bits(bits: int) -> int:
    """The RSA key as strong as an elliptic curve of so many bits (NIST SP 800-57: 256 is like 3072)."""
    steps = ((512, 15360), (384, 7680), (250, 3072), (224, 2048), (160, 1024))
    return next((rsa for least, rsa in steps if bits >= least), 512)


# --- the number -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scores:
    """Points of the three categories, and of all together; 0 to 100."""

    protocol: float
    key_exchange: float
    cipher: float

    @property
    def total(self) -> int:
        parts = (self.protocol, self.key_exchange, self.cipher)
        if 0 in parts:
            return 0
        return int(sum(weight * part for weight, part in zip(WEIGHTS, parts, strict=True)) / 100)


def scores(seen: Seen) -> Scores:
    """The numeric part of the guide."""
    protocols = [PROTOCOL_SCORES[name] for name in seen.protocols]
    ciphers = [_cipher_points(seen.strongest_cipher), _cipher_points(seen.weakest_cipher)]
    return Scores((max(protocols) + min(protocols)) / 2, _key_exchange_points(seen), sum(ciphers) / 2)


def _key_exchange_points(seen: Seen) -> int:
    if seen.debian_weak_key or seen.anonymous_suites:
        return 0
    bits = min(seen.key_bits, seen.exchange_bits)
    limits = ((512, 20), (1024, 40), (2048, 80), (4096, 90))
    points = next((points for below, points in limits if bits < below), 100)
    return min(points, 40) if seen.export_suites else points


def _cipher_points(bits: int) -> int:
    return 0 if bits == 0 else 20 if bits < 128 else 80 if bits < 256 else 100


# --- the rules on top -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """A condition, the best grade still possible with it, and what is said about it."""

    code: str
    effect: Letter
    applies: Callable[[Seen], bool]
    words: Any
    warning: bool = False


RULES: tuple[Rule, ...] = (
    # The certificate
    Rule(
        "untrusted",
        Letter.T,
        lambda s: not (s.trusted or s.out_of_date or s.self_signed),
        _("Browsers do not trust its certificate, or a certificate between it and a known authority is missing."),
    ),
    Rule("out-of-date", Letter.T, lambda s: s.out_of_date, _("Its certificate has expired, or is not valid yet.")),
    Rule("self-signed", Letter.T, lambda s: s.self_signed, _("It signed its certificate itself.")),
    Rule(
        "distrusted",
        Letter.T,
        lambda s: s.distrusted_authority,
        _("Its certificate comes from an authority that browsers no longer trust."),
    ),
    Rule("sha1", Letter.T, lambda s: s.signature == "sha1", _("Its certificate is signed with SHA-1.")),
    Rule("name", Letter.M, lambda s: not s.name_matches, _("Its certificate was made for another name.")),
    Rule("revoked", Letter.F, lambda s: s.revoked, _("Its certificate was revoked.")),
    Rule("md5", Letter.F, lambda s: s.signature in {"md2", "md5"}, _("Its certificate is signed with MD5 or MD2.")),
    Rule("tiny-key", Letter.F, lambda s: s.key_bits < 1024, _("Its key is shorter than 1024 bits.")),
    Rule("short-key", Letter.B, lambda s: 1024 <= s.key_bits < 2048, _("Its key is shorter than 2048 bits.")),
    # Protocols
    Rule("ssl2", Letter.F, lambda s: SSL2 in s.protocols, _("It still speaks SSL 2.0.")),
    Rule(
        "only-ssl3",
        Letter.F,
        lambda s: s.best_protocol in {SSL2, SSL3},
        _("It speaks nothing newer than SSL 3.0."),
    ),
    Rule("poodle", Letter.C, lambda s: s.ssl3_cbc, _("It is open to the POODLE attack through SSL 3.0.")),
    Rule("ssl3", Letter.B, lambda s: SSL3 in s.protocols, _("It still speaks SSL 3.0.")),
    Rule(
        "no-tls12",
        Letter.C,
        lambda s: not s.protocols & {TLS12, TLS13},
        _("It does not speak TLS 1.2 or newer."),
    ),
    Rule("old-tls", Letter.B, lambda s: bool(s.protocols & {TLS10, TLS11}), _("It still speaks TLS 1.0 or TLS 1.1.")),
    # Suites
    Rule("anonymous", Letter.F, lambda s: s.anonymous_suites, _("It accepts connections without a certificate.")),
    Rule("export", Letter.F, lambda s: s.export_suites, _("It accepts keys weakened for export.")),
    Rule("null", Letter.F, lambda s: s.null_suites, _("It accepts connections without encryption.")),
    Rule("weak-suites", Letter.F, lambda s: s.weak_suites, _("It accepts encryption of less than 112 bits.")),
    Rule(
        "broken-dh",
        Letter.F,
        lambda s: s.weakest_dh is not None and s.weakest_dh < 1024,
        _("Its Diffie-Hellman parameters are shorter than 1024 bits."),
    ),
    Rule(
        "weak-dh",
        Letter.B,
        lambda s: s.weakest_dh is not None and 1024 <= s.weakest_dh < 2048,
        _("Its Diffie-Hellman parameters are shorter than 2048 bits."),
    ),
    Rule("rc4-modern", Letter.C, lambda s: s.rc4_modern, _("It accepts RC4 with TLS 1.1 or newer.")),
    Rule("rc4", Letter.B, lambda s: s.rc4 and not s.rc4_modern, _("It accepts RC4 with old protocols.")),
    Rule(
        "small-blocks",
        Letter.C,
        lambda s: s.small_blocks_modern,
        _("It accepts 3DES or another 64-bit block cipher with TLS 1.1 or newer."),
    ),
    Rule(
        "no-forward-secrecy",
        Letter.B,
        lambda s: not s.forward_secrecy,
        _("It has no forward secrecy: whoever gets its key can read what was recorded before."),
    ),
    Rule("no-aead", Letter.B, lambda s: not s.aead, _("It has no suites with authenticated encryption (AEAD).")),
    # Known attacks
    Rule("heartbleed", Letter.F, lambda s: s.heartbleed, _("It is open to the Heartbleed attack.")),
    Rule("ccs", Letter.F, lambda s: s.ccs_injection, _("It is open to the CCS injection attack (CVE-2014-0224).")),
    Rule("robot", Letter.F, lambda s: s.robot, _("It is open to the ROBOT attack.")),
    Rule("drown", Letter.F, lambda s: s.drown, _("It is open to the DROWN attack.")),
    Rule("ticketbleed", Letter.F, lambda s: s.ticketbleed, _("It is open to the Ticketbleed attack.")),
    Rule(
        "padding-oracle",
        Letter.F,
        lambda s: s.padding_oracle,
        _("It is open to a padding oracle attack (GOLDENDOODLE, Zombie POODLE and their like)."),
    ),
    Rule("insecure-renegotiation", Letter.F, lambda s: s.insecure_renegotiation, _("It renegotiates insecurely.")),
    Rule("crime", Letter.B, lambda s: s.compression, _("It is open to the CRIME attack (TLS compression).")),
    # Warnings
    Rule(
        "no-secure-renegotiation",
        Letter.A_MINUS,
        lambda s: not s.secure_renegotiation and not s.insecure_renegotiation,
        _("It does not support secure renegotiation."),
        warning=True,
    ),
    Rule("no-tls13", Letter.A_MINUS, lambda s: TLS13 not in s.protocols, _("It does not speak TLS 1.3."), warning=True),
    Rule(
        "no-hsts",
        Letter.A_MINUS,
        lambda s: not s.hsts_max_age,
        _("It does not tell browsers to come back by https only (HSTS is missing or invalid)."),
        warning=True,
    ),
)
# Said of a grade that no rule touched.
REMARKS = {
    "number": _("Its protocols, keys and ciphers earn no more than %(letter)s by their numbers (%(score)s of 100)."),
    "good": _("A good configuration: no rule lowers the grade."),
    "exceptional": _(
        "A good configuration without warnings, and browsers are told to use https for six months or more."
    ),
    "short-hsts": _("For A+ browsers would have to be told to use https for six months or more (HSTS)."),
}
WORDS = {rule.code: rule.words for rule in RULES} | REMARKS


@dataclass(frozen=True)
class Reason:
    """Why a grade is no better: kept by its code, said in the reader's language."""

    code: str
    effect: str
    values: dict = field(default_factory=dict)

    @property
    def words(self) -> str:
        words = str(WORDS.get(self.code, self.code))
        return words % self.values if self.values else words

    def kept(self) -> dict:
        """For a JSON column; `Reason(**kept)` brings it back."""
        return {"code": self.code, "effect": str(self.effect), "values": self.values}


@dataclass(frozen=True)
class Grade:
    """The grade of one server: its letter, its numbers, and the reasons, the gravest first."""

    letter: Letter
    scores: Scores
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...] = ()
    criteria_version: str = CRITERIA_VERSION

    @property
    def score(self) -> int:
        return self.scores.total


def grade(seen: Seen) -> Grade:
    """The grade of what was seen. The number comes first; then the gravest rule that applies decides."""
    points = scores(seen)
    by_number = Letter(next(letter for least, letter in LETTERS if points.total >= least))
    met = [rule for rule in RULES if rule.applies(seen)]
    letter = worst([by_number, *(rule.effect for rule in met)])
    reasons = [Reason(rule.code, rule.effect.value) for rule in sorted(met, key=lambda rule: -rule.effect.rank)]
    if by_number.rank > Letter.A.rank:
        said = Reason("number", by_number.value, {"letter": by_number.value, "score": points.total})
        reasons = sorted([*reasons, said], key=lambda reason: -Letter(reason.effect).rank)
    warnings = tuple(Reason(rule.code, rule.effect.value) for rule in met if rule.warning)
    if letter != Letter.A:
        return Grade(letter, points, tuple(reasons), warnings)
    if seen.hsts_max_age >= LONG_HSTS:
        return Grade(Letter.A_PLUS, points, (Reason("exceptional", Letter.A_PLUS.value),))
    return Grade(letter, points, (Reason("good", letter.value), Reason("short-hsts", letter.value)))
