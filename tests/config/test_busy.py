"""A row held too long by somebody else gives a page that can be tried again, not an error."""

import threading

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from accounts.models import Heartbeat
from config import urls

BRIEFLY = {
    "sqlite": "PRAGMA busy_timeout = 100",
    "postgresql": "SET lock_timeout = '100ms'",
}


@login_not_required
def write(request):
    with connection.cursor() as cursor:
        cursor.execute(BRIEFLY[connection.vendor])
    with transaction.atomic():
        Heartbeat.objects.filter(name="held").update(at=timezone.now())
    return HttpResponse("written")


@login_not_required
def break_down(request):
    raise OperationalError("no such table: somewhere")


urlpatterns = [path("write", write), path("break", break_down), *urls.urlpatterns]
handler500 = urls.handler500
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]


@pytest.fixture
def held_row():
    """A row that another connection has changed and not committed."""
    Heartbeat.objects.create(name="held", at=timezone.now())
    holding, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Heartbeat.objects.filter(name="held").update(at=timezone.now())
            holding.set()
            done.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert holding.wait(10)
    yield
    done.set()
    holder.join(20)


def test_a_row_held_too_long_gives_503_and_says_when_to_try_again(client, held_row):
    response = client.post("/write")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    connection.close()


def test_a_row_that_is_free_is_written(client):
    assert client.post("/write").content == b"written"
    connection.close()


def test_another_database_error_stays_a_500():
    assert Client(raise_request_exception=False).get("/break").status_code == 500
