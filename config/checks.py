"""What a real installation must not have: the demo's accounts, DEBUG, a secret that others know; and what it must
have: the key to the licences it keeps.

`manage.py check` lists the faults; the web server, the worker and beat refuse to start with one.
"""

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

SECRET_MIN_LENGTH = 50
WELL_KNOWN = ("django-insecure", "change-me", "changeme", "secret", "only-for-tests", "demo")


@register()
def unsafe_for_production(app_configs=None, **kwargs) -> list[CheckMessage]:
    """The faults of this installation, none when it is the demo or a test run."""
    if settings.DEMO or settings.TESTING:
        return []
    asked = (_debug_fault, _secret_fault, _demo_account_fault, _licence_key_fault)
    return [fault for ask in asked if (fault := ask())]


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured, naming each fault and what mends it, unless the installation is safe."""
    faults = unsafe_for_production()
    if faults:
        lines = [f"{fault.id}: {fault.msg} {fault.hint}" for fault in faults]
        raise ImproperlyConfigured("Not started. " + " ".join(lines))


def _debug_fault() -> Error | None:
    if not settings.DEBUG:
        return None
    return Error("DEBUG is on: error pages would show secrets.", hint="Unset DEBUG, or set DEBUG=0.", id="config.E001")


def _secret_fault() -> Error | None:
    try:
        secret = settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own answer to an empty one
        secret = ""
    known = any(secret.lower().startswith(word) for word in WELL_KNOWN)
    if len(secret) >= SECRET_MIN_LENGTH and len(set(secret)) > 5 and not known:
        return None
    return Error(
        "SECRET_KEY is missing, short or well known: anybody could sign in as anybody.",
        hint=(
            f"Set SECRET_KEY to at least {SECRET_MIN_LENGTH} random characters, for example from"
            " `python -c 'import secrets; print(secrets.token_urlsafe(64))'`."
        ),
        id="config.E002",
    )


def _demo_account_fault() -> Error | None:
    from django.contrib.auth import get_user_model

    try:
        has_demo_accounts = get_user_model().objects.filter(is_demo=True).exists()
    except DatabaseError:  # not migrated yet, or not reachable: nobody can sign in either
        return None
    if not has_demo_accounts:
        return None
    return Error(
        "The database holds demo accounts, whose password everybody knows.",
        hint="Use a database of your own (DATABASE_URL), or set DEMO=1 to run the demo.",
        id="config.E003",
    )


def _licence_key_fault() -> Error | None:
    from assets.models import Licence
    from assets.sealing import is_ready

    if is_ready():
        return None
    try:
        if not settings.LICENCE_KEYS and not Licence.objects.exists():
            return None
    except DatabaseError:  # not migrated yet, or not reachable
        return None
    return Error(
        "LICENCE_KEYS is missing or holds something else than keys: the licences that are kept can't be read.",
        hint=(
            "Set LICENCE_KEYS to the keys used until now, the newest first. A new one comes from"
            " `python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'`."
        ),
        id="config.E004",
    )
