"""One-time keys of forms: what makes the second of two clicks give the result of the first."""

import re
import secrets

from django import forms

# As `fresh_key` makes them, and short enough for a suffix (":file"). Keys of our own acts begin with a shorter word and
# a colon, so no form can use one up.
_ONE_TIME = re.compile(r"[A-Za-z0-9_-]{16,48}")


def fresh_key() -> str:
    """A one-time key for a form that is shown."""
    return secrets.token_urlsafe(24)


def one_time_key(sent) -> str:
    """The key a form was sent with; empty for what no form of ours can have carried."""
    words = str(sent or "")
    return words if _ONE_TIME.fullmatch(words) else ""


class OnceField(forms.CharField):
    """The hidden field of a form with its one-time key; cleans to an empty text where that was tampered with."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def clean(self, value) -> str:
        return one_time_key(value)
