"""Signing in and out, and the language of the pages."""

from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import check_for_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts import signin

TOO_MANY = 429


class SignInForm(AuthenticationForm):
    """User name and password; too many refusals close the door for fifteen minutes."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("This user name and password don't belong together. Capital and small letters differ."),
        "closed": _("Too many tries. Wait fifteen minutes, or choose a new password."),
    }

    def clean(self):
        whose = {"username": self.cleaned_data.get("username", ""), "address": signin.address_of(self.request)}
        now = timezone.now()
        if signin.is_closed(**whose, at=now):
            raise ValidationError(self.error_messages["closed"], code="closed")
        try:
            cleaned = super().clean()
        except ValidationError:
            signin.note_refusal(**whose, at=now)
            raise
        signin.forget(**whose)
        return cleaned


class Answer422:
    """Bad input is answered with 422, and what was typed is kept."""

    def form_invalid(self, form) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = TOO_MANY if form.has_error("__all__", code="closed") else 422
        return response


class SignIn(Answer422, auth.LoginView):
    form_class = SignInForm


class PasswordChange(Answer422, auth.PasswordChangeView):
    pass


class PasswordReset(Answer422, auth.PasswordResetView):
    pass


class PasswordResetConfirm(Answer422, auth.PasswordResetConfirmView):
    pass


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The switch at the foot of the page; for people who are signed in it is kept as their preference."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(language):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return set_language(request)
