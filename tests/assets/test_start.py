"""A district does not start without the key to the licences it keeps."""

import pytest
from cryptography.fernet import Fernet

from config.checks import unsafe_for_production
from tests.assets.things import licence

pytestmark = pytest.mark.django_db


def faults(settings, keys: list[str]) -> list[str]:
    settings.DEMO = settings.TESTING = False
    settings.SECRET_KEY, settings.LICENCE_KEYS = "q7Zk3-" * 12, keys
    return [fault.id for fault in unsafe_for_production()]


def test_no_key_is_needed_before_a_licence_is_kept(settings):
    assert faults(settings, []) == []


@pytest.mark.parametrize("keys", [[], ["not-a-key"]])
def test_a_key_is_needed_once_a_licence_is_kept(cast, settings, keys):
    licence(cast)
    assert faults(settings, keys) == ["config.E004"]
    assert faults(settings, [Fernet.generate_key().decode()]) == []


def test_what_is_no_key_is_found_before_a_licence_is_kept(settings):
    assert faults(settings, ["x" * 44]) == ["config.E004"]
