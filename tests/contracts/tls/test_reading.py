"""What is made of what the scanner wrote down, where no server can be installed that shows it."""

import copy
from datetime import UTC, datetime

import pytest

from contracts.tls.address import Target
from contracts.tls.errors import NotMeasured
from contracts.tls.guide import SSL2, TLS12, TLS13, grade
from contracts.tls.reading import PROTOCOLS, seen_in, untested

AT = datetime(2026, 11, 22, tzinfo=UTC)
TARGET = Target("vendor.example")


def done(**result) -> dict:
    return {"status": "COMPLETED", "error_trace": None, "result": result}


FAILED = {"status": "ERROR", "error_trace": "TimeoutError", "result": None}


def suite(name: str, bits: int, key: dict | None = None, *, anonymous: bool = False) -> dict:
    return {"cipher_suite": {"name": name, "is_anonymous": anonymous, "key_size": bits}, "ephemeral_key": key}


X25519 = {"type_name": "ECDH", "size": 253}
CERTIFICATE = {
    "received_certificate_chain": [
        {
            "not_valid_before": "2026-01-01T00:00:00Z",
            "not_valid_after": "2027-01-01T00:00:00Z",
            "subject_alternative_name": {"dns_names": ["*.example", "vendor.example"], "ip_addresses": []},
            "signature_hash_algorithm": {"name": "sha256"},
            "subject": {"rfc4514_string": "CN=vendor.example"},
            "issuer": {"rfc4514_string": "CN=An authority"},
            "public_key": {"algorithm": "RSAPublicKey", "key_size": 2048, "ec_curve_name": None},
        }
    ],
    "path_validation_results": [
        {"trust_store": {"name": "Mozilla"}, "verified_certificate_chain": [{}]},
        {"trust_store": {"name": "Java"}, "verified_certificate_chain": None},
    ],
    "ocsp_response": None,
    "ocsp_response_is_trusted": None,
    "verified_chain_has_sha1_signature": False,
    "verified_chain_has_legacy_symantec_anchor": False,
}


def scanned(**tests) -> dict:
    """A modern server with an RSA key, except for these tests."""
    accepted = {
        "tls_1_2_cipher_suites": [suite("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", 128, X25519)],
        "tls_1_3_cipher_suites": [suite("TLS_AES_256_GCM_SHA384", 256, X25519)],
    }
    scan = {name: done(accepted_cipher_suites=accepted.get(name, [])) for name in PROTOCOLS}
    scan |= {
        "certificate_info": done(certificate_deployments=[copy.deepcopy(CERTIFICATE)]),
        "session_renegotiation": done(supports_secure_renegotiation=True, client_renegotiations_success_count=0),
        "tls_compression": done(supports_compression=False),
        "heartbleed": done(is_vulnerable_to_heartbleed=False),
        "openssl_ccs_injection": done(is_vulnerable_to_ccs_injection=False),
        "robot": done(robot_result="NOT_VULNERABLE_NO_ORACLE"),
        "session_resumption": None,
    }
    return {"connectivity_status": "COMPLETED", "connectivity_error_trace": None, "scan_result": scan | tests}


def codes(result: dict) -> list[str]:
    seen = seen_in(result, target=TARGET, hsts_max_age=31536000, at=AT)
    return [reason.code for reason in grade(seen).reasons if reason.code not in {"exceptional", "number"}]


def changed(**columns) -> dict:
    """The certificate with other columns, those of the leaf by their names."""
    paper = copy.deepcopy(CERTIFICATE)
    for name, value in columns.items():
        where = paper if name in paper else paper["received_certificate_chain"][0]
        assert name in where, name
        where[name] = value
    return scanned(certificate_info=done(certificate_deployments=[paper]))


def test_a_modern_server_has_nothing_to_say_against_it():
    seen = seen_in(scanned(), target=TARGET, hsts_max_age=31536000, at=AT)
    assert seen.protocols == {TLS12, TLS13}
    assert (seen.key_bits, seen.exchange_bits, seen.strongest_cipher, seen.weakest_cipher) == (2048, 3072, 256, 128)
    assert codes(scanned()) == []
    assert untested(scanned()) == []


