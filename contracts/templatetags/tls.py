"""The TLS grade of a resource's website on any page."""

from django import template
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.district import setting
from catalog.models import Resource
from contracts.tls import records, scanner

register = template.Library()


@register.inclusion_tag("contracts/tls/_grade.html", takes_context=True)
def tls_grade(context, resource: Resource, *, back: str = "") -> dict:
    """The grade, what is being measured, and the buttons of whoever may. `back` is where they lead back to."""
    request = context["request"]
    check, attempt = records.standing(resource)
    return {
        "request": request,
        "resource": resource,
        "check": check,
        "attempt": attempt,
        "may_measure": records.may_measure(request.user, at=timezone.now()),
        "back": back or local_path(request.GET.get("back", "")),
    }


def local_path(address: str) -> str:
    """A path of our own site, or an empty text."""
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


@register.filter
def meets_standard(check) -> bool:
    """Is its grade good enough for the district (SOFT-6)?"""
    return records.is_enough(check)


@register.simple_tag
def tls_standard() -> str:
    """The least grade the district accepts."""
    return setting("tls_standard")


@register.simple_tag
def scanner_is_installed() -> bool:
    return scanner.is_installed()
