"""`manage.py machines` draws every machine into docs/machines; with --check it says whether the drawings are true."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workflows import mermaid
from workflows.machines import MACHINES


class Command(BaseCommand):
    help = "Draw every state machine from code into docs/machines/<kind>.md."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a drawing is stale")
        parser.add_argument("--folder", default=str(settings.BASE_DIR / "docs" / "machines"), help="where they are")

    def handle(self, *, check: bool, folder: str, **_options):
        pages = {Path(folder) / f"{kind}.md": mermaid.page(machine) for kind, machine in MACHINES.items()}
        stale = [path for path, words in pages.items() if not path.exists() or path.read_text("utf-8") != words]
        unknown = [path for path in Path(folder).glob("*.md") if path not in pages]
        if check:
            if stale or unknown:
                names = ", ".join(path.name for path in [*stale, *unknown])
                raise CommandError(f"Not as the code says: {names}. Run manage.py machines.")
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        for path in stale:
            path.write_text(pages[path], "utf-8")
            self.stdout.write(f"Drawn: {path.name}")
        for path in unknown:
            path.unlink()
            self.stdout.write(f"Removed: {path.name}")
