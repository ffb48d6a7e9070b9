import logging

import pytest


@pytest.fixture(autouse=True)
def _refusals_are_not_logged(caplog):
    """Here nearly everything is refused; only an error of the server is worth a line."""
    caplog.set_level(logging.ERROR, "django.request")
