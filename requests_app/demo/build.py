"""Building the demo district, and what a first start should find waiting."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random

from django.db import connection

from accounts.district import read_once
from accounts.models import Place
from requests_app.demo.calendar import Days
from requests_app.demo.district import District, open_district
from requests_app.demo.endings import end_agreements
from requests_app.demo.equipment import order_equipment
from requests_app.demo.library import fill_library
from requests_app.demo.licences import store_licences
from requests_app.demo.outbox import remind, settle_mail
from requests_app.demo.packets import send_packets
from requests_app.demo.papers import sign_agreements
from requests_app.demo.products import all_products
from requests_app.demo.public import fill_the_public_pages
from requests_app.demo.purchases import buy_for_the_district
from requests_app.demo.record import post_the_record
from requests_app.demo.renewals import renew_agreements
from requests_app.demo.software import ask_for_software
from requests_app.demo.stories import STORIES
from requests_app.demo.walk import Walk
from requests_app.demo.wishes import wishes

SEED = 100


def exists() -> bool:
    """Has a district been opened in this database, demo or not?"""
    return Place.objects.exists()


def build(*, now: datetime) -> District:
    """The whole demo district, through the services and the engine. Takes some seconds."""
    random = Random(SEED)  # noqa: S311  (the same district each time, not a secret)
    with _quick_writes(), _rare_collections(), read_once():
        district = open_district(now=now)
        resources = fill_library(district, all_products(random), random=random, now=now)
        sign_agreements(district, resources, random=random, now=now)
        post_the_record(district, now=now)
        days = Days(now)
        tell_stories(district, days)
        order_equipment(district, days)
        ask_for_software(district, days)
        buy_for_the_district(district, days)
        store_licences(district, days)
        send_packets(district, days)
        fill_the_public_pages(district, now=now)
        renew_agreements(district, resources, now=now)
        end_agreements(district, now=now)
        remind(until=now)
        settle_mail(since=days.ago(1, hour=0), now=now)
    return district


def tell_stories(district: District, days: Days) -> None:
    """Everything that has happened to the requests, the oldest first, so that numbers follow the dates."""
    for each in sorted(STORIES, key=lambda story: -story.ago):
        each.tell(Walk(district, days, wishes()[each.key], ago=each.ago, **each.answers))
        remind(until=days.now)


@contextmanager
def _quick_writes() -> Iterator[None]:
    """SQLite need not wait for the disk after each of some thousand transactions: the district can be built again."""
    quick = connection.vendor == "sqlite" and not connection.in_atomic_block
    if quick:
        _set_synchronous("OFF")
    try:
        yield
    finally:
        if quick:
            _set_synchronous("FULL")


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Some hundred thousand objects come and go, few of them in circles: looking for circles may wait."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _set_synchronous(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous = {level}")
