"""Encryption of licence keys and files at rest (SOFT-14): Fernet, with keys from the environment, never the database.

`LICENCE_KEYS` holds one or more keys with commas. The first encrypts; all decrypt, so that a new one can be put in
front and `manage.py rotate_licence_keys` can bring what is kept to it.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables


class NotSealable(Exception):  # noqa: N818 (the installation is not ready, nothing is broken)
    """The installation has no usable key, or not the one this was encrypted with. `str()` is a sentence for people."""


def is_ready() -> bool:
    """Whether this installation can encrypt at all."""
    try:
        _ring()
    except NotSealable:
        return False
    return True


@sensitive_variables()
def seal(content: bytes) -> bytes:
    """The content, encrypted with the first key. NotSealable without a key."""
    return _ring()[0].encrypt(content)


@sensitive_variables()
def unseal(token: bytes) -> bytes:
    """The content again. NotSealable when none of the keys is the right one, or it was tampered with."""
    try:
        return MultiFernet(_ring()).decrypt(bytes(token))
    except InvalidToken:
        # Not "from": a traceback would carry what was to be decrypted.
        raise NotSealable(_("None of this installation's licence keys (LICENCE_KEYS) opens it.")) from None


@sensitive_variables()
def is_newest(token: bytes) -> bool:
    """True when it was encrypted with the first key."""
    try:
        _ring()[0].decrypt(bytes(token))
    except InvalidToken:
        return False
    return True


@sensitive_variables()
def _ring() -> list[Fernet]:
    texts = settings.LICENCE_KEYS or ([_demo_key()] if settings.DEMO or settings.TESTING else [])
    if not texts:
        raise NotSealable(
            _("This installation has no key to encrypt licences with. Whoever runs it sets LICENCE_KEYS.")
        )
    try:
        return [Fernet(text) for text in texts]
    except ValueError:
        raise NotSealable(_("One of the keys in LICENCE_KEYS is not a Fernet key.")) from None


@sensitive_variables()
def _demo_key() -> bytes:
    """Made from the demo's own secret, so that nobody has to make one to look around."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"licences {settings.SECRET_KEY}".encode()).digest())
