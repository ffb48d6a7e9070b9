from django.db import migrations

SQLITE = [
    f"CREATE TRIGGER workflows_event_no_{verb.lower()} BEFORE {verb} ON workflows_event "
    "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """
    CREATE OR REPLACE FUNCTION workflows_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the history is append-only'; END $$
    """,
    """
    CREATE TRIGGER workflows_event_append_only BEFORE UPDATE OR DELETE ON workflows_event
    FOR EACH ROW EXECUTE FUNCTION workflows_event_append_only()
    """,
]


def close(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def reopen(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER workflows_event_append_only ON workflows_event")
        schema_editor.execute("DROP FUNCTION workflows_event_append_only()")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER workflows_event_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial")]
    operations = [migrations.RunPython(close, reopen)]
