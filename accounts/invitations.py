"""The mail with which a person chooses their password."""

import logging
from datetime import datetime

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.changes import note_link
from accounts.district import setting
from accounts.models import User

log = logging.getLogger(__name__)
DAY = 24 * 3600


def send_link(person: User, *, by: User, at: datetime) -> bool:
    """Mail the link, now; False when the mail server did not take it. Call it when no transaction is open.

    What went out stands in the person's history.
    """
    mail = link_mail(person)
    try:
        mail.send()
    except (OSError, ValueError) as fault:  # every error of smtplib is an OSError; an impossible address a ValueError
        log.warning("The link for person %s was not mailed: %s", person.pk, fault)
        return False
    note_link(person=person, by=by, at=at)
    return True


def link_mail(person: User) -> EmailMessage:
    """In the person's language; the link works once and until it is too old."""
    with translation.override(person.language):
        context = {
            "person": person,
            "district": setting("district_name"),
            "link": _link(person),
            "again": settings.SITE_URL + reverse("password_reset"),
            "days": settings.PASSWORD_RESET_TIMEOUT // DAY,
        }
        subject = " ".join(render_to_string("registration/welcome_subject.txt", context).split())
        return EmailMessage(subject, render_to_string("registration/welcome_email.txt", context), to=[person.email])


def _link(person: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return settings.SITE_URL + reverse("password_reset_confirm", kwargs={"uidb64": uid, "token": token})
