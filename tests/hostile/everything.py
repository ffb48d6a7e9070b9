"""All that is kept, before and after: every table of the database, and every stored file."""

from pathlib import Path

from django.conf import settings
from django.db import connection

# What a request may write although it was refused: sessions, and the count of refused sign-ins.
LEFT_OUT = {"django_session", "accounts_failedsignin"}
LAST_LOGIN = ("accounts_user", "last_login")


def everything() -> dict[str, list]:
    """Table → its rows, and "files" → the names of what lies in the folder of stored files."""
    tables = sorted(set(connection.introspection.table_names()) - LEFT_OUT)
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            rows = cursor.fetchall()
            if table == LAST_LOGIN[0]:
                kept = [n for n, name in enumerate(columns) if name != LAST_LOGIN[1]]
                rows = [tuple(row[n] for n in kept) for row in rows]
            found[table] = rows
    root = Path(settings.MEDIA_ROOT)
    found["files"] = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    return found


def changed(before: dict[str, list], after: dict[str, list]) -> dict[str, list]:
    """What differs, by table; empty when nothing does."""
    return {
        table: [row for row in after[table] if row not in before[table]]
        for table in after
        if after[table] != before[table]
    }
