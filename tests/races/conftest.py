from contextlib import ExitStack

import pytest

from tests.mailbox import receiving
from tests.servers import Installation, own_redis


@pytest.fixture
def mailbox():
    """A mail server of the test's own."""
    with receiving() as box:
        yield box


@pytest.fixture
def installation(transactional_db, settings, tmp_path, mailbox):
    """An installation on the database under test, nothing started yet; with a Redis of its own if tests use one."""
    with ExitStack() as running:
        more = {"REDIS_URL": running.enter_context(own_redis(tmp_path))} if settings.REDIS_URL else {}
        yield running.enter_context(Installation(tmp_path, EMAIL_URL=mailbox.url, **more))
