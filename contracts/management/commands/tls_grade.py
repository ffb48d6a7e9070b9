"""`manage.py tls_grade HOST[:PORT]`: the TLS grade of a host, measured now and kept nowhere. Needs no database."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from contracts.tls.address import read_target
from contracts.tls.errors import NotMeasured
from contracts.tls.guide import Grade
from contracts.tls.measure import SECONDS, AtAddress, Measurement, measure


class Command(BaseCommand):
    help = "Measure the TLS grade of a host by the SSL Labs rating guide. Exit code 1 when it can't be measured."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("host", metavar="HOST[:PORT]", help="for example www.example.org or [2001:db8::1]:8443")
        parser.add_argument("--json", action="store_true", help="one JSON object, with the key grade or error")
        parser.add_argument("--ca-file", type=Path, help="certificates (PEM) of an authority of your own to trust")
        parser.add_argument("--timeout", type=float, default=SECONDS, help=f"seconds for all of it ({SECONDS})")

    def handle(self, *, host, ca_file, timeout, **options):
        try:
            target = read_target(host)
            found = measure(target, at=timezone.now(), seconds=timeout, ca_file=ca_file and ca_file.resolve())
        except NotMeasured as reason:
            self._say_error(host, reason, as_json=options["json"])
            sys.exit(1)
        self.stdout.write(json.dumps(as_json(found), indent=2) if options["json"] else in_words(found))

    def _say_error(self, host: str, reason: NotMeasured, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"host": host, "error": reason.words, "code": reason.code}, indent=2))
        else:
            self.stderr.write(reason.words)


def as_json(found: Measurement) -> dict:
    """What scripts read: the grade that counts, and each address."""
    told = {"host": found.target.host, "port": found.target.port} | _grade(found.grade)
    return told | {"addresses": [_address(each) for each in found.addresses]}


def _grade(grade: Grade) -> dict:
    return {
        "grade": grade.letter.value,
        "score": grade.score,
        "scores": {
            "protocol": grade.scores.protocol,
            "key_exchange": grade.scores.key_exchange,
            "cipher": grade.scores.cipher,
        },
        "reasons": [reason.words for reason in grade.reasons],
        "warnings": [reason.words for reason in grade.warnings],
        "criteria_version": grade.criteria_version,
    }


def _address(each: AtAddress) -> dict:
    told = _grade(each.grade) if each.grade else {"error": each.error.words, "code": each.error.code}
    return {"address": str(each.address), "untested": each.untested} | told


def in_words(found: Measurement) -> str:
    """For people: the grade, why, and the addresses."""
    grade = found.grade
    lines = [
        f"{found.target}: {grade.letter.label} ({grade.score} of 100, criteria {grade.criteria_version})",
        *(f"  - {reason.words}" for reason in grade.reasons),
    ]
    if len(found.addresses) > 1:
        lines += [f"  {each.address}: {each.grade.letter if each.grade else each.error}" for each in found.addresses]
    return "\n".join(lines)
