"""`manage.py start_district`: the district itself and its first administrator, who does the rest in the browser."""

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import changes
from accounts.models import Place, User


class Command(BaseCommand):
    help = "Makes the district and its first administrator. Asks for the password, or reads it from standard input."

    def add_arguments(self, parser):
        parser.add_argument("--district", required=True, help="the district's name")
        parser.add_argument("--username", required=True, help="the first administrator's user name")
        parser.add_argument("--email", required=True, help="their e-mail address")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args, **options):
        if Place.objects.exists():
            raise CommandError("There is a district already: grant the role of system administrator in the browser.")
        user = User(
            username=options["username"],
            email=options["email"],
            first_name=options["first_name"],
            last_name=options["last_name"],
        )
        user.set_password(self._password(user, options["password_stdin"]))
        try:
            changes.start_district(name=options["district"], admin=user, at=timezone.now())
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        self.stdout.write(f"{options['district']} is there. Sign in as {user.username}; add schools, people and roles.")

    def _password(self, user: User, from_stdin: bool) -> str:
        password = sys.stdin.readline().rstrip("\n") if from_stdin else self._ask()
        try:
            validate_password(password, user)
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        return password

    def _ask(self) -> str:
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Password, once more: "):
            raise CommandError("The two passwords differ.")
        return password
