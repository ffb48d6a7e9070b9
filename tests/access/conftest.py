import logging

import pytest
from django.template import Template

from tests.access.undone import made_once


@pytest.fixture(autouse=True)
def _refusals_are_not_logged(caplog):
    """Here nearly everything is refused; only an error of the server is worth a line."""
    caplog.set_level(logging.ERROR, "django.request")


@pytest.fixture(autouse=True)
def _templates_are_not_noted(monkeypatch):
    """Pages are read by their answer alone: the test client need not copy every template's context."""
    monkeypatch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """Made once for all tests of this folder, which one worker runs one after the other (the group "world")."""
    yield from made_once(django_db_blocker)
