"""What parents' requests and the public forms share: fiscal quarters, who keeps a confidential record, and limits."""

import unicodedata
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.utils.crypto import salted_hmac

from accounts.district import setting
from accounts.models import Place, RoleGrant, User
from contracts.models import PublicSending, RightsRequest
from workflows.actors import Hats
from workflows.links import network_of

KEPT = timedelta(days=1)
MOST_A_DAY = 10  # public forms from one address


# --- at most two copies per student per fiscal quarter (23 Ill. Adm. Code 380.20) -----------------------------------


def student_key(name: str, school: Place) -> str:
    """The same for the same student however the name is written; nobody reads the name from it."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()
    return salted_hmac("contracts.student", f"{' '.join(sorted(words))}|{school.pk}", algorithm="sha256").hexdigest()


def fiscal_quarter(on: date) -> tuple[date, date]:
    """The first day of the fiscal quarter a day is in, and the first day of the next."""
    into = (on.month - int(setting("fiscal_year_month"))) % 3
    first = on.replace(day=1) - relativedelta(months=into)
    return first, first + relativedelta(months=3)


def copies_in_quarter(request: RightsRequest) -> int:
    """Earlier requests for copies about the same student in the same fiscal quarter. A refused one gave no copy."""
    first, following = fiscal_quarter(request.received_on)
    same = RightsRequest.objects.filter(
        student_key=request.student_key,
        wish=RightsRequest.Wish.COPY,
        received_on__gte=first,
        received_on__lt=following,
    ).exclude(state=RightsRequest.State.REFUSED)
    earlier = Q(received_on__lt=request.received_on) | Q(received_on=request.received_on, pk__lt=request.pk)
    return same.filter(earlier).count()


# --- records that few know of -----------------------------------------------------------------------------------------


def kept_by(user: User, roles, *, on: date) -> Q | None:
    """The cases a person sees by one of these roles, their own or lent to them; None when they hold none of them."""
    grants = _grants(user, roles, on=on)
    if not grants:
        return None
    seen = Q()
    for grant in grants:
        seen |= Q(place__path__startswith=grant.place.path)
    return seen


def holds(user: User, *roles, on: date) -> bool:
    """True when the person holds one of the roles somewhere, or acts for somebody who does."""
    return bool(_grants(user, roles, on=on))


def _grants(user: User, roles, *, on: date) -> list[RoleGrant]:
    hats = Hats.of(user, on=on)
    wanted = {str(role.value) for role in roles}
    return [grant for grants in (hats.own, *hats.lent.values()) for grant in grants if grant.role in wanted]


# --- public forms are limited -----------------------------------------------------------------------------------------


def is_closed(*, form: str, address: str, at: datetime) -> bool:
    """True when an address has sent a public form so often within a day that no more is taken from it."""
    sent = PublicSending.objects.filter(form=form, address=network_of(address), at__gt=at - KEPT)
    return sent.count() >= MOST_A_DAY


def note_sending(*, form: str, address: str, at: datetime) -> None:
    """Remember that it was sent, and forget what no longer counts."""
    PublicSending.objects.filter(at__lte=at - KEPT).delete()
    PublicSending.objects.create(form=form, address=network_of(address), at=at)
