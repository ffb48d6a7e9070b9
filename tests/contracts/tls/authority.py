"""A certificate authority for the tests' servers, made anew for each run."""

import ipaddress
import itertools
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HOST = "vendor.example"
NAMES = (HOST, "localhost")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Paper:
    """A certificate with its key, as files."""

    certificate: Path
    key: Path
    x509: x509.Certificate


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


class Authority:
    """Signs what it is asked to; `file` is what one must trust to trust it."""

    def __init__(self, folder: Path, called: str = "Authority of the tests"):
        self.folder, self.called, self.name, self.numbers = folder, called, name(called), itertools.count(1)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.now = datetime.now(UTC).replace(microsecond=0)
        builder = self._begun(
            self.name, self.key.public_key(), self.now - 300 * DAY, self.now + 300 * DAY, issuer=self.name
        )
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(self._usage(signs_certificates=True), critical=True)
        self.certificate = builder.sign(self.key, hashes.SHA256())
        self.file = self._kept(f"{called}.pem", self.certificate.public_bytes(serialization.Encoding.PEM))

    def paper(
        self,
        *,
        names: tuple[str, ...] = NAMES,
        key=None,
        days: tuple[int, int] = (-30, 30),
        self_signed: bool = False,
    ) -> Paper:
        """A server's certificate; `days` are first and last day from today."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        subject, number = name(names[0]), f"{self.called} {next(self.numbers)}"
        issuer = subject if self_signed else self.name
        builder = self._begun(subject, key.public_key(), *(self.now + day * DAY for day in days), issuer=issuer)
        told = [x509.DNSName(each) for each in names] + [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        told = told if names == NAMES else told[:-1]
        builder = builder.add_extension(x509.SubjectAlternativeName(told), critical=False)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(self._usage(signs_certificates=False), critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        signer = key if self_signed else self.key
        by = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
        builder = builder.add_extension(by, critical=False)
        signed = builder.sign(signer, hashes.SHA256())
        return Paper(
            self._kept(f"{number}.pem", signed.public_bytes(serialization.Encoding.PEM)),
            self._kept(f"{number}.key", private(key)),
            signed,
        )

    def with_sha1(self) -> Paper:
        """A server's certificate signed with SHA-1, which only the openssl program still does."""
        words = f"[req]\ndistinguished_name=d\n[d]\n[x]\nsubjectAltName=DNS:{HOST}\nauthorityKeyIdentifier=keyid\n"
        config, authority = self._kept("sha1.conf", words.encode()), self._kept("authority.key", private(self.key))
        key = self._kept("sha1.key", private(rsa_key(2048)))
        made = self.folder / "sha1.pem"
        command = ["openssl", "req", "-x509", "-sha1", "-config", config, "-extensions", "x", "-subj", f"/CN={HOST}"]
        command += ["-key", key, "-CA", self.file, "-CAkey", authority, "-days", "30", "-out", made]
        subprocess.run(command, check=True, capture_output=True)
        return Paper(made, key, x509.load_pem_x509_certificate(made.read_bytes()))

    def revocation(self, paper: Paper) -> Path:
        """An answer of this authority that says a certificate is revoked (OCSP), to be stapled."""
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=paper.x509,
            issuer=self.certificate,
            algorithm=hashes.SHA1(),  # what OCSP names certificates by
            cert_status=ocsp.OCSPCertStatus.REVOKED,
            this_update=self.now - DAY,
            next_update=self.now + DAY,
            revocation_time=self.now - 2 * DAY,
            revocation_reason=x509.ReasonFlags.key_compromise,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, self.certificate)
        answer = builder.certificates([self.certificate]).sign(self.key, hashes.SHA256())
        return self._kept("revoked.ocsp", answer.public_bytes(serialization.Encoding.DER))

    def _begun(self, subject, public_key, starts: datetime, ends: datetime, *, issuer) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder(issuer_name=issuer, subject_name=subject, public_key=public_key)
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(starts).not_valid_after(ends)
        return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)

    def _usage(self, *, signs_certificates: bool) -> x509.KeyUsage:
        return x509.KeyUsage(
            digital_signature=True,
            key_cert_sign=signs_certificates,
            crl_sign=signs_certificates,
            key_encipherment=not signs_certificates,
            content_commitment=False,
            data_encipherment=False,
            key_agreement=False,
            encipher_only=False,
            decipher_only=False,
        )

    def _kept(self, file: str, content: bytes) -> Path:
        path = self.folder / file
        path.write_bytes(content)
        return path


def private(key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def rsa_key(bits: int):
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def ed25519_key():
    return ed25519.Ed25519PrivateKey.generate()
