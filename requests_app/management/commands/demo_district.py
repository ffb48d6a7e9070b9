"""`manage.py demo_district`: an invented district to try everything in."""

from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from requests_app.demo import build


class Command(BaseCommand):
    help = "Build the demo district in an empty database (demo only); does nothing when there is one already."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("The demo district is built in the demo only: set DEMO=1 and use a database of its own.")
        if build.exists():
            return
        self.stdout.write("Building the demo district (this takes a little while, once) ...")
        began = monotonic()
        build.build(now=timezone.now())
        self.stdout.write(f"Built in {monotonic() - began:.0f} seconds.")
