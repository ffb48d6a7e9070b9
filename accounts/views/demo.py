"""The demo's own pages: be anyone with one click, and read the mails. They do not exist outside the demo."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.demo_mail import mail, mails
from accounts.demo_people import demo_people
from accounts.models import User
from workflows.selectors import waiting_on_each


@login_not_required
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Every role with a name, a place and what waits; one click signs in."""
    today = timezone.localdate()
    people = demo_people(on=today, waiting=waiting_on_each(on=today))
    return render(request, "demo/people.html", {"people": people})


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a demo account; no other account can be had this way."""
    person = get_object_or_404(User, username=request.POST.get("user", ""), is_demo=True, is_active=True)
    login(request, person)
    return redirect("/")


@login_not_required
@require_safe
def demo_mails(request: HttpRequest) -> HttpResponse:
    """Mails sent, newest first."""
    return render(request, "demo/mails.html", {"mails": mails()})


@login_not_required
@require_safe
def demo_mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail, as text."""
    found = mail(name)
    if found is None:
        raise Http404
    return render(request, "demo/mail.html", {"mail": found})