ATTACKS = [
    ({"heartbleed": done(is_vulnerable_to_heartbleed=True)}, ["heartbleed"]),
    ({"openssl_ccs_injection": done(is_vulnerable_to_ccs_injection=True)}, ["ccs"]),
    ({"robot": done(robot_result="VULNERABLE_WEAK_ORACLE")}, ["robot"]),
    ({"robot": done(robot_result="VULNERABLE_STRONG_ORACLE")}, ["robot"]),
    ({"robot": done(robot_result="UNKNOWN_INCONSISTENT_RESULTS")}, []),
    ({"tls_compression": done(supports_compression=True)}, ["crime"]),
    (
        {"session_renegotiation": done(supports_secure_renegotiation=False, client_renegotiations_success_count=0)},
        ["no-secure-renegotiation"],
    ),
    (
        {"session_renegotiation": done(supports_secure_renegotiation=False, client_renegotiations_success_count=3)},
        ["insecure-renegotiation"],
    ),
]


@pytest.mark.parametrize(("tests", "said"), ATTACKS)
def test_known_attacks_are_read(tests, said):
    assert codes(scanned(**tests)) == said


SUITES = [
    ("tls_1_2_cipher_suites", suite("TLS_RSA_EXPORT_WITH_RC4_40_MD5", 40), ["export", "weak-suites", "rc4-modern"]),
    ("tls_1_0_cipher_suites", suite("TLS_RSA_WITH_DES_CBC_SHA", 56), ["weak-suites", "old-tls"]),
    ("tls_1_0_cipher_suites", suite("TLS_RSA_WITH_RC4_128_SHA", 128), ["old-tls", "rc4"]),
    ("tls_1_0_cipher_suites", suite("TLS_RSA_WITH_3DES_EDE_CBC_SHA", 168), ["old-tls"]),
    ("tls_1_1_cipher_suites", suite("TLS_RSA_WITH_IDEA_CBC_SHA", 128), ["small-blocks", "old-tls"]),
    ("ssl_3_0_cipher_suites", suite("TLS_RSA_WITH_RC4_128_SHA", 128), ["ssl3", "rc4"]),
    ("ssl_2_0_cipher_suites", suite("SSL_CK_DES_192_EDE3_CBC_WITH_MD5", 168), ["ssl2"]),
]


@pytest.mark.parametrize(("protocol", "accepted", "said"), SUITES)
def test_old_suites_are_read(protocol, accepted, said):
    result = scanned()
    result["scan_result"][protocol]["result"]["accepted_cipher_suites"].append(accepted)
    assert codes(result) == said


MOZILLA, OTHERS = ({"trust_store": {"name": name}, "verified_certificate_chain": [{}]} for name in ("Mozilla", "Java"))
KEY = CERTIFICATE["received_certificate_chain"][0]["public_key"]
CERTIFICATES = [
    ({"path_validation_results": [OTHERS]}, ["untrusted"]),
    ({"path_validation_results": [{**MOZILLA, "verified_certificate_chain": None}]}, ["untrusted"]),
    ({"not_valid_after": "2026-11-21T00:00:00Z", "path_validation_results": []}, ["out-of-date"]),
    ({"issuer": {"rfc4514_string": "CN=vendor.example"}, "path_validation_results": []}, ["self-signed"]),
    ({"verified_chain_has_legacy_symantec_anchor": True}, ["distrusted"]),
    ({"verified_chain_has_sha1_signature": True}, ["sha1"]),
    ({"signature_hash_algorithm": {"name": "MD5"}}, ["md5"]),
    ({"signature_hash_algorithm": None}, []),
    ({"public_key": KEY | {"key_size": 1024}}, ["short-key"]),
    ({"public_key": KEY | {"key_size": 512}}, ["tiny-key"]),
    ({"public_key": KEY | {"key_size": 256, "ec_curve_name": "secp256r1"}}, []),
    ({"public_key": KEY | {"algorithm": "Ed448PublicKey", "key_size": None}}, []),
    ({"ocsp_response": {"certificate_status": "REVOKED"}, "ocsp_response_is_trusted": True}, ["revoked"]),
    ({"ocsp_response": {"certificate_status": "REVOKED"}, "ocsp_response_is_trusted": False}, []),
    ({"ocsp_response": {"certificate_status": "GOOD"}, "ocsp_response_is_trusted": True}, []),
]


