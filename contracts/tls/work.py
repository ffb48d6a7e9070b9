"""What the worker does: one measurement after the other. The database remembers what is left; nothing is lost with a
worker."""

import logging
import time
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from config.celery import send
from contracts.models.tls import TlsCheck
from contracts.tls.address import Target
from contracts.tls.errors import NotMeasured
from contracts.tls.measure import SECONDS, AtAddress, Measurement, measure
from contracts.tls.records import SCAN_TASK

log = logging.getLogger(__name__)

AT_ONCE = 1  # of a worker's threads the others are for mail
STUCK_AFTER = timedelta(seconds=SECONDS + 60)  # then whoever measured it was killed
TRIES = 2
Status = TlsCheck.Status


def run(pk: int, *, at: datetime) -> bool:
    """Measure one check, unless another is being measured or somebody was quicker. Says whether it did."""
    check = _claim(pk, at=at)
    if check is None:
        return False
    began = time.monotonic()
    told = _measured(check, at=at)
    told["finished_at"] = at + timedelta(seconds=time.monotonic() - began)
    # Whoever was thought dead and came back late finds that it is no longer theirs.
    TlsCheck.objects.filter(pk=pk, status=Status.RUNNING, tries=check.tries).update(progress={}, **told)
    _wake_next()
    return True


def _claim(pk: int, *, at: datetime) -> TlsCheck | None:
    if TlsCheck.objects.filter(status=Status.RUNNING).exclude(pk=pk).count() >= AT_ONCE:
        return None
    waiting = TlsCheck.objects.filter(pk=pk, status=Status.WAITING)
    if not waiting.update(status=Status.RUNNING, started_at=at, tries=F("tries") + 1, progress={}):
        return None
    return TlsCheck.objects.get(pk=pk)


def _measured(check: TlsCheck, *, at: datetime) -> dict:
    """The columns of its result. No transaction is open meanwhile."""

    def say(code: str, **values) -> None:
        TlsCheck.objects.filter(pk=check.pk, tries=check.tries).update(progress={"code": code, "values": values})

    try:
        found = measure(Target(check.host, check.port), at=at, say=say)
    except NotMeasured as reason:
        return {"status": Status.FAILED, "error": reason.kept()}
    except Exception:
        log.exception("TLS check %s failed", check.pk)
        return {"status": Status.FAILED, "error": NotMeasured("scanner-failed").kept()}
    return _columns(found) | {"status": Status.DONE, "checked_on": timezone.localdate(at)}


def _columns(found: Measurement) -> dict:
    grade = found.grade
    return {
        "grade": grade.letter.value,
        "score": grade.score,
        "reasons": [reason.kept() for reason in grade.reasons],
        "criteria_version": grade.criteria_version,
        "addresses": [_address(each) for each in found.addresses],
    }


def _address(each: AtAddress) -> dict:
    told = {"address": str(each.address), "untested": each.untested}
    if each.grade is None:
        return told | {"error": each.error.kept()}
    return told | {"grade": each.grade.letter.value, "score": each.grade.score}


def sweep(*, at: datetime) -> None:
    """Once a minute: what a killed worker left is begun again, once; and what nobody woke is woken."""
    stuck = TlsCheck.objects.filter(status=Status.RUNNING, started_at__lt=at - STUCK_AFTER)
    given_up = {"status": Status.FAILED, "error": NotMeasured("timed-out").kept(), "finished_at": at}
    stuck.filter(tries__gte=TRIES).update(progress={}, **given_up)
    stuck.update(status=Status.WAITING, progress={})
    _wake_next()


def _wake_next() -> None:
    waiting = TlsCheck.objects.filter(status=Status.WAITING).order_by("pk").values_list("pk", flat=True).first()
    if waiting is not None:
        send(SCAN_TASK, waiting)
