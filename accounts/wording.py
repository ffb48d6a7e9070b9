"""How the application says dates, money and sizes to people, on pages and in mails."""

import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.template.defaultfilters import filesizeformat
from django.utils import formats, timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.district import setting

SIGNS = {"USD": "$", "CAD": "$", "EUR": "€", "GBP": "£", "MXN": "$"}
CENT = Decimal("0.01")
WEEK = 7


def day_of(moment):
    """The district's calendar day of a date or of a moment in time."""
    if isinstance(moment, datetime.datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def exact_words(moment):
    """The whole date, "Friday 18 December 2026"; with the time of day for a moment."""
    day = day_of(moment)
    words = formats.date_format(day, pgettext("exact date format", "l j F Y"))
    if isinstance(moment, datetime.datetime):
        words = f"{words}, {clock_words(moment)}"
    return words


def clock_words(moment):
    """The time of day in the district's time zone, "2:05 p.m."."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return formats.time_format(local, "TIME_FORMAT")


def calendar_words(day, *, today):
    """A date far from today: "21 December", with the year when it is another one."""
    if day.year == today.year:
        return formats.date_format(day, pgettext("date format", "j F"))
    return formats.date_format(day, pgettext("date format", "j F Y"))


def day_words(moment):
    """A whole date for sentences that are kept, printed or mailed, "21 December 2026"; never "today"."""
    return formats.date_format(day_of(moment), pgettext("date format", "j F Y"))


def when_words(moment, *, today=None):
    """A date as people say it: "today", "yesterday", "Tuesday", "21 December".

    Within six days of today the weekday is enough; the sentence around it ("since", "until") tells which side.
    """
    today = today or timezone.localdate()
    day = day_of(moment)
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    distance = (day - today).days
    if distance in near:
        return near[distance]
    if abs(distance) < WEEK:
        return str(WEEKDAYS[day.weekday()])
    return calendar_words(day, today=today)


def days_late(moment, *, today=None):
    """Whole calendar days since a due date went by; 0 on the day itself and before."""
    return max(((today or timezone.localdate()) - day_of(moment)).days, 0)


def change_words(what, old, new):
    """What was changed: "Job title: from “Teacher” to “Coach”". An old or new that is empty was not there."""
    if not old:
        return _("%(what)s: %(new)s") % {"what": what, "new": new}
    if not new:
        return _("%(what)s: no longer “%(old)s”") % {"what": what, "old": old}
    return _("%(what)s: from “%(old)s” to “%(new)s”") % {"what": what, "old": old, "new": new}


def due_words(moment, *, today=None):
    """A due date as people say it: "due today", "due Friday", "due 21 December", "3 days late"."""
    today = today or timezone.localdate()
    late = days_late(moment, today=today)
    if late:
        return ngettext("%(days)d day late", "%(days)d days late", late) % {"days": late}
    return _("due %(when)s") % {"when": when_words(moment, today=today)}


def money_words(amount):
    """An amount with its currency, "$1,250.00"; the currency is the district's setting."""
    currency = setting("currency")
    figure = Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP)
    sign = SIGNS.get(currency, f"{currency} ")
    number = formats.number_format(abs(figure), 2, use_l10n=True, force_grouping=True)
    return f"{'−' if figure < 0 else ''}{sign}{number}"


def sentence_case(words):
    """Words begun with a capital letter, after "¿", "¡" or a quotation mark too."""
    first = next((place for place, letter in enumerate(words) if letter.isalnum()), 0)
    return words[:first] + words[first : first + 1].upper() + words[first + 1 :]


def ended(sentence):
    """A sentence that ends with a question ends with the question's mark alone: "Still missing: Is it used?"."""
    return sentence[:-1] if sentence.endswith(("?.", "!.")) else sentence


def person_words(person, *, role="", place=""):
    """A person with what they are and where: "Ana Ruiz, Principal, Lincoln School"."""
    name = person if isinstance(person, str) else (person.get_full_name() or person.get_username())
    return ", ".join(str(part) for part in (name, role, place) if part)


def file_words(name, *, size=None, content_type=""):
    """What a file is, for the words after its link: "PDF, 120 KB"."""
    ending = name.rpartition(".")[2] if "." in name else content_type.rpartition("/")[2]
    parts = [ending.upper()] if ending else []
    if size is not None:
        parts.append(filesizeformat(size).replace("\xa0", " "))
    return ", ".join(parts)
