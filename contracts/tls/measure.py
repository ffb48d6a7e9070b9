"""A grade, measured: the addresses of a host are asked and scanned, and the worst of them counts."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from contracts.tls import hello, scanner
from contracts.tls.address import Address, Lookup, Target, addresses_of, look_up
from contracts.tls.errors import NotMeasured
from contracts.tls.guide import Grade, grade
from contracts.tls.reading import seen_in, untested

SECONDS = 240  # for all addresses together
MOST_ADDRESSES = 4
Say = Callable[..., None]


@dataclass(frozen=True)
class AtAddress:
    """The grade at one address, or why there is none; and what could not be tested there."""

    address: Address
    grade: Grade | None = None
    error: NotMeasured | None = None
    untested: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Measurement:
    """What was measured at the addresses of a host."""

    target: Target
    addresses: list[AtAddress]

    @property
    def grade(self) -> Grade:
        """The worst one counts."""
        grades = [each.grade for each in self.addresses if each.grade]
        return max(grades, key=lambda one: (one.letter.rank, -one.score))


def measure(
    target: Target,
    *,
    at: datetime,
    seconds: float = SECONDS,
    ca_file: Path | None = None,
    lookup: Lookup = look_up,
    say: Say = lambda code, **values: None,
) -> Measurement:
    """Measure a host. `say` is told what is done just now (codes of contracts.models.tls.PROGRESS).

    The name is looked up once; the very addresses that were checked are connected to, the first four of them: of the
    others it is said that they were not measured. NotMeasured when no address gives a grade, with the reason of the
    first.
    """
    if ca_file is not None and not os.access(ca_file, os.R_OK):
        raise NotMeasured("no-ca-file", path=str(ca_file))
    until = time.monotonic() + seconds
    say("looking-up")
    every = addresses_of(target, lookup=lookup)
    found, left_out = every[:MOST_ADDRESSES], every[MOST_ADDRESSES:]
    results: list[AtAddress] = []
    for number, address in enumerate(found, start=1):
        place = {"number": number, "count": len(found)}
        try:
            say("asking", **place)
            hsts = hello.ask(target, address, seconds=until - time.monotonic())
            say("scanning", **place)
            raw = scanner.run(target, address, seconds=until - time.monotonic(), ca_file=ca_file)
            given = grade(seen_in(raw, target=target, hsts_max_age=hsts, at=at))
            results.append(AtAddress(address, given, untested=untested(raw)))
        except NotMeasured as reason:
            results.append(AtAddress(address, error=reason))
    if not any(each.grade for each in results):
        raise results[0].error
    return Measurement(target, [*results, *(AtAddress(each, error=NotMeasured("left-out")) for each in left_out)])
