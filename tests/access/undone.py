"""Doing something and having it undone, so that many tests share one set of rows (each test is marked django_db)."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from tests.access.world import World


@contextmanager
def undone():
    """What is written within is taken back at its end; the engine's own transactions run inside it."""
    outer = transaction.atomic()
    outer._from_testcase = True  # as in a TestCase: a durable transaction may stand within this one
    with outer:
        try:
            yield
        finally:
            transaction.set_rollback(True)


def made_once(blocker):
    """One of each thing that has an address, until whoever asked is done with it."""
    with blocker.unblock(), undone():
        yield World()


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for a module."""
    yield from made_once(django_db_blocker)
