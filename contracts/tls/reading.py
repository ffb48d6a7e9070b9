"""From what sslyze wrote down to what the guide asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contracts.tls.address import Target
from contracts.tls.errors import NotMeasured
from contracts.tls.guide import SSL2, SSL3, TLS10, TLS11, TLS12, TLS13, Seen, as_rsa_bits

PROTOCOLS = {
    "ssl_2_0_cipher_suites": SSL2,
    "ssl_3_0_cipher_suites": SSL3,
    "tls_1_0_cipher_suites": TLS10,
    "tls_1_1_cipher_suites": TLS11,
    "tls_1_2_cipher_suites": TLS12,
    "tls_1_3_cipher_suites": TLS13,
}
MODERN = {TLS11, TLS12, TLS13}
AEAD = ("_GCM", "_CCM", "CHACHA20")
SMALL_BLOCKS = ("3DES", "_DES_", "DES40", "IDEA", "_RC2_")
# The stores whose trust counts; sslyze calls one of our own "Supplied".
STORES = {"Mozilla", "Supplied CA file"}
EDWARDS_BITS = {"Ed25519PublicKey": 256, "Ed448PublicKey": 448}
# What sslyze says when it gets nowhere, and what that is called here.
FAILURES = {
    "ServerRejectedConnection": "refused",
    "ConnectionToServerTimedOut": "not-answering",
    "ConnectionToServerFailed": "not-answering",
    "TlsHandshakeTimedOut": "silent",
}
ONLY_SSL2 = "only supports SSL 2.0"


@dataclass(frozen=True)
class Suite:
    """One suite that was accepted with one protocol. Sizes in bits, of the exchange as an RSA key."""

    protocol: str
    name: str
    bits: int
    anonymous: bool
    exchange_bits: int | None  # None: the certificate's own key is used
    dh_bits: int | None

    @property
    def is_forward_secret(self) -> bool:
        return self.protocol == TLS13 or "DHE_" in self.name

    @property
    def is_aead(self) -> bool:
        return self.protocol == TLS13 or any(mark in self.name for mark in AEAD)

    @property
    def has_small_blocks(self) -> bool:
        return any(mark in self.name for mark in SMALL_BLOCKS)


def seen_in(result: dict, *, target: Target, hsts_max_age: int | None, at: datetime) -> Seen:
    """What the guide asks of one server. NotMeasured when it could not be reached, or what matters was not answered."""
    if result["connectivity_status"] == "ERROR":
        return _unreached(result["connectivity_error_trace"] or "", target)
    scan = result["scan_result"]
    suites = [suite for name, protocol in PROTOCOLS.items() for suite in _suites(_answer(scan, name), protocol)]
    if not suites:
        raise NotMeasured("no-tls", host=target.host, port=target.port)
    leaves = [_certificate(deployment, target, at) for deployment in _deployments(scan)]
    shown = [leaf["key_bits"] for leaf in leaves]
    ephemeral = [suite.exchange_bits for suite in suites if suite.exchange_bits]
    key_bits = min(shown or ephemeral, default=0)
    return Seen(
        key_bits=key_bits,
        hsts_max_age=hsts_max_age,
        **_of_suites(suites, key_bits),
        **_of_certificates(leaves),
        **_of_attacks(scan),
    )


def untested(result: dict) -> list[str]:
    """Names of the tests that sslyze could not carry out; the grade does not know about them."""
    scan = result["scan_result"] or {}
    return sorted(name for name, test in scan.items() if test and test["status"] == "ERROR")


def _unreached(trace: str, target: Target) -> Seen:
    if ONLY_SSL2 in trace:  # it can't be talked to any further; the guide says F whatever else there is
        return Seen(frozenset({SSL2}), key_bits=0, exchange_bits=0, strongest_cipher=0, weakest_cipher=0)
    code = next((code for name, code in FAILURES.items() if name in trace), "no-tls")
    raise NotMeasured(code, host=target.host, port=target.port)


def _answer(scan: dict, name: str) -> dict:
    """The result of a test without which there is no grade."""
    test = scan.get(name) or {}
    if test.get("status") != "COMPLETED":
        raise NotMeasured("scanner-failed")
    return test["result"]


def _maybe(scan: dict, name: str) -> dict:
    """The result of a test that some servers make impossible."""
    return (scan.get(name) or {}).get("result") or {}


# --- suites -----------------------------------------------------------------------------------------------------------


def _suites(answer: dict, protocol: str) -> Iterable[Suite]:
    for accepted in answer["accepted_cipher_suites"]:
        suite, key = accepted["cipher_suite"], accepted["ephemeral_key"]
        is_dh = bool(key) and key["type_name"] == "DH"
        yield Suite(
            protocol=protocol,
            name=suite["name"],
            bits=0 if "_NULL" in suite["name"] else suite["key_size"],
            anonymous=suite["is_anonymous"],
            exchange_bits=None if not key else key["size"] if is_dh else as_rsa_bits(key["size"]),
            dh_bits=key["size"] if is_dh else None,
        )


def _of_suites(suites: list[Suite], key_bits: int) -> dict:
    bits = [suite.bits for suite in suites]
    dh = [suite.dh_bits for suite in suites if suite.dh_bits]
    rc4 = {suite.protocol for suite in suites if "RC4" in suite.name}
    return {
        "protocols": frozenset(suite.protocol for suite in suites),
        "exchange_bits": min(key_bits if suite.exchange_bits is None else suite.exchange_bits for suite in suites),
        "strongest_cipher": max(bits),
        "weakest_cipher": min(bits),
        "forward_secrecy": any(suite.is_forward_secret for suite in suites),
        "aead": any(suite.is_aead for suite in suites),
        "anonymous_suites": any(suite.anonymous for suite in suites),
        "export_suites": any("EXPORT" in suite.name for suite in suites),
        "null_suites": 0 in bits,
        "weak_suites": any(0 < each < 112 for each in bits),
        "rc4": bool(rc4),
        "rc4_modern": bool(rc4 & MODERN),
        "small_blocks_modern": any(suite.has_small_blocks and suite.protocol in MODERN for suite in suites),
        "ssl3_cbc": any(suite.protocol == SSL3 and "_CBC" in suite.name for suite in suites),
        "weakest_dh": min(dh, default=None),
    }


# --- certificates -----------------------------------------------------------------------------------------------------


def _deployments(scan: dict) -> list[dict]:
    """One for each kind of key that the server has; none when all that it accepts is anonymous."""
    return _answer(scan, "certificate_info")["certificate_deployments"]


def _certificate(deployment: dict, target: Target, at: datetime) -> dict:
    leaf = deployment["received_certificate_chain"][0]
    starts, ends = (datetime.fromisoformat(leaf[name]) for name in ("not_valid_before", "not_valid_after"))
    ocsp = deployment["ocsp_response"] or {}
    signature = (leaf["signature_hash_algorithm"] or {}).get("name", "")
    trusted = any(
        path["verified_certificate_chain"] and path["trust_store"]["name"] in STORES
        for path in deployment["path_validation_results"]
    )
    matches = _name_matches(leaf["subject_alternative_name"], target)
    return {
        "key_bits": _key_bits(leaf["public_key"]),
        # The scanner checks the name first: of a certificate for another name it can't say whether it is trusted.
        "trusted": trusted or not matches,
        "out_of_date": not starts <= at <= ends,
        "self_signed": not trusted and leaf["subject"] is not None and leaf["subject"] == leaf["issuer"],
        "name_matches": matches,
        "distrusted_authority": bool(deployment["verified_chain_has_legacy_symantec_anchor"]),
        "revoked": ocsp.get("certificate_status") == "REVOKED" and bool(deployment["ocsp_response_is_trusted"]),
        "signature": "sha1" if deployment["verified_chain_has_sha1_signature"] else signature.lower(),
    }


def _key_bits(key: dict) -> int:
    """Its size in bits, as an RSA key of the same strength."""
    if key["algorithm"] in EDWARDS_BITS:
        return as_rsa_bits(EDWARDS_BITS[key["algorithm"]])
    return as_rsa_bits(key["key_size"]) if key["ec_curve_name"] else key["key_size"]


def _name_matches(names: dict, target: Target) -> bool:
    """As browsers compare: the alternative names only, and a star for one whole label on the left."""
    if target.number:
        return str(target.number) in names["ip_addresses"]
    _first, _dot, parent = target.host.partition(".")
    wanted = {target.host, f"*.{parent}"} if "." in parent else {target.host}
    return not wanted.isdisjoint(name.lower().removesuffix(".") for name in names["dns_names"])


def _of_certificates(leaves: list[dict]) -> dict:
    """The worst of all its certificates. Where none is shown there is none to distrust: such suites are an F."""
    every = ("trusted", "name_matches")
    some = ("out_of_date", "self_signed", "distrusted_authority", "revoked")
    weak = [leaf["signature"] for leaf in leaves if leaf["signature"] in {"md2", "md5", "sha1"}]
    told = {name: all(leaf[name] for leaf in leaves) for name in every}
    told |= {name: any(leaf[name] for leaf in leaves) for name in some}
    return told | {"signature": min(weak, default="sha256")}


# --- known attacks ----------------------------------------------------------------------------------------------------


def _of_attacks(scan: dict) -> dict:
    renegotiation = _maybe(scan, "session_renegotiation")
    secure = renegotiation.get("supports_secure_renegotiation", True)
    return {
        "heartbleed": _maybe(scan, "heartbleed").get("is_vulnerable_to_heartbleed", False),
        "ccs_injection": _maybe(scan, "openssl_ccs_injection").get("is_vulnerable_to_ccs_injection", False),
        "robot": _maybe(scan, "robot").get("robot_result", "").startswith("VULNERABLE"),
        "compression": _maybe(scan, "tls_compression").get("supports_compression", False),
        "secure_renegotiation": secure,
        "insecure_renegotiation": not secure and bool(renegotiation.get("client_renegotiations_success_count")),
    }