@pytest.mark.parametrize(("columns", "said"), CERTIFICATES)
def test_certificates_are_read(columns, said):
    assert codes(changed(**columns)) == said


NAMES = [
    (["vendor.example"], True),
    (["VENDOR.example."], True),
    (["*.vendor.example"], False),
    (["*.example"], False),  # a star right below the top would stand for everybody
    (["other.example"], False),
    ([], False),
]


@pytest.mark.parametrize(("names", "matches"), NAMES)
def test_names_match_as_browsers_match_them(names, matches):
    result = changed(subject_alternative_name={"dns_names": names, "ip_addresses": []})
    assert codes(result) == ([] if matches else ["name"])


def test_a_star_stands_for_one_label_and_a_number_for_itself():
    names = {"dns_names": ["*.vendor.example"], "ip_addresses": ["93.184.216.34"]}
    result = changed(subject_alternative_name=names)
    told = {}
    for host in ("www.vendor.example", "a.b.vendor.example", "93.184.216.34", "93.184.216.35"):
        told[host] = seen_in(result, target=Target(host), hsts_max_age=1, at=AT).name_matches
    assert list(told.values()) == [True, False, True, False]


def test_the_worse_of_two_certificates_counts():
    worse = copy.deepcopy(CERTIFICATE) | {"path_validation_results": []}
    assert codes(scanned(certificate_info=done(certificate_deployments=[CERTIFICATE, worse]))) == ["untrusted"]


def test_what_was_not_answered_is_no_grade_or_is_said():
    for needed in ("certificate_info", "tls_1_2_cipher_suites", "ssl_2_0_cipher_suites"):
        with pytest.raises(NotMeasured) as refusal:
            codes(scanned(**{needed: FAILED}))
        assert refusal.value.code == "scanner-failed"
    result = scanned(robot=FAILED, heartbleed=FAILED)
    assert (codes(result), untested(result)) == ([], ["heartbleed", "robot"])


UNREACHED = [
    ("sslyze.errors.ConnectionToServerTimedOut: vendor.example:443", "not-answering"),
    ("sslyze.errors.ConnectionToServerFailed: vendor.example:443", "not-answering"),
    ("sslyze.errors.ServerRejectedConnection: vendor.example:443", "refused"),
    ("sslyze.errors.TlsHandshakeTimedOut: vendor.example:443", "silent"),
    ("sslyze.errors.ServerTlsConfigurationNotSupported: TLS probing failed", "no-tls"),
    ("", "no-tls"),
]


@pytest.mark.parametrize(("trace", "code"), UNREACHED)
def test_why_a_server_was_not_reached_is_read(trace, code):
    result = {"connectivity_status": "ERROR", "connectivity_error_trace": trace, "scan_result": None}
    with pytest.raises(NotMeasured) as refusal:
        codes(result)
    assert refusal.value.code == code
    assert "vendor.example" in refusal.value.words


def test_a_server_that_speaks_ssl_2_alone_is_an_f():
    trace = "ServerTlsConfigurationNotSupported: WARNING: Server only supports SSL 2.0 and is therefore affected"
    result = {"connectivity_status": "ERROR", "connectivity_error_trace": trace, "scan_result": None}
    seen = seen_in(result, target=TARGET, hsts_max_age=None, at=AT)
    assert (seen.protocols, grade(seen).letter, untested(result)) == ({SSL2}, "F", [])
