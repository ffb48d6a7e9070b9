"""What `/healthz` asks: database, broker, worker, beat."""

from django.db import DatabaseError, connection

from config.celery import app
from config.heartbeats import is_alive

BROKER_SECONDS = 1


def parts() -> dict[str, bool]:
    """Each part with whether it is alive, in the order in which a fault spreads."""
    return {
        "database": database_answers(),
        "broker": broker_answers(),
        "worker": _beats("worker"),
        "beat": _beats("beat"),
    }


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers() -> bool:
    """Whether a connection to the broker can be had within a second."""
    try:
        with app.connection_for_write(connect_timeout=BROKER_SECONDS) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
    except Exception:  # each transport has errors of its own
        return False
    return True


def _beats(name: str) -> bool:
    try:
        return is_alive(name)
    except DatabaseError:
        return False
