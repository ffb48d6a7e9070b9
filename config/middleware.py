"""A database that is too busy to answer in time is said so, with a page that can be tried again."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from accounts.district import read_once
from config.views import busy

# PostgreSQL's codes: lock_not_available, deadlock_detected.
BUSY_CODES = {"55P03", "40P01"}


def is_busy(error: BaseException | None) -> bool:
    """Whether the error means that another transaction held the rows for too long."""
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.__cause__, "pgcode", None)
    return code in BUSY_CODES or "is locked" in str(error)


class BusyDatabaseMiddleware:
    """Turns a lock that was not had within its time into a 503 page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return busy(request) if is_busy(exception) else None


class SettingsReadOnceMiddleware:
    """The district's settings are read from the database at most once a request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with read_once():
            return self.get_response(request)
