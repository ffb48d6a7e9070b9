from contextlib import ExitStack

import pytest

from tests.factories import GrantFactory, UserFactory
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


@pytest.fixture(scope="session")
def web(django_db_setup, tmp_path_factory):
    """The web server on the database under test, several processes as in service; started once for all tests."""
    with Installation(tmp_path_factory.mktemp("web")) as made:
        made.serve()
        yield made


@pytest.fixture
def crowd(transactional_db, cast):
    """Eight holders of the initial review: seven more Assistant Superintendents."""
    people = [cast.assistant_superintendent]
    for number in range(2, 9):
        person = UserFactory(username=f"assistant-{number}", first_name="Assistant", last_name=f"No. {number}")
        GrantFactory(user=person, role="assistant-superintendent", place=cast.district)
        people.append(person)
    return people
