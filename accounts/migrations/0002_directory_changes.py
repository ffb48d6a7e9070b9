import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQLITE = [
    f"CREATE TRIGGER accounts_directorychange_no_{verb.lower()} BEFORE {verb} ON accounts_directorychange "
    "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """
    CREATE OR REPLACE FUNCTION accounts_directorychange_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the history is append-only'; END $$
    """,
    """
    CREATE TRIGGER accounts_directorychange_append_only BEFORE UPDATE OR DELETE ON accounts_directorychange
    FOR EACH ROW EXECUTE FUNCTION accounts_directorychange_append_only()
    """,
]


def close(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def reopen(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER accounts_directorychange_append_only ON accounts_directorychange")
        schema_editor.execute("DROP FUNCTION accounts_directorychange_append_only()")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER accounts_directorychange_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DirectoryChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("changed", "Changed"),
                            ("link-sent", "A link to choose a password was mailed"),
                            ("left", "Made inactive"),
                            ("returned", "Active again"),
                            ("closed", "Closed"),
                            ("opened", "Open again"),
                        ],
                        max_length=12,
                    ),
                ),
                ("details", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="directory_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="directory_changes",
                        to="accounts.place",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", True), ("place__isnull", False)),
                            models.Q(("person__isnull", False), ("place__isnull", True)),
                            _connector="OR",
                        ),
                        name="directory_change_of_one_subject",
                    )
                ],
            },
        ),
        migrations.RunPython(close, reopen),
    ]
