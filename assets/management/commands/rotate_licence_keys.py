"""Encrypt every licence with the first of LICENCE_KEYS; the others are needed no more after it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assets.licences import rotate
from assets.models import Licence
from assets.sealing import NotSealable


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        """One licence a transaction: stopped at any moment, it goes on where it was when it is run again."""
        done, not_opened = 0, []
        for pk in Licence.objects.order_by("pk").values_list("pk", flat=True).iterator():
            try:
                done += rotate(pk, at=timezone.now())
            except (NotSealable, FileNotFoundError) as fault:
                not_opened.append(f"{pk} ({fault})")
        if not_opened:
            raise CommandError(f"Encrypted anew: {done}. Not opened, left as they are: {'; '.join(not_opened)}")
        self.stdout.write(f"Encrypted anew: {done}. All licences are under the first key; remove the others.")
